import type { QueueDefinition } from '#local/queue/queue-store.ts'

/** A message as whoever looks at SQS from outside can know it. */
export interface ModelMessage {
  /** Bodies are all different. */
  readonly body: string
  readonly queue: string
  readonly group: string | undefined
  readonly visibleAt: number
  readonly receives: number
  /** Somebody has received it and has neither removed it nor lost it to a time-out. */
  readonly taken: boolean
  /** What the last who received it said of it. */
  readonly error?: string
}

interface Deduplication {
  readonly queue: string
  readonly group: string
  readonly id: string
  readonly until: number
  readonly body: string
}

const FIVE_MINUTES = 5 * 60_000

/** Queues as SQS documents them, in one list in which whoever comes last stands last. */
export class QueueModel {
  now: number
  readonly definitions: readonly QueueDefinition[]
  messages: readonly ModelMessage[] = []
  #deduplications: readonly Deduplication[] = []
  #bodies = 0

  constructor(now: number, definitions: readonly QueueDefinition[]) {
    this.now = now
    this.definitions = definitions
  }

  nextBody(): string {
    this.#bodies += 1
    return `body ${this.#bodies}`
  }

  definition(queue: string): QueueDefinition {
    const found = this.definitions.find(({ name }) => name === queue)
    if (found === undefined) throw new Error(`the model knows no queue ${queue}`)
    return found
  }

  of(queue: string): readonly ModelMessage[] {
    return this.messages.filter((message) => message.queue === queue)
  }

  /** Answers the body of the message that stands for this one: its own, or the one's that it repeats. */
  send(queue: string, body: string, of: { group?: string; dedup?: string; delayMs: number }): string {
    const { group, dedup, delayMs } = of
    const { fifo } = this.definition(queue)
    if (fifo && group !== undefined && dedup !== undefined) {
      const first = this.#deduplications.find(
        (each) => each.queue === queue && each.group === group && each.id === dedup && each.until > this.now,
      )
      if (first !== undefined) return first.body
      this.#deduplications = [
        ...this.#deduplications,
        { queue, group, id: dedup, until: this.now + FIVE_MINUTES, body },
      ]
    }
    const visibleAt = this.now + delayMs
    const message = { body, queue, group: fifo ? group : undefined, visibleAt, receives: 0, taken: false }
    this.messages = [...this.messages, message]
    return body
  }

  /** What may be handed out now, in order. Of a FIFO group nothing while one of it is out of sight in somebody's hands. */
  inSight(queue: string): readonly ModelMessage[] {
    const all = this.of(queue)
    const seen = all.filter((message) => this.isSeen(message))
    if (!this.definition(queue).fifo) return seen
    return seen.filter((message) => {
      const group = all.filter((each) => each.group === message.group)
      const earlier = group.slice(0, group.indexOf(message))
      return group.every((each) => this.isSeen(each) || !each.taken) && earlier.every((each) => this.isSeen(each))
    })
  }

  isSeen = ({ visibleAt }: ModelMessage): boolean => visibleAt <= this.now

  /** Received as often as its queue allows: it goes to the dead letters when its turn comes again. */
  isExhausted({ queue, receives }: ModelMessage): boolean {
    const { maxReceiveCount, deadLetters } = this.definition(queue)
    return deadLetters !== undefined && maxReceiveCount !== undefined && receives >= maxReceiveCount
  }

  take(body: string): void {
    this.#change(body, (message) => {
      const { error: _, ...rest } = message
      const visibleAt = this.now + this.definition(message.queue).visibilityMs
      return { ...rest, visibleAt, receives: message.receives + 1, taken: true }
    })
  }

  bury(body: string): void {
    const { deadLetters = '' } = this.definition(this.messages.find((each) => each.body === body)?.queue ?? '')
    this.#append(body, (message) => ({ ...message, queue: deadLetters, visibleAt: this.now, taken: false }))
  }

  remove(body: string): void {
    this.messages = this.messages.filter((message) => message.body !== body)
  }

  fail(body: string, error: string): void {
    this.#change(body, (message) => ({ ...message, error }))
  }

  /** What is moved back is new there. */
  redrive(from: string, to: string): number {
    const moved = this.of(from)
    for (const { body } of moved)
      this.#append(body, ({ error: _, ...message }) => {
        return { ...message, queue: to, visibleAt: this.now, receives: 0, taken: false }
      })
    return moved.length
  }

  hasten(queue: string): number {
    const delayed = this.of(queue).filter((message) => !this.isSeen(message) && message.receives === 0)
    for (const { body } of delayed) this.#change(body, (message) => ({ ...message, visibleAt: this.now }))
    return delayed.length
  }

  /**
   * Whoever held something is gone. What was out of sight for them is in sight again, and that receive does not count; what
   * was said to have failed keeps its time, in nobody's hands.
   */
  restart(): void {
    for (const { body } of this.messages.filter((each) => !this.isSeen(each) && each.taken))
      this.#change(body, (message) => {
        if (message.error !== undefined) return { ...message, taken: false }
        return { ...message, visibleAt: this.now, receives: message.receives - 1, taken: false }
      })
  }

  nextVisible(queues: readonly string[]): number | undefined {
    const later = this.messages.filter((message) => queues.includes(message.queue) && !this.isSeen(message))
    return later.length === 0 ? undefined : Math.min(...later.map(({ visibleAt }) => visibleAt))
  }

  #change(body: string, change: (message: ModelMessage) => ModelMessage): void {
    this.messages = this.messages.map((message) => (message.body === body ? change(message) : message))
  }

  #append(body: string, change: (message: ModelMessage) => ModelMessage): void {
    const moved = this.messages.filter((message) => message.body === body).map(change)
    this.messages = [...this.messages.filter((message) => message.body !== body), ...moved]
  }
}
