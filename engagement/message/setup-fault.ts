import type { Reason } from '../decision/reasons.ts'
/**
 * What is wrong with our own set-up where a provider takes no message of ours, whoever it is for. Such a message is held
 * with the fault as its reason, is asked for again ever less often, and a person is told: it is nobody's address.
 */
export const SETUP_FAULTS = [
  /** The sender is not (or no longer) confirmed with the provider; in a sandbox, the recipient is not. */
  'sender-not-verified',
  /** The provider stopped the account or its sending. */
  'account-suspended',
  'sending-paused',
  /** Credentials or permissions: 401 and 403. */
  'not-permitted',
  /** What the deployment names there does not exist: a configuration set, a number. */
  'not-found-at-provider',
  /** The account has spent what it may spend, or sent what it may send, for now. */
  'quota-used-up',
] as const satisfies readonly Reason[]
export type SetupFault = (typeof SETUP_FAULTS)[number]

export const isSetupFault = (reason: Reason | undefined): reason is SetupFault =>
  SETUP_FAULTS.some((fault) => fault === reason)

const FIRST_MS = 15 * 60_000
const LONGEST_MS = 60 * 60_000

/**
 * When a message that met a set-up fault is asked for again, epoch ms: a quarter of an hour, then twice that, then each
 * hour. Never past the last moment at which the message is of use, so that a repair just before it still lets it go out.
 */
export function askAgainAt(now: number, attempt: number, goodUntil: number | undefined): number {
  const next = now + Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(8, Math.max(0, attempt - 1)))
  return goodUntil !== undefined && goodUntil > now ? Math.min(next, goodUntil) : next
}
