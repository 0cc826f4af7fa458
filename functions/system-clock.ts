import type { Clock } from '#stages/ports/clock.ts'

/** The machine's own clock: what a deployed function goes by. */
export const systemClock: Clock = { now: () => Date.now() }
