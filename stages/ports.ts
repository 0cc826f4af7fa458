import type { CustomerEvent } from '#engagement/customer/customer-event.ts'
import type { Catalogue } from '#engagement/definition/catalogue.ts'
import type { Channel, CustomerChannel, Workflow } from '#engagement/definition/workflow.ts'
import type { CustomerState } from '#engagement/journey/customer-state.ts'
import type { TimelineEntry } from '#engagement/journey/timeline-entry.ts'
import type { Message, MessageStatus } from '#engagement/message/message.ts'
import type { MessageWrite } from '#engagement/message/message-write.ts'
import type { SetupFault } from '#engagement/message/setup-fault.ts'

/** The only source of time for stages: epoch milliseconds. */
export interface Clock {
  now(): number
}

/** One transaction. Throws `TransientError` where the store is throttled or away. */
export interface Commit {
  /** As loaded; undefined where the customer did not exist. Its version is the condition. */
  readonly before: CustomerState | undefined
  /** Version = before.version + 1. */
  readonly after: CustomerState
  /** The first is the input's own; it must not exist yet (`duplicate`). */
  readonly entries: readonly TimelineEntry[]
  readonly messages: readonly MessageWrite[]
  /** Markers that must not exist under absorbed customers: dedup consults both histories. */
  readonly absentMarkers?: readonly { readonly customerId: string; readonly id: string }[]
  /** A second customer changed in the same transaction (a merge). */
  readonly absorbed?: { readonly before: CustomerState | undefined; readonly after: CustomerState }
}

export type CommitResult =
  | { readonly kind: 'committed' }
  /** Somebody else wrote the customer, or a message was not in the expected status: load again. */
  | { readonly kind: 'conflict' }
  /** The first entry's marker exists; `contentHash` of what is stored. */
  | { readonly kind: 'duplicate'; readonly contentHash?: string }

/** Customers, their timelines and messages. */
export interface CustomerStore {
  load(customerId: string): Promise<CustomerState | undefined>
  commit(commit: Commit): Promise<CommitResult>
  /** Keeps an event that nothing refers to: one idempotent write, state untouched. */
  keep(customerId: string, entry: TimelineEntry): Promise<CommitResult>
  message(customerId: string, messageId: string): Promise<Message | undefined>
  messages(customerId: string): Promise<readonly Message[]>
  /** Changes a message outside a reaction (feedback); false where its status was not as expected. */
  saveMessage(message: Message, expect: readonly MessageStatus[]): Promise<boolean>
  /** Oldest first by `at`; `events`: only entries of these event names, `since`: at or after. */
  timeline(
    customerId: string,
    filter?: { readonly since?: number; readonly events?: readonly string[] },
  ): Promise<readonly TimelineEntry[]>
}

/** A due customer, as found by the sweep. */
export interface DueTimer {
  readonly customerId: string
  readonly at: number
  readonly generation: number
  readonly shard: number
}

export interface TimerStore {
  /** All outstanding timers of the minute that starts at `minute` (epoch ms), every shard. */
  due(minute: number): Promise<readonly DueTimer[]>
  /** Removes a consumed timer item; harmless where it is gone. */
  remove(timer: DueTimer): Promise<void>
  /** Where the sweep has got to (start of a minute, epoch ms); undefined before the first. */
  cursor(): Promise<number | undefined>
  saveCursor(minute: number): Promise<void>
}

export interface CatalogueStore {
  /** The live catalogue; undefined before the first publication. */
  live(): Promise<Catalogue | undefined>
  /** A version that some run is still on. */
  workflow(id: string, version: string): Promise<Workflow | undefined>
  /** Makes it live. Its event names are watched from then on. */
  publish(catalogue: Catalogue): Promise<void>
  /** Names of events that some version ever published refers to: a run on an older one may listen. */
  watched(): Promise<ReadonlySet<string>>
}

/** Addresses that must not be written to. Keys are HMACs: survives erasure. */
export interface SuppressionStore {
  find(channel: CustomerChannel, address: string): Promise<Suppression | undefined>
  add(suppression: Suppression, address: string): Promise<void>
}
export interface Suppression {
  readonly channel: CustomerChannel
  readonly reason: 'bounced' | 'complained' | 'manual'
  readonly at: number
  /** Id of the message or notification that is the evidence. */
  readonly evidence: string
}

/** What could not be accepted: visible, replayable, never dropped. */
export interface Quarantined {
  readonly id: string
  readonly at: number
  readonly code: string
  readonly reason: string
  /** Where in the input, as `detail.messageId`. */
  readonly place?: string
  readonly raw: string
}
export interface QuarantineStore {
  add(item: Quarantined): Promise<void>
  list(limit?: number): Promise<readonly Quarantined[]>
}

/** What travels on the FIFO queue to react, by customer. */
export type ReactMessage =
  | {
      readonly kind: 'event'
      readonly event: CustomerEvent
      readonly contentHash: string /** Marker must be absent there too. */
      readonly mergedFrom?: readonly string[]
    }
  | { readonly kind: 'timer'; readonly timer: DueTimer }

export interface ReactQueue {
  /** Group = HMAC of the customer id; dedup id = hash(messageId, content). */
  send(messages: readonly ReactMessage[]): Promise<void>
}
/** Queues per channel and class, paced. */
export interface SendQueue {
  send(requests: readonly SendRequest[]): Promise<void>
}
export interface SendRequest {
  readonly customerId: string
  readonly messageId: string
  readonly channel: Channel
  readonly class: 'marketing' | 'service'
  readonly attempt: number
}

/** Events that we raise, for the world outside. */
export interface EventBus {
  publish(events: readonly CustomerEvent[]): Promise<void>
}

/** What a provider is given. Addresses and contents never reach a log. */
export type Outgoing =
  | {
      readonly channel: 'email'
      readonly id: string
      readonly customerId: string
      readonly class: 'marketing' | 'service'
      readonly from: string
      readonly replyTo?: string
      readonly to: string
      readonly subject: string
      readonly html: string
      readonly text: string
      readonly headers: { readonly [name: string]: string }
      /** Signed links to our own pages in it: nobody may lead them another way, as click tracking does. */
      readonly ownLinks?: readonly string[]
      readonly tags: { readonly [name: string]: string }
    }
  | {
      readonly channel: 'sms' | 'line'
      readonly id: string
      readonly customerId: string
      readonly class: 'marketing' | 'service'
      readonly from?: string
      readonly to: string
      readonly text: string
      readonly tags: { readonly [name: string]: string }
    }
  | {
      readonly channel: 'webhook' | 'hand_over'
      readonly id: string
      readonly customerId: string
      readonly url: string
      readonly body: string
      readonly tags: { readonly [name: string]: string }
    }

export type ProviderAnswer =
  | { readonly kind: 'accepted'; readonly providerId?: string }
  /** Definitely not accepted and never will be. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** Definitely not accepted, but may be later. */
  | { readonly kind: 'throttled'; readonly retryAfterMs: number }
  /** Definitely not accepted, and no message would be: our own set-up is at fault. Goes out once that is put right. */
  | { readonly kind: 'not-set-up'; readonly fault: SetupFault }
  /** Nobody knows: time-out, connection lost after the request went out. */
  | { readonly kind: 'unknown'; readonly reason: string }

/** One call, one attempt, never throws for an outcome of the call. */
export interface Provider {
  send(outgoing: Outgoing): Promise<ProviderAnswer>
}

/** What can never be handled, kept for a person with why. */
export interface DeadLetter {
  /** Id of the record on its queue. */
  readonly id: string
  /** Where it came from: the queue's ARN. */
  readonly source: string
  readonly body: string
  /** FIFO group, where it had one. */
  readonly group?: string
  /** Stable code of the error. */
  readonly code: string
}
export interface DeadLetters {
  send(letter: DeadLetter): Promise<void>
}

/** How often records of queues were tried. A queue counts receives, also of what stood behind another and was never tried. */
export interface AttemptStore {
  /** A record that came before is about to be tried: how many such tries there were, this one included. */
  begin(record: string): Promise<number>
}
