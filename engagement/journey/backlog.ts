import { bytesOf } from '../customer/bytes-of.ts'
import type { CustomerEvent } from '../customer/customer-event.ts'
import type { SeenValue } from '../decision/decision.ts'

/**
 * One thing that an event asks for, small enough for any transaction. An event is gone through task by task, so that what
 * does not fit one transaction goes on in the next.
 */
export type EventTask =
  /** A live run hears it: its goal, its exit, its wait. */
  | { readonly kind: 'hear'; readonly run: string }
  /** Goals of runs that have ended, and exits that late triggers must know. */
  | { readonly kind: 'remember' }
  /** Becomes an `enter` for each workflow that the event may enter. */
  | { readonly kind: 'admit' }
  | { readonly kind: 'enter'; readonly workflow: string }
  /** Says of the workflows that it cannot enter, where they are too many to speak, why not. */
  | { readonly kind: 'turn_away'; readonly values: readonly SeenValue[] }
  /** Workflows that name it and to which nothing happened say so. */
  | { readonly kind: 'unheard' }
  /** Becomes a `go_on` for each run that an incident held. */
  | { readonly kind: 'release' }
  | { readonly kind: 'go_on'; readonly run: string }

/** One thing that is due. */
export type TimeTask =
  | { readonly kind: 'judge'; readonly promise: string; readonly key: string }
  | { readonly kind: 'expire'; readonly incident: string; readonly key: string }
  /** A sender has not said in time what became of a message. */
  | { readonly kind: 'lease'; readonly message: string }
  /** Becomes a `wake` for each run that is due. */
  | { readonly kind: 'rouse' }
  | { readonly kind: 'wake'; readonly run: string }
  /** A merge brought an exit that ends the run which entered by `entry` (messageId); its number may have changed since. */
  | {
      readonly kind: 'leave'
      readonly workflow: string
      readonly key: string
      readonly entry: string
      readonly event: string
      readonly exitAt: number
    }

/** An event that is being taken. `tasks`: what is left of it, absent before it is begun. */
export interface EventWork {
  readonly kind: 'event'
  readonly event: CustomerEvent
  /** Raised by us: its entry is relayed to the bus. */
  readonly emitted: boolean
  /** Its entry stands in the timeline; what is decided from then on has entries of its own. */
  readonly entered: boolean
  readonly tasks?: readonly EventTask[]
  /** Workflows that have said something about it so far. */
  readonly told: readonly string[]
}

/** Everything that was due by an instant. */
export interface TimeWork {
  readonly kind: 'time'
  readonly by: number
  readonly tasks?: readonly TimeTask[]
}

export type Work = EventWork | TimeWork

/** What is still to be done, oldest first, in parts that are stored as an item each. `n` counts them and is never used again. */
export interface BacklogPart {
  readonly n: number
  readonly work: readonly Work[]
}
export type Backlog = readonly BacklogPart[]

/** A part is closed once it holds so much: what is taken off its head or put at its end writes it anew. */
const PART_BYTES = 100_000

/** The work of a backlog in order. */
export const workOf = (backlog: Backlog): readonly Work[] => backlog.flatMap((part) => part.work)

/**
 * `work` in parts: what is left of `before`, in its order, and what has come after it. A part stays the same object where
 * nothing of it was done or changed, so that only parts that changed are written.
 */
export function packBacklog(before: Backlog, work: readonly Work[]): Backlog {
  const places = new Map(before.flatMap((part) => part.work.map((each) => [each, part.n] as const)))
  const parts = new Map<number, Work[]>()
  const last = Math.max(0, ...before.map((part) => part.n))
  // What was begun and not finished stands where it stood: before the first that nobody has touched.
  let n = places.get(work.find((each) => places.has(each)) ?? WORKLESS) ?? last + 1
  let bytes = 0
  for (const each of work) {
    const size = bytesOf(each)
    const known = places.get(each)
    const next = known ?? (bytes > 0 && bytes + size > PART_BYTES ? Math.max(n, last) + 1 : n)
    bytes = next === n ? bytes + size : size
    n = next
    const part = parts.get(n)
    if (part === undefined) parts.set(n, [each])
    else part.push(each)
  }
  const same = new Map(before.map((part) => [part.n, part]))
  const packed = [...parts].map(([number, kept]) => unchanged(same.get(number), kept) ?? { n: number, work: kept })
  return packed.length === before.length && packed.every((part, place) => part === before[place]) ? before : packed
}

const WORKLESS: Work = { kind: 'time', by: 0 }

const unchanged = (part: BacklogPart | undefined, work: readonly Work[]): BacklogPart | undefined =>
  part?.work.length === work.length && part.work.every((each, place) => each === work[place]) ? part : undefined
