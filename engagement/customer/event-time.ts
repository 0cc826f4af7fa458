/** A producer's clock may be this far ahead; beyond that it is wrong, and the receipt is what we know. */
const AHEAD_MS = 5 * 60_000
const OFFSET = /(?:Z|[+-]\d\d(?::?\d\d)?)$/i

/**
 * When an event happened, epoch ms: its `timestamp` (ISO 8601; without an offset it is UTC), else the envelope's time,
 * the receipt where that is more than five minutes ahead of it. Very old ones stand. Undefined where `timestamp` is not a time.
 */
export function eventTimeOf(timestamp: string | undefined, envelopeAt: number, receivedAt: number): number | undefined {
  if (timestamp === undefined) return notAhead(envelopeAt, receivedAt)
  const at = instantOf(timestamp)
  return Number.isNaN(at) ? undefined : notAhead(at, receivedAt)
}

/** Whether a producer's clock is so far ahead that it is not believed. */
export const isAhead = (timestamp: string, receivedAt: number): boolean => instantOf(timestamp) > receivedAt + AHEAD_MS

const instantOf = (timestamp: string): number =>
  Date.parse(timestamp.includes('T') && !OFFSET.test(timestamp) ? `${timestamp}Z` : timestamp)

const notAhead = (at: number, receivedAt: number): number => (at > receivedAt + AHEAD_MS ? receivedAt : at)
