import { describe, expect, it } from 'vitest'
import type { CustomerState } from '#engagement/journey/customer-state.ts'
import type { MessageWrite } from '#engagement/journey/message-write.ts'
import type { TimelineEntry } from '#engagement/journey/timeline-entry.ts'
import { newCustomer } from '#engagement/react.ts'
import { isEmpty, isRoomFor, mostThat, TRANSACTION, type Written, weigh } from '#engagement/transaction.ts'
import { OPEN } from './promise/promise-samples.ts'

const NEW = newCustomer('c1', 0)
const promises = (...keys: readonly string[]) => keys.map((key) => ({ ...OPEN, key }))
const STORED: CustomerState = { ...NEW, promises: promises('o1', 'o2') }
const WITH_TRAIT = { ...NEW.profile, traits: { name: { value: 'Hana', at: 0 } } }
const WITH_EXIT = { ...NEW.memory, exits: [{ event: 'Left', at: 1, properties: {} }] }
const timer = (at: number, generation: number) => ({ ...NEW.head, timer: { at, generation, shard: 0 } })
/** What is weighed is not read: of whatever it is, any object will do. */
const parts = <Part>(...of: readonly object[]) => of as unknown as readonly Part[]

const written = (before: CustomerState | undefined, after: CustomerState, what: Partial<Written> = {}): Written => ({
  before,
  after,
  entries: [],
  messages: [],
  ...what,
})

/** Items, and parts of which the bytes are counted. */
const count = (of: Written): readonly [number, number] => {
  const { items, bytes } = weigh(of, () => 1)
  return [items, bytes]
}

describe('what is written of a customer', () => {
  it.each<
    readonly [what: string, before: CustomerState | undefined, after: CustomerState, items: number, measured: number]
  >([
    ['is the head of one who is new', undefined, NEW, 1, 1],
    [
      'is the profile and the memory in one item, where there is a trait',
      undefined,
      { ...NEW, profile: WITH_TRAIT },
      2,
      3,
    ],
    [
      'is the profile and the memory in one item, where there is a memory',
      undefined,
      { ...NEW, memory: WITH_EXIT },
      2,
      3,
    ],
    [
      'is the profile and the memory in one item, where the highest number of a run that is forgotten is kept',
      undefined,
      { ...NEW, memory: { ...NEW.memory, forgotten: 5 } },
      2,
      3,
    ],
    ['is the head alone where nothing else is another than before', STORED, { ...STORED }, 1, 1],
    ['is the profile again where it is another', STORED, { ...STORED, profile: { ...NEW.profile } }, 2, 3],
    ['is the memory again where it is another', STORED, { ...STORED, memory: { ...NEW.memory } }, 2, 3],
    ['is every part of one who is new', undefined, STORED, 3, 3],
    ['is a part that is new', STORED, { ...STORED, promises: [...STORED.promises, ...promises('o3')] }, 2, 2],
    [
      'is a part that is another than before, once',
      STORED,
      { ...STORED, promises: [...STORED.promises.slice(1), ...promises('o1')] },
      2,
      2,
    ],
    ['is the removal of a part, which has no bytes', STORED, { ...STORED, promises: STORED.promises.slice(1) }, 2, 1],
    [
      'is the removal of one part beside another that is written anew',
      STORED,
      { ...STORED, promises: promises('o1') },
      3,
      2,
    ],
    ['is a timer', NEW, { ...NEW, head: timer(5, 1) }, 2, 1],
    [
      'is a timer and the removal of the one before it',
      { ...NEW, head: timer(5, 1) },
      { ...NEW, head: timer(6, 2) },
      3,
      1,
    ],
    ['is a timer of the same time that is another', { ...NEW, head: timer(5, 1) }, { ...NEW, head: timer(5, 2) }, 3, 1],
    ['is a timer at another time', { ...NEW, head: timer(5, 1) }, { ...NEW, head: timer(6, 1) }, 3, 1],
    ['is the removal of a timer', { ...NEW, head: timer(5, 1) }, NEW, 2, 1],
    ['is no timer that stays as it is', { ...NEW, head: timer(5, 1) }, { ...NEW, head: timer(5, 1) }, 1, 1],
    ['is the backlog, part by part', NEW, { ...NEW, backlog: parts({ n: 1 }, { n: 2 }) }, 3, 3],
    ['is the removal of what was in the backlog', { ...NEW, backlog: parts({ n: 1 }) }, NEW, 2, 1],
  ])('%s', (_, before, after, items, measured) => {
    expect(count(written(before, after))).toEqual([items, measured])
  })

  it('is all that stands beside it: entries, messages, markers and a customer who is one with them', () => {
    const beside = {
      entries: parts<TimelineEntry>({}, {}),
      messages: parts<MessageWrite>({ message: {} }),
      absentMarkers: [1, 2],
      absorbed: { before: STORED, after: { ...STORED, promises: [] } },
    }
    // The head; two entries and a message; two markers, which have no bytes; the other's head and two removals.
    expect(count(written(NEW, { ...NEW }, beside))).toEqual([1 + 3 + 2 + 3, 1 + 3 + 1])
  })
})

describe('the room of a transaction', () => {
  const of = (items: number, text: string): Written =>
    written(NEW, { ...NEW }, { entries: parts<TimelineEntry>(...Array.from({ length: items - 1 }, () => ({ text }))) })

  it('is a number of items', () => {
    expect(isRoomFor(of(TRANSACTION.items, ''), TRANSACTION)).toBe(true)
    expect(isRoomFor(of(TRANSACTION.items + 1, ''), TRANSACTION)).toBe(false)
  })

  it('is a number of bytes, to the byte', () => {
    const large = of(10, 'x'.repeat(1_000))
    const { bytes } = weigh(large)
    expect(isRoomFor(large, { items: 100, bytes })).toBe(true)
    expect(isRoomFor(large, { items: 100, bytes: bytes - 1 })).toBe(false)
  })
})

describe('the most that is still well', () => {
  it.each([
    [0, 10],
    [1, 10],
    [7, 10],
    [9, 10],
    [10, 10],
    [0, 1],
    [1, 1],
  ])('is found: %i of %i', (most, all) => {
    expect(mostThat((items) => items <= most, all)).toBe(most)
  })
})

describe('a part of a customer', () => {
  it('is empty where all that it holds is', () => {
    expect(isEmpty(NEW.profile)).toBe(true)
    expect(isEmpty(NEW.memory)).toBe(true)
    expect(isEmpty(WITH_TRAIT)).toBe(false)
  })
})
