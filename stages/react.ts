import type { CustomerEvent } from '#engagement/customer/customer-event.ts'
import { PermanentError, TransientError } from '#engagement/errors.ts'
import type { CustomerState } from '#engagement/journey/customer-state.ts'
import { putAsideDecision } from '#engagement/journey/put-aside.ts'
import { forward, mergeCustomers } from '#engagement/merge-customers.ts'
import type { LiveCatalogue } from '#engagement/model/live-catalogue.ts'
import { moveParts } from '#engagement/move-parts.ts'
import { newCustomer, react } from '#engagement/react.ts'
import { armAt } from '#engagement/timer.ts'
import { TRANSACTION, type Weight } from '#engagement/transaction.ts'
import { CoreFailed, callCore } from './core-call.ts'
import { fillHistory } from './fill-history.ts'
import { besideOf, type GoOnDeps, goOn, isUnfinished, reactToTime, type Taken } from './go-on.ts'
import { type EventMessage, keepEvent, markersOf, noteReusedId } from './keep-event.ts'
import { keepUnreferenced } from './keep-unreferenced.ts'
import { loadCatalogue, withPinned } from './load-catalogue.ts'
import type { ReactMessage, ReactQueue } from './ports/react-queue.ts'
import type { TimerStore } from './ports/timer-store.ts'
import { keepPutAside } from './put-aside.ts'

export interface ReactDeps extends GoOnDeps {
  readonly timers: Pick<TimerStore, 'remove'>
  readonly reactQueue: ReactQueue
}

/** Others may write the same customer (a message being sent); after so many losses the queue tries again later. */
const MOST_TRIES = 6

/**
 * Takes one event or timer of one customer: load, react, commit. Repeats are harmless: the event's marker is part of the
 * transaction. Throws `TransientError` where it should be tried again.
 */
export async function reactTo(message: ReactMessage, deps: ReactDeps): Promise<void> {
  const live = await loadCatalogue(deps.catalogue)
  if (message.kind === 'event' && (await keepUnreferenced(message, live, deps))) return
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const taken = await take(message, live, deps)
    if (taken === 'done') return
    if (taken === 'unfinished') return goOn(customerOf(message), live, deps)
  }
  throw new TransientError('contended', `customer ${customerOf(message)} is being written by others`)
}

/** Where the core throws as a whole, the input is put aside at once: a second try would throw again. */
async function take(message: ReactMessage, live: LiveCatalogue, deps: ReactDeps): Promise<Taken> {
  try {
    return message.kind === 'event' ? await reactToEvent(message, live, deps) : await reactToTimer(message, live, deps)
  } catch (error) {
    if (!(error instanceof CoreFailed)) throw error
    return message.kind === 'event' ? putEventAside(message, error, deps) : putTimerAside(message, error, deps)
  }
}

/** The event stands in the timeline, with a decision that says why nothing came of it. */
async function putEventAside(message: EventMessage, { code, message: reason }: CoreFailed, deps: ReactDeps) {
  const { event } = message
  const place = `event ${event.messageId}`
  await keepPutAside(event.customerId, [{ kind: 'event-part', place, code, reason, raw: event }], deps)
  const known = await deps.customers.load(event.customerId)
  await keepEvent(message, [putAsideDecision(deps.clock.now())], known, deps)
  return 'done' as const
}

/** The customer's next event arms another timer. */
async function putTimerAside({ timer }: TimerMessage, { code, message: reason }: CoreFailed, deps: ReactDeps) {
  const place = `timer ${timer.generation}`
  await keepPutAside(timer.customerId, [{ kind: 'run', place, code, reason, raw: timer }], deps)
  await deps.timers.remove(timer)
  return 'done' as const
}

const customerOf = (message: ReactMessage): string =>
  message.kind === 'event' ? message.event.customerId : message.timer.customerId

type TimerMessage = Extract<ReactMessage, { kind: 'timer' }>

async function reactToEvent(message: EventMessage, live: LiveCatalogue, deps: ReactDeps): Promise<Taken> {
  const { event } = message
  const before = await deps.customers.load(event.customerId)
  if (isUnfinished(before)) {
    await goOn(event.customerId, live, deps)
    return reactToEvent(message, live, deps)
  }
  if (before?.head.mergedInto !== undefined) {
    await passOn(message, before.head.mergedInto, deps)
    return 'done'
  }
  const now = deps.clock.now()
  const merge = event.linkedId === undefined ? undefined : await findMerge(event, before, live, now, deps)
  if (merge !== undefined && isUnfinished(merge.survivor)) return beginMerge(before, merge, now, deps)
  const known = merge?.survivor ?? before ?? newCustomer(event.customerId, now)
  const catalogue = await withPinned(live, known, deps.catalogue)
  const beside = {
    absentMarkers: markersOf(message, known),
    ...(merge === undefined ? {} : { absorbed: merge.absorbed }),
  }
  const filled = await fillHistory(known, catalogue, deps.customers, now, event)
  const within = { ...besideOf(before, deps), with: beside }
  const reaction = callCore(() => react(filled, { kind: 'event', event }, catalogue, now, within))
  if (reaction.putAside.length > 0) await keepPutAside(event.customerId, reaction.putAside, deps)
  const [first, ...raised] = reaction.entries
  if (first === undefined) throw new PermanentError('no-entry', `event ${event.messageId} left no entry`)
  const result = await deps.customers.commit({
    before,
    after: reaction.state,
    entries: [{ ...first, contentHash: message.contentHash }, ...raised],
    messages: reaction.messages,
    ...beside,
  })
  if (result.kind === 'conflict') return 'again'
  if (result.kind === 'duplicate') {
    await noteReusedId(result, message, deps)
    return 'done'
  }
  deps.onReaction?.(reaction)
  return isUnfinished(reaction.state) ? 'unfinished' : 'done'
}

/** A merged customer's event belongs to the survivor; its marker may be in either history. */
async function passOn(message: EventMessage, survivor: string, deps: ReactDeps): Promise<void> {
  const mergedFrom = [...(message.mergedFrom ?? []), message.event.customerId]
  if (mergedFrom.length > 5)
    throw new PermanentError('merge-loop', `customer ${message.event.customerId} is merged in a circle`)
  const { linkedId: _, ...event } = message.event
  await deps.reactQueue.send([{ ...message, event: { ...event, customerId: survivor }, mergedFrom }])
}

/** A customer with nothing left to be done of what happened before. */
async function loadFinished(id: string, live: LiveCatalogue, deps: ReactDeps): Promise<CustomerState | undefined> {
  const state = await deps.customers.load(id)
  if (!isUnfinished(state)) return state
  await goOn(id, live, deps)
  return deps.customers.load(id)
}

interface Merge {
  readonly survivor: CustomerState
  readonly absorbed: { readonly before: CustomerState | undefined; readonly after: CustomerState }
}

/**
 * The event names a user and an anonymous id that are not known to be one: the anonymous customer is absorbed. An
 * anonymous id that already lives on as somebody else (a shared device) stays there.
 */
async function findMerge(
  event: CustomerEvent,
  before: CustomerState | undefined,
  live: LiveCatalogue,
  now: number,
  deps: ReactDeps,
): Promise<Merge | undefined> {
  const { linkedId, anonymousId } = event
  if (linkedId === undefined || anonymousId === undefined || linkedId === event.customerId) return undefined
  if (before?.head.absorbed.includes(linkedId) || before?.head.anonymousIds.includes(anonymousId)) return undefined
  const other = await loadFinished(linkedId, live, deps)
  if (other?.head.mergedInto !== undefined) return undefined
  const survivor = before ?? newCustomer(event.customerId, now)
  const kept = other === undefined ? await deps.customers.timeline(linkedId) : []
  if (other === undefined && kept.length === 0) {
    return { survivor, absorbed: { before: undefined, after: forward(newCustomer(linkedId, now), event.customerId) } }
  }
  const merged = callCore(() => mergeCustomers(survivor, other ?? newCustomer(linkedId, now), live, now))
  const room = forMerge(deps.room ?? TRANSACTION)
  const moved = callCore(() => moveParts(merged, { survivor: before, absorbed: other }, room))
  return { survivor: moved.survivor, absorbed: { before: other, after: moved.absorbed } }
}

/** The event is taken in the same transaction where both fit: so much is left for it. */
const forMerge = ({ items, bytes }: Weight): Weight => ({ items: Math.ceil(items * 0.6), bytes: bytes / 2 })

/** A merge that is too large for one transaction begins by itself; the event is taken once everything has moved. */
async function beginMerge(
  before: CustomerState | undefined,
  { survivor, absorbed }: Merge,
  now: number,
  deps: ReactDeps,
): Promise<Taken> {
  const after = { ...survivor, version: survivor.version + 1, head: armAt(survivor.head, now) }
  await deps.customers.commit({ before, after, entries: [], messages: [], absorbed })
  return 'again'
}

async function reactToTimer(message: TimerMessage, live: LiveCatalogue, deps: ReactDeps): Promise<Taken> {
  const { timer } = message
  const before = await deps.customers.load(timer.customerId)
  const outstanding = before?.head.timer
  if (before === undefined || outstanding === undefined || outstanding.generation !== timer.generation) {
    await deps.timers.remove(timer)
    return 'done'
  }
  if (outstanding.at > deps.clock.now()) return 'done'
  return reactToTime(before, live, deps)
}
