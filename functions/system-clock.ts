import type { Clock } from '#stages/ports.ts'

/** The machine's own clock: what a deployed function goes by. */
export const systemClock: Clock = { now: () => Date.now() }
