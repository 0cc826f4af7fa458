import { type Random, random } from '#bench/rules/random.ts'
import { lookAfterAt } from '#engagement/journey/plan-send.ts'
import { FACTS } from '#functions/facts.ts'
import { QUEUES, type QueueFacts, visibilityOf, WAKE } from '#functions/topology.ts'
import { paceFor } from '#infra/pace.ts'
import type { ReactMessage } from '#stages/ports/react-queue.ts'
import type { DueTimer } from '#stages/ports/timer-store.ts'
import { SIDE_BY_SIDE, wake } from '#stages/wake.ts'
import { Agenda } from './agenda.ts'
import { CLAIMED, Customers, HELD, PLANNED, SENT, WAITING } from './customers.ts'
import { Line } from './line.ts'
import { Rate } from './rate.ts'

export interface DrainOptions {
  readonly customers: number
  /** Of them, to whom a service message is due. */
  readonly serviceShare: number
  /** Mails a second that SES takes. */
  readonly sendRate: number
  /** Partitions of a minute's timers. */
  readonly shards: number
  /** Invocations of react at once; topology.ts's own where absent. */
  readonly reactConcurrency?: number
  readonly seed: number
}

/** Assumed, milliseconds; from inside a region. */
export const TIMES = { queueCall: 8, queryPage: 25, react: 60, relay: 400, load: 30, call: 150, record: 20, jitter: 15 }
/** Timers in a page of a query (1 MB). */
const PAGE = 8_000
const PARTITION_WRITES = 1_000
/** As the engine has them: engagement/journey/plan-send.ts, settle.ts, adapters/aws/provider-call.ts. */
const LEASE = 2 * 60_000
const RETRY_SOON = 10_000
const DEDUP = 5 * 60_000
const DAY = 86_400_000

export interface ClassDrained {
  readonly messages: number
  /** Milliseconds after the minute at which the last was sent. */
  readonly last: number
  /** Milliseconds from being planned to being sent: the middle one, and the slowest. */
  readonly middle: number
  readonly slowest: number
  readonly deepest: number
}

export interface Drained {
  readonly service: ClassDrained
  readonly marketing: ClassDrained
  readonly woken: ClassDrained['last']
  readonly deepestReact: number
  /** Sweeps in all, and those that ran out of time. */
  readonly sweeps: number
  readonly cutShort: number
  readonly reactions: number
  readonly throttledByTable: number
  readonly throttledBySes: number
  readonly deadLetters: number
  readonly sent: number
  /** Customers who were written to more than once, and those who were not at all. */
  readonly twice: number
  readonly never: number
}

const facts = (name: string): QueueFacts => {
  const found = QUEUES.find((queue) => queue.name === name)
  if (found === undefined) throw new Error(`topology.ts names no queue "${name}"`)
  return found
}

/** Everybody's timer is due in the same minute: the real sweep, and around it queues and consumers as they are deployed. */
export class Drain {
  readonly #agenda = new Agenda()
  readonly #options: DrainOptions
  readonly #random: Random
  readonly #customers: Customers
  readonly #react: Line<DueTimer>
  readonly #lanes: readonly [marketing: Line<number>, service: Line<number>]
  readonly #ses: Rate
  readonly #partitions = new Map<string, Rate>()
  readonly #queuedAt: Float64Array
  readonly #queued: Int32Array
  readonly #receives: Uint8Array
  #spent = 0
  #sweeping = false
  #sweeps = 0
  #cutShort = 0
  #lastPlanned = 0
  #reactions = 0
  #throttledByTable = 0
  #throttledBySes = 0
  #deadLetters = 0
  #finished = 0

  constructor(options: DrainOptions) {
    const { customers, sendRate, shards, seed } = options
    this.#options = options
    this.#random = random(seed)
    this.#customers = new Customers(customers, shards)
    this.#ses = new Rate(sendRate)
    this.#queuedAt = new Float64Array(customers).fill(-DAY)
    this.#queued = new Int32Array(customers)
    this.#receives = new Uint8Array(customers)
    const react = facts('react')
    const pace = { batchSize: react.batchSize, concurrency: options.reactConcurrency ?? react.concurrency }
    this.#react = new Line(this.#agenda, pace, (batch) => this.#reactTo(batch))
    const lane = (name: string) =>
      new Line<number>(this.#agenda, paceFor(facts(name), sendRate), (batch) => this.#send(batch))
    this.#lanes = [lane('send-email-marketing'), lane('send-email-service')]
  }

  async run(): Promise<Drained> {
    const { customers, serviceShare } = this.#options
    const minute = DAY
    this.#agenda.now = minute
    for (let each = 0; each < customers; each += 1) {
      this.#customers.service[each] = this.#random.chance(serviceShare) ? 1 : 0
      this.#customers.setTimer(each, minute)
    }
    await this.#customers.saveCursor(minute - WAKE.seconds * 1000)
    this.#agenda.at(minute, () => this.#sweep())
    await this.#agenda.run(() => this.#finished === customers || this.#agenda.now > minute + DAY)
    return this.#sum(minute)
  }

  /** The schedule of every minute, with the real stage. It ends where its time runs out, wherever it is. */
  async #sweep(): Promise<void> {
    this.#agenda.at(this.#agenda.now + WAKE.seconds * 1000, () => this.#sweep())
    if (this.#sweeping) throw new Error('a sweep began before the last one ended')
    this.#sweeping = true
    this.#sweeps += 1
    this.#spent = 0
    const { shards } = this.#options
    this.#customers.onQuery = (found) => this.#spend(TIMES.queryPage * Math.ceil(1 + found / shards / PAGE))
    const queue = { send: async (messages: readonly ReactMessage[]) => this.#enqueue(messages) }
    try {
      await wake({ timers: this.#customers, reactQueue: queue, clock: { now: () => this.#agenda.now } })
    } catch (error) {
      if (!(error instanceof OutOfTime)) throw error
      this.#cutShort += 1
    }
    this.#sweeping = false
  }

  #spend(milliseconds: number): void {
    this.#spent += milliseconds
    if (this.#spent > FACTS.wake.timeout * 1000) throw new OutOfTime()
  }

  /** Calls of ten, several side by side, as the stage and the adapter do; the same timer within five minutes is dropped by the queue. */
  #enqueue(messages: readonly ReactMessage[]): void {
    for (let from = 0; from < messages.length; from += 10) {
      this.#spend(TIMES.queueCall / SIDE_BY_SIDE)
      const at = this.#agenda.now + this.#spent
      const taken = messages.slice(from, from + 10).flatMap((message) => {
        if (message.kind !== 'timer') throw new Error('the sweep sends timers only')
        return this.#isNew(message.timer, at) ? [message.timer] : []
      })
      if (taken.length > 0) this.#agenda.at(at, () => this.#react.add(taken))
    }
  }

  #isNew({ customerId, generation }: DueTimer, at: number): boolean {
    const customer = Number(customerId)
    const known = this.#queued[customer] === generation && at - (this.#queuedAt[customer] ?? -DAY) < DEDUP
    if (known) return false
    this.#queued[customer] = generation
    this.#queuedAt[customer] = at
    return true
  }

  #jitter(): number {
    return -Math.log(1 - this.#random.next()) * TIMES.jitter
  }

  #reactTo(batch: readonly DueTimer[]): number {
    const duration = TIMES.react + this.#jitter()
    this.#agenda.at(this.#agenda.now + duration, () => {
      const planned = batch.filter((timer) => this.#reactToOne(timer))
      if (planned.length === 0) return
      this.#agenda.at(this.#agenda.now + TIMES.relay + this.#jitter(), () => this.#relay(planned))
    })
    return duration
  }

  /** Whether a message is on its way now. */
  #reactToOne(timer: DueTimer): boolean {
    const now = this.#agenda.now
    const customers = this.#customers
    const customer = Number(timer.customerId)
    if (!customers.isOutstanding(timer) || timer.at > now) return false
    const attempt = (customers.attempt[customer] ?? 0) + 1
    const next = lookAfterAt(now, attempt)
    if (!this.#mayWrite(timer.at, timer.shard, now) || !this.#mayWrite(next, timer.shard, now)) {
      this.#giveBack(timer, customer)
      return false
    }
    this.#reactions += 1
    const phase = customers.phase[customer]
    if (phase !== WAITING && phase !== HELD && phase !== PLANNED) throw new Error(`a timer found a message in ${phase}`)
    if (phase === WAITING) customers.plannedAt[customer] = now
    customers.phase[customer] = PLANNED
    customers.attempt[customer] = attempt
    customers.setTimer(customer, next)
    this.#lastPlanned = now
    return true
  }

  /** A timer's item is written in a transaction, which counts twice; a partition takes a thousand units a second. */
  #mayWrite(at: number, shard: number, now: number): boolean {
    const key = `${at - (at % 60_000)}#${shard}`
    let rate = this.#partitions.get(key)
    if (rate === undefined) {
      rate = new Rate(PARTITION_WRITES / 2)
      this.#partitions.set(key, rate)
    }
    return rate.take(now)
  }

  /**
   * Throttled: the queue gives it out again when it is visible again, or puts it to the dead letters. The timer is in the
   * table all the same, and the sweep finds it for as long as it looks back.
   */
  #giveBack(timer: DueTimer, customer: number): void {
    this.#throttledByTable += 1
    const receives = (this.#receives[customer] ?? 0) + 1
    const react = facts('react')
    const again = receives < react.tries
    this.#receives[customer] = again ? receives : 0
    if (again) this.#agenda.at(this.#agenda.now + visibilityOf(react) * 1000, () => this.#react.add([timer]))
    else this.#deadLetters += 1
  }

  #relay(planned: readonly DueTimer[]): void {
    const [marketing, service] = this.#lanes
    const ids = planned.map(({ customerId }) => Number(customerId))
    marketing.add(ids.filter((id) => this.#customers.service[id] === 0))
    service.add(ids.filter((id) => this.#customers.service[id] === 1))
  }

  #send(batch: readonly number[]): number {
    this.#agenda.at(this.#agenda.now + TIMES.load, () => {
      for (const customer of batch) if (this.#customers.phase[customer] === PLANNED) this.#sendOne(customer)
    })
    return TIMES.load + TIMES.call + TIMES.record + this.#jitter()
  }

  #sendOne(customer: number): void {
    const customers = this.#customers
    const now = this.#agenda.now
    if (!this.#ses.take(now)) {
      this.#throttledBySes += 1
      customers.phase[customer] = HELD
      customers.setTimer(customer, now + RETRY_SOON)
      return
    }
    customers.phase[customer] = CLAIMED
    customers.setTimer(customer, now + LEASE)
    this.#agenda.at(now + TIMES.call + TIMES.record, () => {
      customers.phase[customer] = SENT
      customers.sends[customer] = (customers.sends[customer] ?? 0) + 1
      customers.sentAt[customer] = now + TIMES.call
      customers.clearTimer(customer)
      this.#finished += 1
    })
  }

  #sum(minute: number): Drained {
    const { sends } = this.#customers
    const [marketing, service] = this.#lanes
    return {
      service: this.#sumOf(1, minute, service.deepest),
      marketing: this.#sumOf(0, minute, marketing.deepest),
      woken: this.#lastPlanned - minute,
      deepestReact: this.#react.deepest,
      sweeps: this.#sweeps,
      cutShort: this.#cutShort,
      reactions: this.#reactions,
      throttledByTable: this.#throttledByTable,
      throttledBySes: this.#throttledBySes,
      deadLetters: this.#deadLetters,
      sent: sends.reduce((sum, each) => sum + each, 0),
      twice: sends.reduce((sum, each) => sum + (each > 1 ? 1 : 0), 0),
      never: sends.reduce((sum, each) => sum + (each === 0 ? 1 : 0), 0),
    }
  }

  #sumOf(service: 0 | 1, minute: number, deepest: number): ClassDrained {
    const { sentAt, plannedAt, service: classes } = this.#customers
    const waits: number[] = []
    let last = minute
    for (const [customer, at] of sentAt.entries()) {
      if (at === -1 || classes[customer] !== service) continue
      waits.push(at - (plannedAt[customer] ?? at))
      last = Math.max(last, at)
    }
    const sorted = Float64Array.from(waits).sort()
    return {
      messages: sorted.length,
      last: last - minute,
      middle: sorted[sorted.length >> 1] ?? 0,
      slowest: sorted.at(-1) ?? 0,
      deepest,
    }
  }
}

class OutOfTime extends Error {}
