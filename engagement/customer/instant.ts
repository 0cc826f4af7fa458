/*
 * What an instant is at every door: whole epoch milliseconds that a calendar can hold. A number in a date that is anything
 * else (seconds, nanoseconds, fractions) is unknown: it would put every clock behind it out of order.
 */

/** The last instant that we compute with: the end of the year 9999, which is how "never" is often written. */
export const LAST_INSTANT = 253_402_300_799_999
/** The first one: the beginning of the year 0. */
export const FIRST_INSTANT = -62_167_219_200_000
/** A number below this (spring of 1973) is more likely seconds than milliseconds. */
const LEAST_MILLISECONDS = 100_000_000_000

export const isInstant = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= FIRST_INSTANT && value <= LAST_INSTANT

/** Epoch milliseconds as somebody wrote them into a date; undefined where the number cannot be that. */
export const readMilliseconds = (value: number): number | undefined =>
  isInstant(value) && value >= LEAST_MILLISECONDS ? value : undefined

/** A computed instant, whole and within the calendar. What is not a number at all stays undefined. */
export function toInstant(value: number): number | undefined {
  if (Number.isNaN(value)) return undefined
  return Math.round(Math.min(Math.max(value, FIRST_INSTANT), LAST_INSTANT))
}
