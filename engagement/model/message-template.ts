/**
 * A message in one locale as published: Liquid sources, ready to be filled. HTML is already laid out (Markdown and MJML
 * are compiled at publish); only Liquid runs at send.
 */
export interface MessageTemplate {
  readonly locale: string
  readonly subject: string
  readonly html: FramedSource
  readonly text: FramedSource
  /** Text for SMS and LINE; absent where the message is not meant for them. */
  readonly sms?: string
  /** Facts without which the message makes no sense: it is then skipped with reason `missing-fact`. As `event.expected`. */
  readonly requires: readonly string[]
  /** Fields that are declared to hold an address, wherever it is sent: only these lead anywhere. As `event.products[].url`. */
  readonly addresses: readonly string[]
}

/**
 * What an author wrote, and the frame around it with the brand and the footer. Each part is filled on its own and put
 * into its slot (`[[body]]`) afterwards: nothing in a part can touch the frame or another part.
 */
export interface FramedSource {
  readonly frame: string
  readonly parts: { readonly [slot: string]: string }
}
