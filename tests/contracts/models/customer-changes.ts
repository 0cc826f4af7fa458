import fc from 'fast-check'
import type { BacklogPart } from '#engagement/journey/backlog.ts'
import type { CustomerState } from '#engagement/journey/customer-state.ts'
import type { MessageWrite } from '#engagement/journey/message-write.ts'
import type { Run } from '#engagement/journey/run.ts'
import type { MessageStatus } from '#engagement/message/message.ts'
import type { PromiseState } from '#engagement/promise/promise-state.ts'
import {
  cartRun,
  customerIdOf,
  deliveryPromise,
  entry,
  event,
  HOUR,
  MINUTE,
  message,
  NOW,
  newcomer,
} from '../state-samples.ts'

/** Few of everything, so that they meet. */
export const CUSTOMERS = ['hana', 'ken', 'a browser'].map(customerIdOf)
/** Ids as producers give them: short, with what separates the parts of keys, longer than a key may be. */
const ENTRY_IDS = ['m#1', '長'.repeat(256), ...Array.from({ length: 20 }, (_, n) => `m-${n}`)]
export const EVENT_NAMES = ['Product Added', 'Order Completed']
const RUN_KEYS = ['c1', 'c1#1', '', '長'.repeat(400)]

/** `same`: the part is the one that was loaded, as the core leaves it. */
export interface Change {
  readonly userId: number | 'same'
  readonly trait: number | 'same'
  readonly memory: number | 'same'
  readonly runs: readonly Part[] | 'same'
  readonly promises: readonly Part[] | 'same'
  readonly backlog: readonly Part[] | 'same'
  readonly timer: { readonly minute: number; readonly again: boolean } | 'none' | 'same'
}
interface Part {
  readonly which: number
  readonly moved: boolean
}

const same = fc.constant('same' as const)
const mostlySame = <T>(arbitrary: fc.Arbitrary<T>) => fc.oneof({ arbitrary: same, weight: 2 }, { arbitrary, weight: 1 })
const parts = fc.uniqueArray(fc.record({ which: fc.nat(7), moved: fc.boolean() }), {
  selector: ({ which }) => which,
  maxLength: 4,
})

export const CHANGE: fc.Arbitrary<Change> = fc.record({
  userId: mostlySame(fc.nat(2)),
  trait: mostlySame(fc.nat(2)),
  memory: mostlySame(fc.nat(2)),
  runs: mostlySame(parts),
  promises: mostlySame(parts),
  backlog: mostlySame(parts),
  timer: mostlySame(fc.oneof(fc.constant('none' as const), fc.record({ minute: fc.nat(2), again: fc.boolean() }))),
})

/** The state after a change; what it leaves alone is shared with what was loaded. */
export function changed(customerId: string, loaded: CustomerState | undefined, change: Change): CustomerState {
  const base = loaded ?? newcomer(customerId)
  const { userId, trait, memory } = change
  const head = userId === 'same' ? base.head : { ...base.head, userId: `user-${userId}` }
  return {
    ...withBacklog(base, change.backlog),
    version: (loaded?.version ?? 0) + 1,
    head: withTimer(head, change.timer),
    profile: trait === 'same' ? base.profile : { ...base.profile, traits: { vip: { value: trait, at: NOW } } },
    memory: memory === 'same' ? base.memory : { ...base.memory, forgotten: memory },
    runs: change.runs === 'same' ? base.runs : change.runs.map((part) => runOf(base, part)),
    promises: change.promises === 'same' ? base.promises : change.promises.map((part) => promiseOf(base, part)),
  }
}

function withTimer(head: CustomerState['head'], timer: Change['timer']): CustomerState['head'] {
  if (timer === 'same') return head
  const { timer: outstanding, ...rest } = head
  if (timer === 'none') return outstanding === undefined ? head : rest
  // A sweep may be given again a timer that was moved within its generation.
  const generation = timer.again && outstanding !== undefined ? outstanding.generation : head.timerGeneration + 1
  const at = NOW + timer.minute * MINUTE + (timer.again ? 1 : 0)
  return { ...rest, timer: { at, generation, shard: 0 }, timerGeneration: generation }
}

/** In whatever order: how they are given back is the store's promise. */
function runOf(base: CustomerState, { which, moved }: Part): Run {
  const [key, n] = [RUN_KEYS[which % RUN_KEYS.length] ?? '', which < RUN_KEYS.length ? 1 : 2]
  const known = base.runs.find((run) => run.key === key && run.n === n)
  if (known !== undefined && !moved) return known
  const run = known ?? { ...cartRun(key, n), enteredAt: NOW + (which % 3) }
  return { ...run, activity: { kind: 'listening', until: NOW + base.version, step: '1' } }
}

function promiseOf(base: CustomerState, { which, moved }: Part): PromiseState {
  const key = which === 7 ? '長'.repeat(400) : `o-${which}`
  const known = base.promises.find((promise) => promise.key === key)
  if (known !== undefined && !moved) return known
  const promise = known ?? { ...deliveryPromise(key), madeAt: NOW - (which % 3) }
  return { ...promise, slips: promise.slips + 1 }
}

function withBacklog(base: CustomerState, backlog: Change['backlog']): CustomerState {
  if (backlog === 'same') return base
  const { backlog: known = [], ...rest } = base
  const numbered = backlog.map((part) => backlogOf(known, part)).toSorted((a, b) => a.n - b.n)
  return numbered.length === 0 ? rest : { ...rest, backlog: numbered }
}

function backlogOf(known: readonly BacklogPart[], { which, moved }: Part): BacklogPart {
  // Numbers of one, two and three digits.
  const n = [1, 2, 9, 10, 11, 99, 100, 101][which] ?? 1
  const kept = known.find((part) => part.n === n)
  if (kept !== undefined && !moved) return kept
  return {
    n,
    work: [
      ...(kept?.work ?? []),
      { kind: 'time', by: NOW + HOUR, tasks: [{ kind: 'wake', run: 'cart-abandonment#c1#1' }] },
      { kind: 'event', event: event(`late-${n}`), emitted: true, entered: false, told: ['cart-abandonment'] },
    ],
  }
}

const STATUSES = ['planned', 'claimed', 'sent', 'cancelled'] as const
export const STATUS: fc.Arbitrary<MessageStatus> = fc.constantFrom(...STATUSES)
export const EXPECTED = fc.subarray([...STATUSES])
export const MESSAGE_ID = fc.constantFrom('message-1', 'message-2', 'message-3')

export interface Planned {
  readonly id: string
  readonly status: MessageStatus
  readonly expect: MessageWrite['expect']
}
export const PLANNED: fc.Arbitrary<Planned> = fc.record({
  id: MESSAGE_ID,
  status: STATUS,
  expect: fc.oneof(fc.constant('absent' as const), EXPECTED),
})
export const writeOf = (customerId: string, { id, status, expect }: Planned): MessageWrite => ({
  message: message(id, { customerId, status }),
  expect,
})

export interface Told {
  readonly id: string
  readonly at: number
  readonly name: string | undefined
  readonly hashed: boolean
}
export const TOLD: fc.Arbitrary<Told> = fc.record({
  id: fc.constantFrom(...ENTRY_IDS),
  at: fc.integer({ min: -2, max: 2 }),
  name: fc.constantFrom(undefined, ...EVENT_NAMES),
  hashed: fc.boolean(),
})

/** An event's entry, or where it has no name a decision's. */
export function entryOf({ id, at, name, hashed }: Told, emitted = false) {
  const { event: _, contentHash, ...bare } = entry(id, { at: NOW + at, emitted })
  return {
    ...bare,
    ...(name === undefined ? { kind: 'decision' as const } : { event: event(id, { name }) }),
    ...(hashed && contentHash !== undefined ? { contentHash: `${contentHash} at ${at}` } : {}),
  }
}
