import fc from 'fast-check'
import { expect } from 'vitest'
import type { CustomerState } from '#engagement/journey/customer-state.ts'
import type { Commit } from '#stages/ports/commit.ts'
import { MINUTE, message, NOW } from '../state-samples.ts'
import type { Stores } from '../stores-under-test.ts'
import {
  CHANGE,
  type Change,
  CUSTOMERS,
  changed,
  EVENT_NAMES,
  EXPECTED,
  entryOf,
  MESSAGE_ID,
  PLANNED,
  STATUS,
  TOLD,
  writeOf,
} from './customer-changes.ts'
import { answerOf, type CommitAnswer, CustomersModel, type ModelTimer, startOfMinute } from './customers-model.ts'

/** Stores, and what else can happen to the place in which they live without anybody seeing a difference. */
export interface Place {
  stores: Pick<Stores, 'customers' | 'timers'>
  /** Another instance goes on, with caches of its own. */
  another?(): Promise<void>
  /** Timers are spread over so many partitions from now on. */
  spread?(shards: number): Promise<void>
}

/** The model, and what two workers hold in their hands: loaded, and perhaps out of date by now. */
export class CustomersAtWork {
  readonly model = new CustomersModel()
  readonly hands = new Map<string, CustomerState | undefined>()
}

type Command = fc.AsyncCommand<CustomersAtWork, Place>
type Run = (work: CustomersAtWork, place: Place) => Promise<void>
const command = (name: string, run: Run): Command => ({ check: () => true, run, toString: () => name })

const customer = fc.constantFrom(...CUSTOMERS)
const minute = fc.integer({ min: -1, max: 3 }).map((n) => NOW + n * MINUTE)
const brief = (value: unknown): string => JSON.stringify(value).replaceAll(/長{2,}/g, '長…')
const nameOf = (customerId: string): string => ['hana', 'ken', 'browser'][CUSTOMERS.indexOf(customerId)] ?? customerId

/** Nothing in hand that is out of date, but now and then. */
const mostly = fc.oneof({ arbitrary: fc.constant(true), weight: 4 }, { arbitrary: fc.constant(false), weight: 1 })

/** Two workers: what each has in hand is its own. */
const worker = fc.constantFrom('A', 'B')
const handOf = (who: string, customerId: string): string => `${who} ${customerId}`

async function load(who: string, customerId: string, { model, hands }: CustomersAtWork, { stores }: Place) {
  const loaded = await stores.customers.load(customerId)
  expect(withoutShard(loaded)).toEqual(withoutShard(model.load(customerId)))
  hands.set(handOf(who, customerId), loaded)
}

/** Which shard a timer is in is for the store to know. */
function withoutShard(state: CustomerState | undefined): CustomerState | undefined {
  const timer = state?.head.timer
  return state === undefined || timer === undefined
    ? state
    : { ...state, head: { ...state.head, timer: { ...timer, shard: 0 } } }
}

/** Answers the state with which whoever committed may go on. */
async function commit(
  commit: Commit,
  { model }: CustomersAtWork,
  { stores }: Place,
): Promise<CustomerState | undefined> {
  const expected = model.commit(commit)
  const answer = await answerOf(() => stores.customers.commit(commit))
  expect(plainAnswer(answer)).toEqual(plainAnswer(expected))
  return answer.kind === 'committed' ? answer.state : undefined
}

function plainAnswer(answer: CommitAnswer): CommitAnswer {
  const state = answer.kind === 'committed' ? withoutShard(answer.state) : undefined
  return state === undefined ? answer : { kind: 'committed', state }
}

const COMMIT = fc
  .record({
    who: worker,
    customerId: customer,
    fresh: mostly,
    goesOn: fc.boolean(),
    change: CHANGE,
    entries: fc.uniqueArray(TOLD, { selector: ({ id }) => id, maxLength: 2 }),
    messages: fc.uniqueArray(PLANNED, { selector: ({ id }) => id, maxLength: 2 }),
  })
  .map(({ who, customerId, fresh, goesOn, change, entries, messages }) =>
    command(
      `${who} commits ${nameOf(customerId)} ${brief({ fresh, goesOn, change, entries, messages })}`,
      async (work, place) => {
        const hand = handOf(who, customerId)
        if (fresh || !work.hands.has(hand)) await load(who, customerId, work, place)
        const before = work.hands.get(hand)
        const after = changed(customerId, before, change)
        const stored = await commit(
          {
            before,
            after,
            entries: entries.map((told, place) => entryOf(told, place > 0)),
            messages: messages.map((planned) => writeOf(customerId, planned)),
          },
          work,
          place,
        )
        if (goesOn && stored !== undefined) work.hands.set(hand, stored)
      },
    ),
  )

/** What the other had moves to the survivor: two states, the markers of both, messages of the other. */
const MERGE = fc
  .record({
    who: worker,
    pair: fc.constantFrom([0, 1], [1, 0], [0, 2], [2, 1]),
    freshOther: mostly,
    changes: fc.tuple(CHANGE, CHANGE),
    told: TOLD,
    messages: fc.array(PLANNED, { maxLength: 1 }),
  })
  .map(({ who, pair: [a = 0, b = 1], freshOther, changes: [own, theirs], told, messages }) => {
    const [survivor, other] = [CUSTOMERS[a] ?? '', CUSTOMERS[b] ?? '']
    const what = brief({ freshOther, own, theirs, told, messages })
    return command(`${who} merges ${nameOf(other)} into ${nameOf(survivor)} ${what}`, async (work, place) => {
      await load(who, survivor, work, place)
      const hand = handOf(who, other)
      if (freshOther || !work.hands.has(hand)) await load(who, other, work, place)
      const [before, gone] = [work.hands.get(handOf(who, survivor)), work.hands.get(hand)]
      await commit(
        {
          before,
          after: changed(survivor, before, own),
          entries: [entryOf(told)],
          messages: messages.map((planned) => writeOf(other, planned)),
          absentMarkers: [{ customerId: other, id: told.id }],
          absorbed: { before: gone, after: forwarded(other, survivor, gone, theirs) },
        },
        work,
        place,
      )
    })
  })

function forwarded(other: string, survivor: string, before: CustomerState | undefined, change: Change): CustomerState {
  const after = changed(other, before, change)
  return { ...after, head: { ...after.head, mergedInto: survivor } }
}

const LOAD = fc
  .tuple(worker, customer)
  .map(([who, id]) => command(`${who} loads ${nameOf(id)}`, (work, place) => load(who, id, work, place)))

const KEEP = fc.tuple(customer, TOLD, fc.option(customer, { nil: undefined })).map(([id, told, other]) => {
  const merged = other === id ? undefined : other
  const absent = merged === undefined ? [] : [{ customerId: merged, id: told.id }]
  const beside = merged === undefined ? '' : ` unless ${nameOf(merged)} has it`
  return command(`keep for ${nameOf(id)} ${brief(told)}${beside}`, async ({ model }, { stores }) => {
    const expected = model.keep(id, entryOf(told), absent)
    expect(await answerOf(() => stores.customers.keep(id, entryOf(told), absent))).toEqual(expected)
  })
})

const SAVE_MESSAGE = fc.tuple(customer, MESSAGE_ID, STATUS, EXPECTED).map(([customerId, id, status, expected]) =>
  command(`save ${id} of ${nameOf(customerId)} as ${status} where ${expected}`, async ({ model }, { stores }) => {
    const next = message(id, { customerId, status, outcomes: [{ at: NOW, kind: 'delivered', id: 'n-1' }] })
    expect(await stores.customers.saveMessage(next, expected)).toBe(model.saveMessage(next, expected))
  }),
)

const READ = fc
  .record({
    customerId: customer,
    since: fc.option(
      fc.integer({ min: -2, max: 3 }).map((n) => NOW + n),
      { nil: undefined },
    ),
    events: fc.option(fc.subarray(EVENT_NAMES), { nil: undefined }),
  })
  .map(({ customerId, since, events }) =>
    command(`read ${nameOf(customerId)} ${brief({ since, events })}`, async ({ model }, { stores: { customers } }) => {
      const filter = { ...(since === undefined ? {} : { since }), ...(events === undefined ? {} : { events }) }
      expect(await customers.timeline(customerId, filter)).toEqual(model.timeline(customerId, since, events))
      expect(await customers.messages(customerId)).toEqual(model.messages(customerId))
      const one = await customers.message(customerId, 'message-1')
      expect(one).toEqual(model.message(customerId, 'message-1'))
    }),
  )

const plain = ({ customerId, at, generation }: ModelTimer): ModelTimer => ({ customerId, at, generation })
const byCustomer = (a: ModelTimer, b: ModelTimer): number => (a.customerId < b.customerId ? -1 : 1)

/** A sweep: what is due is removed, or only looked at. To remove twice is harmless. */
const SWEEP = fc.tuple(minute, fc.boolean()).map(([at, removes]) =>
  command(`sweep ${(at - NOW) / MINUTE}${removes ? ' and remove' : ''}`, async ({ model }, { stores: { timers } }) => {
    const found = (await timers.due(startOfMinute(at))).toSorted(byCustomer)
    expect(found.map(plain)).toEqual(model.due(at).toSorted(byCustomer))
    for (const timer of removes ? [...found, ...found] : []) {
      await timers.remove(timer)
      model.remove(timer)
    }
  }),
)

const CURSOR = minute.map((at) =>
  command(`the sweep has got to ${(at - NOW) / MINUTE}`, async ({ model }, { stores: { timers } }) => {
    expect(await timers.cursor()).toBe(model.cursor())
    await timers.saveCursor(startOfMinute(at))
    model.saveCursor(startOfMinute(at))
    expect(await timers.cursor()).toBe(model.cursor())
  }),
)

const ANOTHER = fc.constant(command('another instance goes on', async (_, place) => place.another?.()))
/** Those who write go on as before, or know of it. */
const SPREAD = fc.tuple(fc.integer({ min: 2, max: 5 }), mostly).map(([shards, known]) =>
  command(`timers are spread over ${shards}${known ? ', and those who write know' : ''}`, async (_, place) => {
    await place.spread?.(shards)
    if (known) await place.another?.()
  }),
)

/** Everything that can be asked of customers and timers. Commits are most of it. */
export const customerCommands = (maxCommands: number) =>
  fc.commands([COMMIT, COMMIT, COMMIT, COMMIT, MERGE, LOAD, KEEP, SAVE_MESSAGE, READ, SWEEP, CURSOR, ANOTHER, SPREAD], {
    maxCommands,
    size: 'max',
  })

/** At rest everything is looked at once more. */
export async function lookAtAll({ model }: CustomersAtWork, { stores: { customers, timers } }: Place): Promise<void> {
  for (const id of CUSTOMERS) {
    expect(withoutShard(await customers.load(id))).toEqual(withoutShard(model.load(id)))
    expect(await customers.timeline(id)).toEqual(model.timeline(id, undefined, undefined))
    expect(await customers.messages(id)).toEqual(model.messages(id))
  }
  for (const n of [0, 1, 2]) {
    const found = await timers.due(startOfMinute(NOW + n * MINUTE))
    expect(found.map(plain).toSorted(byCustomer)).toEqual(model.due(NOW + n * MINUTE).toSorted(byCustomer))
  }
}
