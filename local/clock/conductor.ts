import type { QueueConsumer } from '../event-sources/queue-consumer.ts'
import type { StreamPoller } from '../event-sources/stream-poller.ts'
import { MINUTE, type Waker } from '../event-sources/waker.ts'
import type { QueueStore } from '../queue/queue-store.ts'
import type { HostClock } from './host-clock.ts'

export interface ConductorParts {
  readonly clock: HostClock
  readonly queues: QueueStore
  readonly consumers: readonly QueueConsumer[]
  readonly stream: Pick<StreamPoller, 'drain' | 'stop'>
  readonly waker: Pick<Waker, 'wake' | 'wakeDue' | 'next' | 'lastTogether'>
  /** Told of what goes wrong beside a request; it is tried again at the next tick. */
  readonly trouble: (error: unknown) => void
  /** Called now and then while nothing is under way. */
  readonly atRest?: () => void
}

/** Thrown where the clock is asked to go back. */
export class ClockGoesForward extends Error {}

const FEEDBACK = 'feedback'
/** What ends together is read from the stream together, milliseconds. */
const DRAIN_PAUSE = 5
const LONGEST_PAUSE = 1_000
const STOP_WITHIN = 10_000

/**
 * Keeps everything moving: in real time by ticks, or step by step from one due instant to the next. Nothing but the host's
 * clock says what is due.
 */
export class Conductor {
  readonly #parts: ConductorParts
  readonly #byQueue: Map<string, QueueConsumer>
  #timer: NodeJS.Timeout | undefined
  #lastMinute = Number.NaN
  #ticking: Promise<void> | undefined
  #steps: Promise<unknown> = Promise.resolve()
  #drainSoon: NodeJS.Timeout | undefined
  #doneListeners: (() => void)[] = []
  #stopped = false

  constructor(parts: ConductorParts) {
    this.#parts = parts
    this.#byQueue = new Map(parts.consumers.map((consumer) => [consumer.queue, consumer]))
    parts.queues.onArrival((queue) => this.#byQueue.get(queue)?.pump())
  }

  start(): void {
    for (const consumer of this.#parts.consumers) consumer.start()
    this.#tickSoon(0)
  }

  /** To be called after each invocation: what it wrote may have something for relay. */
  invocationDone(): void {
    const listeners = this.#doneListeners
    this.#doneListeners = []
    for (const listener of listeners) listener()
    if (!this.#stopped) this.#drainSoon ??= setTimeout(() => this.#drainNow(), DRAIN_PAUSE)
  }

  #drainNow(): void {
    this.#drainSoon = undefined
    this.#parts.stream.drain().catch(this.#parts.trouble)
  }

  /** Waits until nothing is under way and nothing is due at the present instant. */
  async settle(): Promise<void> {
    do await this.#quiesce()
    while (!this.#stopped && (await this.#parts.waker.wakeDue()))
  }

  /**
   * Moves the clock to `target` (epoch ms), stopping at every instant at which something is due. Resolves when all of it has
   * happened. One move at a time; throws `ClockGoesForward`.
   */
  moveTo(target: (now: number) => number): Promise<number> {
    const move = this.#steps.then(() => this.#moveTo(target))
    this.#steps = move.catch(() => {})
    return move
  }

  async #moveTo(target: (now: number) => number): Promise<number> {
    const { clock } = this.#parts
    const now = clock.now()
    const to = target(now)
    if (to < now) throw new ClockGoesForward('the clock only moves forward')
    await this.#ticking
    clearTimeout(this.#timer)
    clock.freeze()
    try {
      // Freezing came a moment after the target was checked.
      await this.#stepTo(Math.max(to, clock.now()))
      return clock.now()
    } finally {
      clock.resume()
      this.#tickSoon(0)
    }
  }

  async #stepTo(target: number): Promise<void> {
    const { clock } = this.#parts
    await this.settle()
    for (
      let next = this.#nextInstant();
      next !== undefined && next <= target && !this.#stopped;
      next = this.#nextInstant()
    ) {
      clock.moveTo(this.#withItsSecond(next, target))
      await this.settle()
    }
    if (this.#stopped) return
    clock.moveTo(target)
    await this.settle()
  }

  /** No new invocations; waits for those under way. */
  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    clearTimeout(this.#drainSoon)
    this.#parts.stream.stop()
    for (const consumer of this.#parts.consumers) consumer.stop()
    const late = AbortSignal.timeout(STOP_WITHIN)
    while (this.#running() && !late.aborted)
      await Promise.race([this.#nextDone(), new Promise((done) => late.addEventListener('abort', done))])
    await this.#steps
    await this.#ticking
    await this.#parts.stream.drain()
  }

  async #quiesce(): Promise<void> {
    for (;;) {
      // Consumers see to arrivals themselves; to be asked they need only when the clock has moved.
      while (this.#running()) await this.#nextDone()
      if (this.#stopped) return
      for (const consumer of this.#parts.consumers) consumer.pump()
      if (this.#running()) continue
      const records = await this.#parts.stream.drain()
      const moving = this.#parts.consumers.some((consumer) => consumer.pump())
      // Everything is noted: what the provider reports may come now, so that a move of the clock ends with it known.
      if (records === 0 && !moving && this.#parts.queues.hasten(FEEDBACK) === 0) return
    }
  }

  #running(): boolean {
    return this.#parts.consumers.some((consumer) => consumer.running > 0)
  }

  #nextDone(): Promise<void> {
    return new Promise((done) => this.#doneListeners.push(done))
  }

  /** The next instant after now at which a message comes into sight or a timer is due. */
  #nextInstant(): number | undefined {
    const visible = this.#parts.queues.nextVisible([...this.#byQueue.keys()])
    const timer = this.#parts.waker.next()
    return visible === undefined || timer === undefined ? (visible ?? timer) : Math.min(visible, timer)
  }

  /** Timers of one second are taken together, unless a message comes into sight before the last of them. */
  #withItsSecond(instant: number, target: number): number {
    const visible = this.#parts.queues.nextVisible([...this.#byQueue.keys()])
    return this.#parts.waker.lastTogether(instant, Math.min(target, visible ?? target))
  }

  #tickSoon(pause: number): void {
    if (this.#stopped) return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#ticking = this.#tick()
        .then(() => {
          if (!this.#running()) this.#parts.atRest?.()
        })
        .catch(this.#parts.trouble)
        .finally(() => {
          this.#ticking = undefined
          if (!this.#parts.clock.frozen) this.#tickSoon(this.#pause())
        })
    }, pause)
  }

  #pause(): number {
    const now = this.#parts.clock.now()
    const minute = (Math.floor(now / MINUTE) + 1) * MINUTE
    return Math.max(0, Math.min(minute, this.#nextInstant() ?? minute, now + LONGEST_PAUSE) - now)
  }

  async #tick(): Promise<void> {
    const minute = Math.floor(this.#parts.clock.now() / MINUTE)
    for (const consumer of this.#parts.consumers) consumer.pump()
    await this.#parts.stream.drain()
    if (minute === this.#lastMinute) {
      await this.#parts.waker.wakeDue()
      return
    }
    await this.#parts.waker.wake()
    this.#lastMinute = minute
  }
}
