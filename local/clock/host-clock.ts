import type { Clock } from '#stages/ports/clock.ts'
import type { HostSettings } from '../store/settings.ts'

const OFFSET = 'clock.offset'

/** The host's only clock: real time plus a stored offset; stands still while it is stepped. Epoch milliseconds. */
export interface HostClock extends Clock {
  readonly frozen: boolean
  freeze(): void
  /** Moves a frozen clock forward to `instant`; kept, so that a restart does not go back. */
  moveTo(instant: number): void
  resume(): void
}

/** `start`: where a fresh store's clock begins; without effect once the store has a clock. */
export function hostClock(settings: HostSettings, start?: number, realNow: () => number = Date.now): HostClock {
  const stored = settings.get(OFFSET)
  let offset = stored === undefined ? (start === undefined ? 0 : start - realNow()) : Number(stored)
  let frozenAt: number | undefined
  let latest = Number.NEGATIVE_INFINITY
  settings.set(OFFSET, String(offset))

  const keep = (instant: number): void => {
    offset = instant - realNow()
    settings.set(OFFSET, String(offset))
  }
  const now = (): number => {
    if (frozenAt !== undefined) return frozenAt
    latest = Math.max(latest, realNow() + offset)
    return latest
  }
  return {
    now,
    get frozen() {
      return frozenAt !== undefined
    },
    freeze() {
      frozenAt = now()
    },
    moveTo(instant) {
      if (frozenAt === undefined) throw new Error('the clock is running: freeze it first')
      if (instant < frozenAt) throw new Error('the clock only moves forward')
      frozenAt = instant
      latest = instant
      keep(instant)
    },
    resume() {
      if (frozenAt === undefined) return
      keep(frozenAt)
      frozenAt = undefined
    },
  }
}
