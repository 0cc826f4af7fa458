import type { Message } from './message.ts'
import type { MessageLinks } from './message-scope.ts'
import { signToken, TOKEN_LIFE_MS } from './token.ts'

export interface LinkSettings {
  /** Where the public pages are, without a slash at the end. */
  readonly publicUrl: string
  readonly secret: string
}

/** The signed links of one message, for its reader alone: they work without a login until they expire. */
export function linksFor(settings: LinkSettings, message: Message, locale: string, now: number): MessageLinks {
  const link = (purpose: 'unsubscribe' | 'preferences'): string => {
    const claims = { purpose, customerId: message.customerId, topic: message.topic ?? 'marketing', messageId: message.id, locale, expiresAt: now + TOKEN_LIFE_MS }
    return `${settings.publicUrl}/u/${signToken(claims, settings.secret)}`
  }
  return { unsubscribe: link('unsubscribe'), preferences: link('preferences') }
}
