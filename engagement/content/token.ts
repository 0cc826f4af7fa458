import { createHmac } from 'node:crypto'
import * as z from 'zod/mini'

const Text = z.string().check(z.minLength(1))

/** What a link in a message lets its holder do, without a login. Times are epoch milliseconds. */
const COMMON = {
  customerId: Text,
  /** The message that carried the link: the evidence. */
  messageId: Text,
  locale: z.optional(Text),
  expiresAt: z.int().check(z.nonnegative()),
}
export const TokenClaims = z.discriminatedUnion('purpose', [
  /** To stop messages of the topic, or all of them. */
  z.strictObject({ purpose: z.literal('unsubscribe'), topic: Text, ...COMMON }),
  /** To choose topics, channels and the language. */
  z.strictObject({ purpose: z.literal('preferences'), ...COMMON }),
])
export type TokenClaims = Readonly<z.infer<typeof TokenClaims>>

export type VerifiedToken =
  | { readonly kind: 'valid'; readonly claims: TokenClaims }
  | { readonly kind: 'invalid'; readonly reason: 'malformed' | 'forged' }
  /** Ours, but too old: a page may say so kindly. */
  | { readonly kind: 'invalid'; readonly reason: 'expired'; readonly locale?: string }

/** CAN-SPAM asks for 30 days, RFC 8058 for as long as possible; a mail is often tidied away a season later. */
export const TOKEN_LIFE_MS = 400 * 86_400_000

/** Bytes of claims; longer ones are not ours. */
const LENGTH_LIMIT = 2_048
const VERSION = '1'

/** `1.<claims>.<HMAC-SHA256>`, base64url: fits a path segment. */
export function signToken(claims: TokenClaims, secret: string): string {
  const body = `${VERSION}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`
  return `${body}.${signatureOf(body, secret).toString('base64url')}`
}

/** Checks with each secret, the newest first, so that links outlive a change of key. Compares in constant time. */
export function verifyToken(token: string, secrets: readonly string[], now: number): VerifiedToken {
  const [version, payload, signature, ...rest] = token.length > LENGTH_LIMIT ? [] : token.split('.')
  if (version !== VERSION || payload === undefined || signature === undefined || rest.length > 0)
    return invalid('malformed')
  const given = Buffer.from(signature, 'base64url')
  // Base64 can spell the same bytes in several ways; only ours is taken.
  if (given.toString('base64url') !== signature) return invalid('malformed')
  const body = `${version}.${payload}`
  if (!secrets.some((secret) => matches(given, signatureOf(body, secret)))) return invalid('forged')
  const claims = readClaims(payload)
  if (claims === undefined) return invalid('malformed')
  if (now >= claims.expiresAt) {
    return { kind: 'invalid', reason: 'expired', ...(claims.locale === undefined ? {} : { locale: claims.locale }) }
  }
  return { kind: 'valid', claims }
}

const invalid = (reason: 'malformed' | 'forged'): VerifiedToken => ({ kind: 'invalid', reason })

const signatureOf = (body: string, secret: string): Buffer => createHmac('sha256', secret).update(body).digest()

/** Looks at every byte whatever the first difference, so that time tells nothing. */
function matches(given: Buffer, expected: Buffer): boolean {
  if (given.length !== expected.length) return false
  let difference = 0
  for (const [index, byte] of expected.entries()) difference |= byte ^ (given[index] ?? 0)
  return difference === 0
}

function readClaims(payload: string): TokenClaims | undefined {
  try {
    return TokenClaims.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')))
  } catch {
    // Signed by us but of another shape: a version that this code does not know.
    return undefined
  }
}
