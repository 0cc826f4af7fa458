import type { MessageClass } from '../model/message-class.ts'
import type { Settings } from '../model/settings.ts'

/** Who writes, as a mail client shows it. */
export interface SenderLine {
  /** `Name <address>`. */
  readonly from: string
  readonly replyTo?: string
  readonly smsFrom?: string
}

/** The sender of a class of messages, named as customers of that locale know it. */
export function senderIn(settings: Settings, messageClass: MessageClass, locale: string): SenderLine {
  const sender = settings.senders[messageClass]
  const language = locale.split('-')[0] ?? locale
  const name = sender.nameByLocale?.[locale] ?? sender.nameByLocale?.[language] ?? sender.name
  return {
    from: `${name} <${sender.email}>`,
    ...(sender.replyTo === undefined ? {} : { replyTo: sender.replyTo }),
    ...(sender.smsFrom === undefined ? {} : { smsFrom: sender.smsFrom }),
  }
}
