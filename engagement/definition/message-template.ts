/**
 * A message in one locale as published: Liquid sources, ready to be filled. HTML is already laid out (Markdown and MJML
 * are compiled at publish); only Liquid runs at send.
 */
export interface MessageTemplate {
  readonly locale: string
  readonly subject: string
  readonly html: string
  readonly text: string
  /** Text for SMS and LINE; absent where the message is not meant for them. */
  readonly sms?: string
  /** Facts without which the message makes no sense: it is then skipped with reason `missing-fact`. As `event.expected`. */
  readonly requires: readonly string[]
}
