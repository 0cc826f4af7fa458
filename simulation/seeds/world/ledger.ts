import type { CustomerEvent } from '#engagement/customer/customer-event.ts'
import type { CustomerState } from '#engagement/journey/customer-state.ts'
import type { TimelineEntry } from '#engagement/journey/timeline-entry.ts'
import type { Message } from '#engagement/message/message.ts'
import type { CustomerChannel } from '#engagement/model/channels.ts'
import type { Commit } from '#stages/ports/commit.ts'
import type { Outgoing } from '#stages/ports/provider.ts'

/** Everything that was ever committed about one customer. */
export interface Book {
  state: CustomerState | undefined
  readonly entries: Map<string, TimelineEntry>
  readonly messages: Map<string, Message>
}

/** A message that a sender took. It holds until the message is known not to have left. */
export interface Claim {
  readonly message: Message
  readonly at: number
  /** Which invocation took it. */
  readonly by: string
  /** It did not leave after all. */
  isGivenBack: boolean
}

/** Something that a provider has. */
export interface Mail {
  /** By the true clock. */
  readonly at: number
  readonly outgoing: Outgoing
  readonly by: string
}

/** What really happened, written down beside the stores by somebody who believes none of them. */
export class Ledger {
  readonly books = new Map<string, Book>()
  readonly claims = new Map<string, Claim[]>()
  readonly mails: Mail[] = []
  /** Events that ingest took, by customer and messageId. */
  readonly accepted = new Map<string, CustomerEvent>()
  readonly suppressed = new Map<string, number>()
  /** Ids of our own events on the bus. */
  readonly published = new Set<string>()

  book(customerId: string): Book {
    const known = this.books.get(customerId)
    if (known !== undefined) return known
    const book: Book = { state: undefined, entries: new Map(), messages: new Map() }
    this.books.set(customerId, book)
    return book
  }

  accept(event: CustomerEvent): void {
    const name = `${event.customerId} ${event.messageId}`
    if (!this.accepted.has(name)) this.accepted.set(name, event)
  }

  write({ after, entries, messages, absorbed }: Commit, by: string): void {
    this.book(after.customerId).state = after
    if (absorbed !== undefined) this.book(absorbed.after.customerId).state = absorbed.after
    for (const entry of entries) this.book(after.customerId).entries.set(entry.id, entry)
    for (const { message } of messages) this.writeMessage(message, by)
  }

  writeMessage(message: Message, by: string): void {
    this.book(message.customerId).messages.set(message.id, message)
    const claims = this.claims.get(message.customerId) ?? []
    this.claims.set(message.customerId, claims)
    if (message.status === 'claimed') claims.push({ message, at: message.claimedAt ?? 0, by, isGivenBack: false })
    if (GIVEN_BACK.has(message.status))
      for (const claim of claims) if (claim.message.id === message.id) claim.isGivenBack = true
  }

  /** The customers that were found to be one with this one, and it. */
  oneWith(customerId: string): readonly string[] {
    const found = new Set([customerId])
    for (const id of found) for (const other of this.books.get(id)?.state?.head.absorbed ?? []) found.add(other)
    return [...found]
  }

  suppress(channel: CustomerChannel, address: string, at: number): void {
    const key = suppressionOf(channel, address)
    if (!this.suppressed.has(key)) this.suppressed.set(key, at)
  }

  suppressedAt(channel: CustomerChannel, address: string): number | undefined {
    return this.suppressed.get(suppressionOf(channel, address))
  }
}

const suppressionOf = (channel: CustomerChannel, address: string): string =>
  `${channel}#${address.trim().toLowerCase()}`

const GIVEN_BACK: ReadonlySet<string> = new Set(['held', 'refused', 'skipped', 'cancelled'])
