/*
 * What an instant is at every door: whole epoch milliseconds that a calendar can hold. A number in a date that is anything
 * else (seconds, nanoseconds, fractions) is unknown: it would put every clock behind it out of order.
 */

/** The last instant that we read or wake up at: the end of the year 9999, which is how "never" is often written. */
export const LAST_INSTANT = 253_402_300_799_999
/** A number below this (spring of 1973) is more likely seconds than milliseconds. */
const LEAST_MILLISECONDS = 100_000_000_000
/** What a date can hold at all: what is computed from a date may lie beyond the year 9999. */
const FURTHEST = 8_640_000_000_000_000

export const isInstant = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= FURTHEST

/** Epoch milliseconds as somebody wrote them into a date; undefined where the number cannot be that. */
export const readMilliseconds = (value: number): number | undefined =>
  Number.isInteger(value) && value >= LEAST_MILLISECONDS && value <= LAST_INSTANT ? value : undefined
