import type { Clock } from './ports/clock.ts'
import type { ReactQueue } from './ports/react-queue.ts'
import type { TimerStore } from './ports/timer-store.ts'

export interface WakeDeps {
  readonly timers: TimerStore
  readonly reactQueue: ReactQueue
  readonly clock: Clock
  /** Told before the sweep begins how far (milliseconds) its cursor is behind the clock: a sweep that is cut short has said it. */
  readonly onBegin?: (behind: number) => void
}

/** `behind`: the sweep stopped before the present; the next call carries on. */
export interface Woken {
  readonly timers: number
  readonly behind: boolean
}

const MINUTE = 60_000
/** Re-read behind the cursor: a timer written late, or a sweep that failed half way, is still found. */
const OVERLAP = 10
/** A day at a time, so that a sweep after a long silence ends within one invocation. */
const MOST_MINUTES = 24 * 60
/** Queries, and then calls to the queue, that go side by side. */
export const SIDE_BY_SIDE = 8
/** Timers that one call after the other carries to the queue; slices go side by side, for each customer has one timer. */
const SLICE = 200

/**
 * Puts every customer whose timer is due (at or before now) on the queue to react. Deletes nothing: react's commit does, and
 * a timer that is found twice is harmless. `from` (epoch ms) starts there instead of behind the cursor, for a caller that
 * knows what is due.
 */
export async function wake(deps: WakeDeps, from?: number): Promise<Woken> {
  const now = deps.clock.now()
  const last = startOfMinute(now)
  const stored = await deps.timers.cursor()
  const cursor = stored ?? last
  deps.onBegin?.(Math.max(0, now - cursor))
  const first = from === undefined ? Math.min(cursor, last) - OVERLAP * MINUTE : startOfMinute(from)
  const until = Math.min(last, first + (OVERLAP + MOST_MINUTES) * MINUTE)
  let timers = 0
  for (let minute = first; minute <= until; minute += SIDE_BY_SIDE * MINUTE) {
    const end = Math.min(minute + (SIDE_BY_SIDE - 1) * MINUTE, until)
    timers += await sweep(minute, end, now, deps)
    // A sweep that is far behind may be cut short: the next one need not begin where this one did.
    if (end > cursor && end < until) await deps.timers.saveCursor(end)
  }
  // Once a minute: a caller that knows what is due looks oftener.
  if (stored === undefined || stored < until) await deps.timers.saveCursor(until)
  return { timers, behind: until < last }
}

/** How many due timers the minutes from `first` to `last` held. */
async function sweep(first: number, last: number, now: number, deps: WakeDeps): Promise<number> {
  const minutes = Array.from({ length: (last - first) / MINUTE + 1 }, (_, index) => first + index * MINUTE)
  const found = (await Promise.all(minutes.map((minute) => deps.timers.due(minute, now)))).flat()
  const due = found.sort((a, b) => a.at - b.at)
  const slices = Array.from({ length: Math.ceil(due.length / SLICE) }, (_, n) => due.slice(n * SLICE, (n + 1) * SLICE))
  for (let n = 0; n < slices.length; n += SIDE_BY_SIDE) {
    const together = slices.slice(n, n + SIDE_BY_SIDE)
    await Promise.all(together.map((slice) => deps.reactQueue.send(slice.map((timer) => ({ kind: 'timer', timer })))))
  }
  return due.length
}

const startOfMinute = (at: number): number => at - (at % MINUTE)
