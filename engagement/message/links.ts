import type { MessageLinks } from './message-scope.ts'
import { signToken, TOKEN_LIFE_MS } from './token.ts'

export interface LinkParts {
  /** Where the public pages are, without a slash at the end. */
  readonly baseUrl: string
  readonly secret: string
  readonly customerId: string
  readonly messageId: string
  /** Topic of the message; a service message has none and needs no link. */
  readonly topic: string | undefined
  readonly locale: string
  /** Epoch milliseconds. */
  readonly now: number
}

/** The signed links of one message, for its reader alone: they work without a login until they expire. */
export function messageLinks({ baseUrl, secret, customerId, messageId, topic, locale, now }: LinkParts): MessageLinks {
  if (topic === undefined) return {}
  const claims = {
    purpose: 'unsubscribe',
    customerId,
    topic,
    messageId,
    locale,
    expiresAt: now + TOKEN_LIFE_MS,
  } as const
  return { unsubscribe: `${baseUrl}/u/${signToken(claims, secret)}` }
}
