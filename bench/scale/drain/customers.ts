import type { DueTimer, TimerStore } from '#stages/ports/timer-store.ts'

const MINUTE = 60_000

/** Where one customer's message stands. */
export const WAITING = 0
export const PLANNED = 1
export const CLAIMED = 2
export const HELD = 3
export const SENT = 4

/** A million customers in columns, and their timers as the table keeps them: at most one each, by minute. */
export class Customers implements TimerStore {
  readonly count: number
  readonly shards: number
  readonly service: Uint8Array
  readonly phase: Uint8Array
  readonly attempt: Uint8Array
  /** How often each was written to. */
  readonly sends: Uint8Array
  readonly plannedAt: Float64Array
  readonly sentAt: Float64Array
  readonly generation: Int32Array
  /** -1 where nothing is outstanding. */
  readonly timerAt: Float64Array
  readonly #minutes = new Map<number, DueTimer[]>()
  #cursor: number | undefined
  /** Told how many timers a query found. */
  onQuery: (found: number) => void = () => {}

  constructor(count: number, shards: number) {
    this.count = count
    this.shards = shards
    this.service = new Uint8Array(count)
    this.phase = new Uint8Array(count)
    this.attempt = new Uint8Array(count)
    this.sends = new Uint8Array(count)
    this.plannedAt = new Float64Array(count).fill(-1)
    this.sentAt = new Float64Array(count).fill(-1)
    this.generation = new Int32Array(count)
    this.timerAt = new Float64Array(count).fill(-1)
  }

  setTimer(customer: number, at: number): void {
    const generation = (this.generation[customer] ?? 0) + 1
    this.generation[customer] = generation
    this.timerAt[customer] = at
    const minute = at - (at % MINUTE)
    const timer = { customerId: String(customer), at, generation, shard: this.shardOf(customer) }
    const bucket = this.#minutes.get(minute)
    if (bucket === undefined) this.#minutes.set(minute, [timer])
    else bucket.push(timer)
  }

  clearTimer(customer: number): void {
    this.generation[customer] = (this.generation[customer] ?? 0) + 1
    this.timerAt[customer] = -1
  }

  isOutstanding = ({ customerId, generation }: DueTimer): boolean => {
    const customer = Number(customerId)
    return this.generation[customer] === generation && this.timerAt[customer] !== -1
  }

  shardOf(customer: number): number {
    return customer % this.shards
  }

  async due(minute: number): Promise<readonly DueTimer[]> {
    const outstanding = (this.#minutes.get(minute) ?? []).filter(this.isOutstanding)
    if (outstanding.length === 0) this.#minutes.delete(minute)
    else this.#minutes.set(minute, outstanding)
    this.onQuery(outstanding.length)
    return outstanding.slice()
  }

  async remove(): Promise<void> {}

  async cursor(): Promise<number | undefined> {
    return this.#cursor
  }

  async saveCursor(minute: number): Promise<void> {
    this.#cursor = Math.max(minute, this.#cursor ?? 0)
  }
}
