/**
 * How much of a thing one customer may have at once. Far beyond what people have: a limit stops a producer that went wrong.
 * What comes when one is reached is not taken and this is told; nothing that is there already is given up for it.
 */
export const LIMITS = {
  /** Live runs, each class for itself: marketing never crowds out service. */
  runs: { service: 500, marketing: 200 },
  promises: 500,
  incidents: 1_000,
  /** What a call or an event of our own carries, as JSON. */
  payloadBytes: 100_000,
} as const

/** Reasons of decisions that say that a limit was reached. */
export const LIMIT_REASONS = [
  'too-many-runs',
  'too-many-promises',
  'too-many-incidents',
  'too-many-traits',
  'too-many-hops',
  'too-much-to-remember',
  'too-large',
  'value-too-large',
] as const
export type LimitReason = (typeof LIMIT_REASONS)[number]

export const isLimitReason = (reason: string): reason is LimitReason => LIMIT_REASONS.some((each) => each === reason)
