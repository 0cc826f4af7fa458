import { EMPTY_PROFILE, type Profile } from '#engagement/customer/profile.ts'
import type { BacklogPart } from '#engagement/journey/backlog.ts'
import type { CustomerState, Memory } from '#engagement/journey/customer-state.ts'
import { type Run, runId } from '#engagement/journey/run.ts'
import { inStoredOrder } from '#engagement/journey/stored-order.ts'
import type { PromiseState } from '#engagement/promise/promise-state.ts'
import { isEmpty } from '#engagement/transaction.ts'
import { BacklogPartSchema } from './backlog-schema.ts'
import { bodyOf, broken, type Item, number, numberIn, parseBody, textIn } from './item.ts'
import {
  BACKLOG,
  backlogKey,
  type Key,
  keyItem,
  PROFILE,
  PROMISE,
  profileKey,
  promiseKey,
  RUN,
  runKey,
  STATE,
  stateKey,
} from './keys.ts'
import { EMPTY_MEMORY, parseProfile } from './parse-profile.ts'
import { HeadSchema, PromiseSchema, RunSchema } from './state-schema.ts'
import { type Read, tryParse, type Unreadable } from './unreadable.ts'

/** What of a loaded state did not read: the next commit takes it out of the table. It is kept elsewhere by then. */
const unreadable = new WeakMap<CustomerState, readonly Unreadable[]>()
export const unreadableIn = (state: CustomerState): readonly Unreadable[] => unreadable.get(state) ?? []

/** A write of one item beside `STATE`. */
export type StateWrite = { readonly kind: 'put'; readonly item: Item } | { readonly kind: 'delete'; readonly key: Key }

export function headItem(state: CustomerState): Item {
  return { ...keyItem(stateKey(state.customerId)), v: number(state.version), ...bodyOf(state.head) }
}

/** What changed between two states, by identity of its parts; `STATE` itself apart. */
export function changedItems(before: CustomerState | undefined, after: CustomerState): readonly StateWrite[] {
  return [
    ...profileWrite(before, after),
    ...difference(before?.runs ?? [], after.runs, runId, (run) => runKey(after.customerId, run)),
    ...difference(before?.promises ?? [], after.promises, promiseId, (promise) =>
      promiseKey(after.customerId, promise),
    ),
    ...difference<BacklogPart>(before?.backlog ?? [], after.backlog ?? [], backlogId, (part) =>
      backlogKey(after.customerId, part),
    ),
  ]
}

/** A customer of whom nothing is known has no `STATE#PROFILE`: that is one item less for each who just enters. */
function profileWrite(before: CustomerState | undefined, after: CustomerState): readonly StateWrite[] {
  const whole = before === undefined || !unreadableIn(before).some(({ item }) => item['SK']?.S === PROFILE)
  if (whole && before?.profile === after.profile && before.memory === after.memory) return []
  if (before === undefined && isEmpty(after.profile) && isEmpty(after.memory)) return []
  const body = bodyOf({ profile: after.profile, memory: after.memory })
  return [{ kind: 'put', item: { ...keyItem(profileKey(after.customerId)), ...body } }]
}

/** Parts that did not read go, where nothing else is written in their place; those that are left go with the next commit. */
export function goneKeys(before: CustomerState | undefined, after: CustomerState): readonly Key[] {
  if (before === undefined) return []
  const kept = new Set([
    PROFILE,
    ...after.runs.map((run) => runKey(after.customerId, run).SK),
    ...after.promises.map((promise) => promiseKey(after.customerId, promise).SK),
    ...(after.backlog ?? []).map((part) => backlogKey(after.customerId, part).SK),
  ])
  return unreadableIn(before)
    .map(({ item }): Key => ({ PK: textIn(item, 'PK'), SK: textIn(item, 'SK') }))
    .filter((key) => !kept.has(key.SK))
}

function difference<Part>(
  before: readonly Part[],
  after: readonly Part[],
  id: (part: Part) => string,
  key: (part: Part) => Key,
): readonly StateWrite[] {
  if (before === after) return []
  const gone = new Map(before.map((part) => [id(part), part]))
  const writes: StateWrite[] = []
  for (const part of after) {
    if (gone.get(id(part)) !== part) writes.push({ kind: 'put', item: { ...keyItem(key(part)), ...bodyOf(part) } })
    gone.delete(id(part))
  }
  for (const part of gone.values()) writes.push({ kind: 'delete', key: key(part) })
  return writes
}

const backlogId = ({ n }: BacklogPart): string => String(n)
const promiseId = (promise: PromiseState): string => `${promise.name}#${promise.key}`

/**
 * All items under `STATE`, in key order; undefined where there are none. A run, a promise or part of a profile that does not
 * read is left out (`unreadableIn`); without a `STATE` that reads nobody knows what may be sent: throws `broken-item`.
 */
export function parseState(customerId: string, items: readonly Item[]): CustomerState | undefined {
  const first = items[0]
  if (first === undefined) return undefined
  if (textIn(first, 'SK') !== STATE) throw broken(first, 'it has no STATE')
  const runs: Run[] = []
  const promises: PromiseState[] = []
  const backlog: BacklogPart[] = []
  let profile: Profile = EMPTY_PROFILE
  let memory: Memory = EMPTY_MEMORY
  const lost: Unreadable[] = []
  const take = <Part>(into: Part[], read: Read<Part>): void => {
    if (read.kind === 'read') into.push(read.value)
    else lost.push(read.unreadable)
  }
  for (const item of items.slice(1)) {
    const key = textIn(item, 'SK')
    if (key === PROFILE) {
      const stored = parseProfile(item)
      profile = stored.profile
      memory = stored.memory
      if (stored.unreadable !== undefined) lost.push(stored.unreadable)
    } else if (key.startsWith(BACKLOG))
      take(
        backlog,
        tryParse(item, (each) => parseBody(each, BacklogPartSchema)),
      )
    else if (key.startsWith(RUN))
      take(
        runs,
        tryParse(item, (each) => parseBody(each, RunSchema)),
      )
    else if (key.startsWith(PROMISE))
      take(
        promises,
        tryParse(item, (each) => parseBody(each, PromiseSchema)),
      )
    else throw broken(item, 'nobody knows such a part of a state')
  }
  // The order of keys is by name.
  const state = inStoredOrder({
    schema: 1,
    customerId,
    version: numberIn(first, 'v'),
    head: parseBody(first, HeadSchema),
    profile,
    memory,
    runs,
    promises,
    ...(backlog.length === 0 ? {} : { backlog }),
  })
  if (lost.length > 0) unreadable.set(state, lost)
  return state
}
