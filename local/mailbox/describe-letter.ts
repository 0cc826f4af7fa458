import type { Message } from '#engagement/message/message.ts'
import type { CustomerStore } from '#stages/ports.ts'
import type { Delivered } from './mailbox.ts'

/** A letter as `GET /mailbox/messages` shows it. `customerId`: the user's own id; `sentAt`: ISO. */
export interface MailboxMessage {
  readonly id: string
  readonly channel: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly headers: { readonly [name: string]: string }
  /** Name of the workflow's folder. */
  readonly workflow: string
  /** The message's name; for webhooks and hand-overs the endpoint's. */
  readonly step: string
  readonly customerId: string
  readonly sentAt: string
}

/** Finds for a letter its message and whose it is. What was found is kept: neither changes. */
export class LetterDescriber {
  readonly #customers: CustomerStore
  readonly #endpoints: () => Promise<{ readonly [name: string]: string }>
  readonly #messages = new Map<string, Message>()
  readonly #names = new Map<string, string>()

  /** `endpoints`: the live settings' endpoint addresses by name. */
  constructor(customers: CustomerStore, endpoints: () => Promise<{ readonly [name: string]: string }>) {
    this.#customers = customers
    this.#endpoints = endpoints
  }

  async describe(letters: readonly Delivered[]): Promise<MailboxMessage[]> {
    const endpoints = Object.entries(await this.#endpoints())
    const described: MailboxMessage[] = []
    for (const letter of letters) described.push(await this.#describeOne(letter, endpoints))
    return described
  }

  /** The stored message that the letter carried; undefined for a letter that is not ours. */
  async messageOf(letter: Delivered): Promise<Message | undefined> {
    const { message_id: id, customer } = letter.tags
    if (id === undefined || customer === undefined) return undefined
    const known = this.#messages.get(id)
    if (known !== undefined) return known
    const found = await this.#customers.message(customer, id)
    if (found !== undefined) this.#messages.set(id, found)
    return found
  }

  async #describeOne(letter: Delivered, endpoints: readonly (readonly [string, string])[]): Promise<MailboxMessage> {
    const message = await this.messageOf(letter)
    const endpoint = endpoints.find(([, url]) => url === letter.to || url === message?.name)?.[0]
    const { customer } = letter.tags
    return {
      id: message?.id ?? letter.providerId,
      channel: letter.channel,
      to: letter.to,
      subject: letter.subject,
      text: letter.text,
      html: letter.html,
      headers: letter.headers,
      workflow: message?.workflow ?? letter.tags['workflow'] ?? '',
      step: endpoint ?? message?.name ?? letter.tags['step'] ?? '',
      customerId: customer === undefined ? '' : await this.#nameOf(customer),
      sentAt: new Date(letter.sentAt).toISOString(),
    }
  }

  async #nameOf(customerId: string): Promise<string> {
    const known = this.#names.get(customerId)
    if (known !== undefined) return known
    const head = (await this.#customers.load(customerId))?.head
    const name = head?.userId ?? head?.anonymousIds[0]
    if (name === undefined) return customerId
    // An anonymous customer may yet be named.
    if (head?.userId !== undefined) this.#names.set(customerId, name)
    return name
  }
}
