/** A clock that is up to five minutes ahead is a clock; beyond that it is wrong. Either way nothing happens after its receipt. */
const OFFSET = /(?:Z|[+-]\d\d(?::?\d\d)?)$/i

/**
 * When an event happened, epoch ms: its `timestamp` (ISO 8601; without an offset it is UTC), else the envelope's time,
 * never later than the receipt. Very old ones stand. Undefined where `timestamp` is not a time.
 */
export function eventTimeOf(timestamp: string | undefined, envelopeAt: number, receivedAt: number): number | undefined {
  if (timestamp === undefined) return Math.min(envelopeAt, receivedAt)
  const at = Date.parse(timestamp.includes('T') && !OFFSET.test(timestamp) ? `${timestamp}Z` : timestamp)
  return Number.isNaN(at) ? undefined : Math.min(at, receivedAt)
}
