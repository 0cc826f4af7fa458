import { randomUUID } from 'node:crypto'
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import type { Clock } from '#stages/ports/clock.ts'
import { inTransaction } from '../store/database.ts'
import { type QueueStatements, queueStatements } from './queue-statements.ts'

/** A durable queue with the semantics of SQS. Times are milliseconds. */
export interface QueueDefinition {
  readonly name: string
  readonly fifo: boolean
  readonly visibilityMs: number
  /** Without `deadLetters` a message is received for ever. */
  readonly maxReceiveCount?: number
  readonly deadLetters?: string
}

export interface OutgoingMessage {
  readonly body: string
  readonly groupId?: string
  readonly dedupId?: string
  readonly delayMs?: number
  /** Message attributes as the sender gave them (SQS's JSON form). */
  readonly attributes?: { readonly [name: string]: unknown }
  /** Why it is where it is; shown for dead letters. */
  readonly error?: string
}

export interface ReceivedMessage {
  readonly seq: number
  readonly id: string
  readonly receipt: string
  readonly body: string
  readonly groupId?: string
  readonly dedupId?: string
  readonly attributes: string
  readonly sentAt: number
  readonly receives: number
  readonly firstReceivedAt: number
}

export interface StoredMessage {
  readonly queue: string
  readonly id: string
  readonly groupId?: string
  readonly body: string
  readonly attributes: string
  readonly sentAt: number
  readonly receives: number
  readonly error?: string
}

/** How long a FIFO queue remembers a deduplication id, as on AWS. */
const DEDUP_MS = 5 * 60_000
const ENDLESS = Number.MAX_SAFE_INTEGER

type Row = Record<string, SQLOutputValue>
const text = (row: Row, column: string): string => String(row[column])
const number = (row: Row, column: string): number => Number(row[column])
const optional = (row: Row, column: string): string | undefined => {
  const value = row[column]
  return typeof value === 'string' ? value : undefined
}

export class QueueStore {
  readonly #database: DatabaseSync
  readonly #clock: Clock
  readonly #definitions: Map<string, QueueDefinition>
  readonly #statements: QueueStatements
  #onArrival: (queue: string) => void = () => {}

  constructor(database: DatabaseSync, clock: Clock, definitions: readonly QueueDefinition[]) {
    this.#database = database
    this.#clock = clock
    this.#definitions = new Map(definitions.map((definition) => [definition.name, definition]))
    this.#statements = queueStatements(database)
  }

  /** Called after each arrival, with the queue's name. */
  onArrival(listener: (queue: string) => void): void {
    this.#onArrival = listener
  }

  has(queue: string): boolean {
    return this.#definitions.has(queue)
  }

  definition(queue: string): QueueDefinition {
    const definition = this.#definitions.get(queue)
    if (definition === undefined) throw new Error(`there is no queue ${queue}`)
    return definition
  }

  /** Puts all of them or none. Answers their ids; a FIFO duplicate within five minutes gets the first one's. */
  send(queue: string, messages: readonly OutgoingMessage[]): string[] {
    const definition = this.definition(queue)
    const now = this.#clock.now()
    const ids = inTransaction(this.#database, () => {
      if (definition.fifo) this.#statements.forgetDedup.run(now)
      return messages.map((message) => this.#put(definition, message, now))
    })
    this.#onArrival(queue)
    return ids
  }

  #put(definition: QueueDefinition, message: OutgoingMessage, now: number): string {
    const id = randomUUID()
    if (definition.fifo && message.groupId === undefined)
      throw new Error(`${definition.name} is FIFO: a message needs a group`)
    if (definition.fifo && message.dedupId !== undefined) {
      // The same id in another group is another message, as the infrastructure sets its queues (infra/queues.ts).
      const scoped = JSON.stringify([message.groupId, message.dedupId])
      const first = this.#statements.findDedup.get(definition.name, scoped)
      if (first !== undefined) return text(first, 'id')
      this.#statements.addDedup.run(definition.name, scoped, id, now + DEDUP_MS)
    }
    this.#statements.add.run(
      definition.name,
      id,
      definition.fifo ? (message.groupId ?? null) : null,
      message.dedupId ?? null,
      message.body,
      JSON.stringify(message.attributes ?? {}),
      now,
      now + (message.delayMs ?? 0),
      message.error ?? null,
    )
    return id
  }

  /** Takes up to `max` messages out of sight until the visibility timeout. Exhausted ones go to the dead letters. */
  receive(queue: string, max: number): ReceivedMessage[] {
    const definition = this.definition(queue)
    const now = this.#clock.now()
    const taken: ReceivedMessage[] = []
    let buried = 0
    const select = definition.fifo ? this.#statements.fifoReady : this.#statements.ready
    const find = (): Row[] => (definition.fifo ? select.all(queue, now, now, max) : select.all(queue, now, max))
    const first = find()
    if (first.length === 0) return []
    inTransaction(this.#database, () => {
      for (const row of first) {
        if (
          number(row, 'receives') >= (definition.maxReceiveCount ?? ENDLESS) &&
          definition.deadLetters !== undefined
        ) {
          this.#statements.bury.run(definition.deadLetters, now, number(row, 'seq'))
          this.#statements.drop.run(number(row, 'seq'))
          buried += 1
          continue
        }
        taken.push(this.#take(row, now, now + definition.visibilityMs))
      }
    })
    // What stood behind a buried message may be ready now.
    return taken.length === 0 && buried > 0 ? this.receive(queue, max) : taken
  }

  #take(row: Row, now: number, visibleAt: number): ReceivedMessage {
    const seq = number(row, 'seq')
    const receives = number(row, 'receives') + 1
    const firstReceivedAt = row.first_received_at === null ? now : number(row, 'first_received_at')
    this.#statements.take.run(visibleAt, receives, firstReceivedAt, seq)
    const groupId = optional(row, 'group_id')
    const dedupId = optional(row, 'dedup_id')
    return {
      seq,
      id: text(row, 'id'),
      receipt: `${seq}:${receives}`,
      body: text(row, 'body'),
      attributes: text(row, 'attributes'),
      sentAt: number(row, 'sent_at'),
      receives,
      firstReceivedAt,
      ...(groupId === undefined ? {} : { groupId }),
      ...(dedupId === undefined ? {} : { dedupId }),
    }
  }

  /** Acknowledges; a receipt that is out of date changes nothing. */
  remove(messages: readonly ReceivedMessage[]): void {
    if (messages.length === 0) return
    inTransaction(this.#database, () => {
      for (const message of messages) this.#statements.remove.run(message.seq, message.receives)
    })
  }

  /** Leaves them out of sight until their time-out, remembering why. */
  fail(messages: readonly ReceivedMessage[], error: string): void {
    if (messages.length === 0) return
    inTransaction(this.#database, () => {
      for (const message of messages) this.#statements.fail.run(error, message.seq, message.receives)
    })
  }

  /** What was in flight becomes visible again, uncounted: its consumers died with the last process, through no fault of its own. */
  releaseInFlight(): void {
    const now = this.#clock.now()
    this.#statements.release.run(now, now)
  }

  /** The next instant after now at which a message of these queues comes into sight. */
  nextVisible(queues: readonly string[]): number | undefined {
    const now = this.#clock.now()
    const instants = queues.flatMap((queue) => {
      const at = this.#statements.nextVisible.get(queue, now)?.at
      return typeof at === 'number' ? [at] : []
    })
    return instants.length === 0 ? undefined : Math.min(...instants)
  }

  /** Brings into sight what is still delayed and was never received. Answers how many. */
  hasten(queue: string): number {
    const now = this.#clock.now()
    return Number(this.#statements.hasten.run(now, queue, now).changes)
  }

  size(queue: string): number {
    return number(this.#statements.size.get(queue) ?? { n: 0 }, 'n')
  }

  list(queue: string, limit = 1_000): StoredMessage[] {
    return this.#statements.list.all(queue, limit).map((row) => {
      const groupId = optional(row, 'group_id')
      const error = optional(row, 'error')
      return {
        queue,
        id: text(row, 'id'),
        body: text(row, 'body'),
        attributes: text(row, 'attributes'),
        sentAt: number(row, 'sent_at'),
        receives: number(row, 'receives'),
        ...(groupId === undefined ? {} : { groupId }),
        ...(error === undefined ? {} : { error }),
      }
    })
  }

  /** Moves everything of `from` to `to`, in order. As on AWS each is a new message there, behind what there is. Answers how many. */
  redrive(from: string, to: string): number {
    this.definition(to)
    const now = this.#clock.now()
    const moved = inTransaction(this.#database, () => {
      const rows = this.#statements.all.all(from)
      for (const row of rows) {
        this.#statements.again.run(to, randomUUID(), now, now, number(row, 'seq'))
        this.#statements.drop.run(number(row, 'seq'))
      }
      return rows.length
    })
    this.#onArrival(to)
    return moved
  }
}
