import type { Message } from '#engagement/message/message.ts'
import { CHANNELS, type Channel } from '#engagement/model/channels.ts'
import type { CustomerStore } from '#stages/ports/customer-store.ts'
import type { CustomerNames } from '../store/customer-names.ts'
import type { Delivered } from './mailbox.ts'

/** A letter as `GET /mailbox/messages` shows it. `customerId`: the user's own id; `sentAt`: ISO. */
export interface MailboxMessage {
  readonly id: string
  readonly channel: Channel
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
  readonly #names: Pick<CustomerNames, 'of'>

  /** `endpoints`: the live settings' endpoint addresses by name. */
  constructor(
    customers: CustomerStore,
    names: Pick<CustomerNames, 'of'>,
    endpoints: () => Promise<{ readonly [name: string]: string }>,
  ) {
    this.#customers = customers
    this.#names = names
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
    const told = toldBy(letter)
    const message = told === undefined ? await this.messageOf(letter) : undefined
    const endpoint = endpoints.find(([, url]) => url === letter.to || url === message?.name)?.[0]
    const { customer } = letter.tags
    return {
      id: letter.tags['message_id'] ?? letter.providerId,
      channel: letter.channel,
      to: letter.to,
      subject: letter.subject,
      text: letter.text,
      html: letter.html,
      headers: letter.headers,
      workflow: told?.workflow ?? message?.workflow ?? '',
      step: endpoint ?? told?.step ?? message?.name ?? '',
      customerId: customer === undefined ? '' : await this.#nameOf(customer),
      sentAt: new Date(letter.sentAt).toISOString(),
    }
  }

  async #nameOf(customerId: string): Promise<string> {
    const known = this.#names.of(customerId)
    if (known !== undefined) return known
    const head = (await this.#customers.load(customerId))?.head
    return head?.userId ?? head?.anonymousIds[0] ?? customerId
  }
}

/** Workflow and step as the tags tell; undefined where a mail's tags may have lost letters that SES does not take. */
function toldBy({ channel, tags }: Delivered): { readonly workflow: string; readonly step: string } | undefined {
  const { workflow, step } = tags
  if (workflow === undefined || step === undefined) return undefined
  return CHANNELS[channel].content !== 'mail' || PLAIN.test(workflow + step) ? { workflow, step } : undefined
}
const PLAIN = /^[A-Za-z0-9-]+$/
