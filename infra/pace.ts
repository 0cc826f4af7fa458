import type { QueueFacts } from '#functions/topology.ts'
import type { Pace } from './functions/event-sources.ts'
import { SetupError } from './setup-error.ts'

/** How long one call of SES takes, measured from Lambda in its own region: about a seventh of a second. */
const CALL_SECONDS = 0.15
/** Lambda's least for a queue, and the most that a batch here holds. */
const LEAST_CONCURRENCY = 2
const MOST_IN_BATCH = 10
/** What is left to marketing while service mails are on their way as well. */
const MARKETING_SHARE = 0.5

/**
 * How many mails of a queue may be on their way at once, so that SES's rate is about kept; what is too fast all the same is
 * refused by SES and held by a timer. Without a rate, and for other channels, topology.ts's own pace. Throws `SetupError`.
 */
export function paceFor(facts: QueueFacts, sendRate: number | undefined): Pace {
  if (sendRate === undefined || !facts.name.startsWith('send-email-')) return facts
  if (!(sendRate >= 1 && sendRate <= 100_000))
    throw new SetupError(`sendRate: ${sendRate} is not a number of mails per second (1 to 100,000).`)
  const share = facts.name.endsWith('-marketing') ? MARKETING_SHARE : 1
  const atOnce = Math.max(LEAST_CONCURRENCY, Math.floor(sendRate * CALL_SECONDS * share))
  const concurrency = Math.min(1000, Math.max(LEAST_CONCURRENCY, Math.ceil(atOnce / MOST_IN_BATCH)))
  return { concurrency, batchSize: Math.min(MOST_IN_BATCH, Math.max(1, Math.floor(atOnce / concurrency))) }
}
