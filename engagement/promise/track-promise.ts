import type { CustomerEvent } from '../customer/customer-event.ts'
import { dig, type Json } from '../customer/json.ts'
import { keyText } from '../customer/key-text.ts'
import { readDeadline } from '../customer/read-date.ts'
import type { FieldRef } from '../model/condition.ts'
import type { PromiseDefinition } from '../model/promise-definition.ts'
import type { EndedPromise, PromiseState } from './promise-state.ts'
import { after } from './promise-times.ts'

/** What an event did to one promise. */
export type Tracked =
  | { readonly kind: 'none' }
  | { readonly kind: 'live'; readonly promise: PromiseState }
  | { readonly kind: 'ended'; readonly promise: PromiseState | undefined; readonly ended: EndedPromise }

const NONE: Tracked = { kind: 'none' }

/** A field of the event as the text that identifies a promise or a part; undefined where it is missing. */
export function identity(field: FieldRef, event: CustomerEvent): string | undefined {
  return field.root === 'event' ? keyText(dig(event.properties, field.path)) : undefined
}

/**
 * Follows one promise through one event: released, kept (in parts), made or restated, expected later. A promise that
 * ended is not made again by an event that arrives late; only a part never seen before makes it anew.
 */
export function trackPromise(
  definition: PromiseDefinition,
  key: string,
  live: PromiseState | undefined,
  ended: EndedPromise | undefined,
  event: CustomerEvent,
  zone: string,
  madeWhere: boolean,
): Tracked {
  if (definition.releasedBy.includes(event.name)) return end(definition, key, live, ended, event, 'released')
  if (definition.keptBy.includes(event.name)) return keep(definition, key, live, ended, event)
  let promise = live === undefined ? undefined : see(definition, live, event)
  if (definition.madeBy.includes(event.name) && madeWhere) promise = make(definition, key, promise, ended, event, zone)
  if (promise === undefined) return NONE
  if (definition.expected?.events.includes(event.name)) promise = expect(definition, promise, event, zone)
  return promise === live ? NONE : { kind: 'live', promise }
}

function end(
  definition: PromiseDefinition,
  key: string,
  live: PromiseState | undefined,
  known: EndedPromise | undefined,
  event: CustomerEvent,
  how: EndedPromise['how'],
): Tracked {
  if (live === undefined && known !== undefined && known.at >= event.at) return NONE
  const parts = [...new Set([...(known?.parts ?? []), ...Object.keys(live?.parts ?? {})])]
  return { kind: 'ended', promise: live, ended: { name: definition.name, key, how, at: event.at, parts } }
}

function keep(
  definition: PromiseDefinition,
  key: string,
  live: PromiseState | undefined,
  known: EndedPromise | undefined,
  event: CustomerEvent,
): Tracked {
  const part = definition.parts === undefined ? undefined : identity(definition.parts, event)
  if (part === undefined || live === undefined) {
    const done = end(definition, key, live, known, event, 'kept')
    // It was over before we heard of this part, which is not under way either.
    if (done.kind === 'none' && known !== undefined && part !== undefined && !known.parts.includes(part))
      return { kind: 'ended', promise: undefined, ended: { ...known, parts: [...known.parts, part] } }
    if (done.kind !== 'ended' || part === undefined) return done
    return { ...done, ended: { ...done.ended, parts: [...new Set([...done.ended.parts, part])] } }
  }
  const parts = { ...live.parts, [part]: { ...ownOf(live.parts, part), keptAt: event.at } }
  const promise = withExpected({ ...live, parts })
  const open = Object.values(parts).some((each) => each.keptAt === null)
  return open ? { kind: 'live', promise } : end(definition, key, promise, known, event, 'kept')
}

function make(
  definition: PromiseDefinition,
  key: string,
  live: PromiseState | undefined,
  ended: EndedPromise | undefined,
  event: CustomerEvent,
  zone: string,
): PromiseState | undefined {
  const part = definition.parts === undefined ? undefined : identity(definition.parts, event)
  const due = dueOf(definition, event, zone)
  if (live !== undefined) return restate(live, due, event)
  if (due === undefined || (ended !== undefined && !isNewPart(ended, part))) return undefined
  const made: PromiseState = {
    name: definition.name,
    key,
    status: 'open',
    madeAt: event.at,
    statedAt: event.at,
    due,
    firstDue: due,
    renewals: 0,
    slips: 0,
    parts: {},
    seen: {},
    about: {},
  }
  return see(definition, made, event)
}

const isNewPart = (ended: EndedPromise, part: string | undefined): boolean =>
  ended.how === 'kept' && part !== undefined && ended.parts.length > 0 && !ended.parts.includes(part)

/** A producer may name a new date until we have told one ourselves or the promise has slipped: then our word counts. */
function restate(live: PromiseState, due: number | undefined, event: CustomerEvent): PromiseState {
  const ours = live.renewals > 0 || live.status !== 'open'
  const lastTold = live.repeatedAt ?? live.statedAt
  if (due === undefined || ours || event.at < lastTold) return live
  if (due === live.due) return event.at === lastTold ? live : { ...live, repeatedAt: event.at }
  const { repeatedAt: _, ...rest } = live
  return { ...rest, due, statedAt: event.at }
}

function dueOf(definition: PromiseDefinition, event: CustomerEvent, zone: string): number | undefined {
  const due = definition.due
  if ('plus' in due) return after(event.at, due.plus, due.at, zone)
  return due.root === 'event' ? readDeadline(dig(event.properties, due.path), zone) : undefined
}

/** Ids are the producer's: one may be called as a member of every object is. */
const ownOf = <Value>(members: { readonly [name: string]: Value }, name: string): Value | undefined =>
  Object.hasOwn(members, name) ? members[name] : undefined

/** Remembers that the event happened for this key, its part, and what the promise carries. */
function see(definition: PromiseDefinition, promise: PromiseState, event: CustomerEvent): PromiseState {
  const part = definition.parts === undefined ? undefined : identity(definition.parts, event)
  const seen = Math.max(ownOf(promise.seen, event.name) ?? 0, event.at)
  const isNew = part !== undefined && !Object.hasOwn(promise.parts, part)
  const about: { [name: string]: Json } = {}
  for (const name of definition.carry) {
    const value = event.properties[name]
    if (value !== undefined && value !== null && promise.about[name] !== value) about[name] = value
  }
  if (promise.seen[event.name] === seen && !isNew && Object.keys(about).length === 0) return promise
  return {
    ...promise,
    seen: { ...promise.seen, [event.name]: seen },
    parts: isNew ? { ...promise.parts, [part]: { keptAt: null } } : promise.parts,
    about: { ...promise.about, ...about },
  }
}

/** Takes over what we know since; of two statements about the same part the later one counts. */
function expect(
  definition: PromiseDefinition,
  promise: PromiseState,
  event: CustomerEvent,
  zone: string,
): PromiseState {
  const field = definition.expected?.at
  const at = field?.root === 'event' ? readDeadline(dig(event.properties, field.path), zone) : undefined
  if (at === undefined) return promise
  const part = definition.parts === undefined ? undefined : identity(definition.parts, event)
  const known = part === undefined ? promise.expectedAt : undefined
  if (known !== undefined && known > event.at) return promise
  if (part === undefined) return { ...promise, expected: at, expectedAt: event.at }
  const before = ownOf(promise.parts, part)
  if (before?.expectedAt !== undefined && before.expectedAt > event.at) return promise
  const parts = { ...promise.parts, [part]: { keptAt: before?.keptAt ?? null, expected: at, expectedAt: event.at } }
  return withExpected({ ...promise, parts, expectedAt: event.at })
}

/** With parts, the promise is expected when the last part under way is. */
function withExpected(promise: PromiseState): PromiseState {
  const dates = Object.values(promise.parts).flatMap((part) =>
    part.keptAt === null && part.expected !== undefined ? [part.expected] : [],
  )
  return dates.length === 0 ? promise : { ...promise, expected: Math.max(...dates) }
}
