import { CLASS_NAMES, classFacts, type MessageClass } from '../model/message-class.ts'
import { signToken, TOKEN_LIFE_MS, type TokenClaims } from './token.ts'

interface LinkKind {
  /** Where its page is, below the public address. */
  readonly path: string
  /** Messages of these classes carry it; in others it is missing. */
  readonly classes: readonly MessageClass[]
}

/** Every link that a message can name as `links.…`: what validate lets through is what rendering is given. */
export const LINKS = {
  unsubscribe: { path: 'u', classes: CLASS_NAMES.filter((each) => classFacts(each).needsConsent) },
  preferences: { path: 'preferences', classes: CLASS_NAMES },
} as const satisfies { readonly [name: string]: LinkKind }
export type LinkName = keyof typeof LINKS

export const LINK_NAMES = Object.keys(LINKS).filter((name): name is LinkName => name in LINKS)

/** Addresses made for this one message. */
export type MessageLinks = { readonly [name in LinkName]?: string }

/** Whether every message of the class carries the link. */
export const carries = (messageClass: MessageClass, name: LinkName): boolean =>
  LINKS[name].classes.some((each) => each === messageClass)

export interface LinkParts {
  /** Where the public pages are, without a slash at the end. */
  readonly baseUrl: string
  readonly secret: string
  readonly customerId: string
  readonly messageId: string
  readonly class: MessageClass
  /** Topic of the message; a service message may have none, and marketing always has one. */
  readonly topic: string | undefined
  readonly locale: string
  /** Epoch milliseconds. */
  readonly now: number
}

/** The signed links of one message, for its reader alone: they work without a login until they expire. */
export function messageLinks(parts: LinkParts): MessageLinks {
  const links: { [name in LinkName]?: string } = {}
  for (const name of LINK_NAMES) {
    const claims = carries(parts.class, name) ? claimsOf(name, parts) : undefined
    if (claims !== undefined) links[name] = `${parts.baseUrl}/${LINKS[name].path}/${signToken(claims, parts.secret)}`
  }
  return links
}

function claimsOf(name: LinkName, { customerId, messageId, topic, locale, now }: LinkParts): TokenClaims | undefined {
  const common = { customerId, messageId, locale, expiresAt: now + TOKEN_LIFE_MS }
  switch (name) {
    case 'unsubscribe':
      return topic === undefined ? undefined : { purpose: 'unsubscribe', topic, ...common }
    case 'preferences':
      return { purpose: 'preferences', ...common }
  }
}
