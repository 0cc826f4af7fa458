import { randomUUID } from 'node:crypto'
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import { CHANNELS, type Channel } from '#engagement/model/channels.ts'
import type { Clock } from '#stages/ports/clock.ts'
import type { QueueStore } from '../queue/queue-store.ts'
import { inTransaction } from '../store/database.ts'
import { feedbackOf } from './feedback.ts'

/** What a provider was given. `headers` and `tags` by name, as sent. */
export interface Letter {
  readonly channel: Channel
  readonly from: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly headers: { readonly [name: string]: string }
  readonly tags: { readonly [name: string]: string }
}

export interface Delivered extends Letter {
  readonly seq: number
  readonly providerId: string
  /** Epoch milliseconds. */
  readonly sentAt: number
}

export interface MailboxFilter {
  /** Internal id of the customer. */
  readonly customerId?: string
  readonly limit?: number
}

/** Feedback comes when the sender has long noted that it sent: sooner, it would only be put back. */
const FEEDBACK_DELAY_MS = 1_000

/**
 * The provider of the local host: it accepts everything, keeps it to be looked at, and reports back as SES does. What it
 * accepted and what it will report are one transaction, so that a host that dies in between still learns of it.
 */
export class Mailbox {
  readonly #database: DatabaseSync
  readonly #queues: QueueStore
  readonly #clock: Clock
  readonly #statements: ReturnType<typeof prepare>

  constructor(database: DatabaseSync, queues: QueueStore, clock: Clock) {
    this.#database = database
    this.#queues = queues
    this.#clock = clock
    this.#statements = prepare(database)
  }

  /** Takes a letter. `once`: the sender's idempotency key; a second letter under it is answered with the first one's id. */
  accept(letter: Letter, once?: string): { readonly providerId: string; readonly repeated: boolean } {
    const providerId = once ?? providerIdOf(letter.channel)
    if (once !== undefined && this.#statements.find.get(once) !== undefined) return { providerId, repeated: true }
    const sentAt = this.#clock.now()
    inTransaction(this.#database, () => {
      this.#statements.add.run(
        providerId,
        letter.channel,
        letter.from,
        letter.to,
        letter.subject,
        letter.text,
        letter.html,
        JSON.stringify(letter.headers),
        JSON.stringify(letter.tags),
        sentAt,
      )
      const feedback = feedbackOf({ ...letter, seq: 0, providerId, sentAt })
      if (feedback.length > 0)
        this.#queues.send(
          'feedback',
          feedback.map((body) => ({ body, delayMs: FEEDBACK_DELAY_MS })),
        )
    })
    return { providerId, repeated: false }
  }

  /** Oldest first; the newest `limit` of them. */
  list(filter: MailboxFilter = {}): Delivered[] {
    const rows = this.#statements.list.all(
      filter.customerId ?? null,
      filter.customerId ?? null,
      filter.limit ?? 100_000,
    )
    return rows.map(delivered).reverse()
  }

  get(seq: number): Delivered | undefined {
    const row = this.#statements.get.get(seq)
    return row === undefined ? undefined : delivered(row)
  }

  /** The letter under the id that the provider gave it. */
  find(providerId: string): Delivered | undefined {
    const row = this.#statements.find.get(providerId)
    return row === undefined ? undefined : delivered(row)
  }

  size(): number {
    return Number(this.#statements.size.get()?.n ?? 0)
  }
}

const providerIdOf = (channel: Channel): string =>
  CHANNELS[channel].content === 'mail' ? `${randomUUID()}-000000` : randomUUID()

function delivered(row: Record<string, SQLOutputValue>): Delivered {
  return {
    seq: Number(row.seq),
    providerId: String(row.provider_id),
    // Written by `accept` alone, from a Letter.
    channel: row.channel as Channel,
    from: String(row.sender),
    to: String(row.recipient),
    subject: String(row.subject),
    text: String(row.text),
    html: String(row.html),
    headers: JSON.parse(String(row.headers)),
    tags: JSON.parse(String(row.tags)),
    sentAt: Number(row.sent_at),
  }
}

function prepare(database: DatabaseSync) {
  return {
    add: database.prepare(
      `INSERT INTO mailbox (provider_id, channel, sender, recipient, subject, text, html, headers, tags, sent_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    find: database.prepare('SELECT * FROM mailbox WHERE provider_id = ?'),
    list: database.prepare(
      "SELECT * FROM mailbox WHERE ? IS NULL OR tags ->> 'customer' = ? ORDER BY seq DESC LIMIT ?",
    ),
    get: database.prepare('SELECT * FROM mailbox WHERE seq = ?'),
    size: database.prepare('SELECT count(*) AS n FROM mailbox'),
  }
}
