import type { EventWarning } from './event-warning.ts'
import type { JsonObject } from './json.ts'

/** The name under which a profile change travels. */
export const IDENTIFY = 'identify'
/** Events that change what we know whatever the catalogue says. */
export const ALWAYS_HEARD: ReadonlySet<string> = new Set([
  IDENTIFY,
  'Unsubscribed',
  'Resubscribed',
  'Email Marked as Spam',
])
/** Characters of an event's name: the bus takes no longer one, and refuses the entries beside it. */
export const MOST_EVENT_NAME = 128
/** The source under which events that we raise go onto the bus: ingest does not take them, they are in the timeline. */
export const OWN_SOURCE = 'beforehand'

/**
 * What happened to one customer, as every stage after ingest sees it. Times are epoch milliseconds.
 * `at` is when it happened, by the producer's clock (at most five minutes ahead of ours); event time decides, not arrival.
 * A profile change is an event named `identify` whose `traits` are set and whose `properties` are empty.
 */
export interface CustomerEvent {
  readonly messageId: string
  readonly name: string
  readonly customerId: string
  readonly userId?: string
  readonly anonymousId?: string
  /** Id of the customer that the anonymous id alone stands for, where the event names both: they are one person. */
  readonly linkedId?: string
  readonly at: number
  readonly receivedAt: number
  readonly properties: JsonObject
  readonly traits?: JsonObject
  readonly context: JsonObject
  /** What was not understood in it. */
  readonly warnings?: readonly EventWarning[]
  /** How many of our own events led to this one; 0 for an event from outside. */
  readonly hops: number
  /** It comes out of an archive, to be known and not to be acted on: nobody enters a workflow by it. */
  readonly replayed?: boolean
}
