import { beforeEach, describe, expect, it } from 'vitest'
import { PermanentError } from '#engagement/errors.ts'
import type { CustomerState } from '#engagement/journey/customer-state.ts'
import type { CustomerStore } from '#stages/ports/customer-store.ts'
import { noise } from './catalogue-samples.ts'
import {
  cartRun,
  commitOf,
  customerIdOf,
  deliveryPromise,
  entry,
  event,
  HANA,
  HOUR,
  message,
  NOW,
  newcomer,
  richState,
} from './state-samples.ts'
import type { Stores } from './stores-under-test.ts'

const COMMITTED = expect.objectContaining({ kind: 'committed' })
const CONFLICT = { kind: 'conflict' }

/** What every `CustomerStore` does. */
export function describeCustomerStore(fresh: () => Promise<Stores>): void {
  let customers: CustomerStore
  beforeEach(async () => {
    customers = (await fresh()).customers
  })
  const loaded = async (customerId = HANA): Promise<CustomerState> => {
    const state = await customers.load(customerId)
    if (state === undefined) throw new Error('nothing is stored')
    return state
  }

  describe('state', () => {
    it('knows nobody at first', async () => {
      expect(await customers.load(HANA)).toBeUndefined()
      expect(await customers.messages(HANA)).toEqual([])
      expect(await customers.timeline(HANA)).toEqual([])
    })

    it('gives back all of a customer as it was committed', async () => {
      expect(await customers.commit(commitOf(undefined, richState()))).toEqual(COMMITTED)
      expect(await customers.load(HANA)).toEqual(richState())
    })

    it('tells with a commit what a load would give back', async () => {
      const first = await customers.commit(commitOf(undefined, richState()))
      expect(first).toEqual({ kind: 'committed', state: await loaded() })
      const before = await loaded()
      const [run] = before.runs
      if (run === undefined) throw new Error('a run')
      const after = {
        ...before,
        runs: [run],
        head: { ...before.head, timer: { at: NOW + 1, generation: 9, shard: 0 } },
      }
      const second = await customers.commit(commitOf(before, after))
      expect(second).toEqual({ kind: 'committed', state: await loaded() })
    })

    it('gives back a newcomer of whom nothing is known', async () => {
      await customers.commit(commitOf(undefined, newcomer()))
      expect(await customers.load(HANA)).toEqual(newcomer())
    })

    it('gives back runs and promises in the order in which they began, in whatever order a merge put them together', async () => {
      const runs = [cartRun('c3', 3), cartRun('c1', 1), cartRun('c2', 2)]
      const promises = [{ ...deliveryPromise('o-1'), madeAt: NOW + 1 }, deliveryPromise('o-2')]
      await customers.commit(commitOf(undefined, { ...newcomer(), runs, promises }))
      const stored = await loaded()
      expect(stored.runs.map((run) => run.key)).toEqual(['c1', 'c2', 'c3'])
      expect(stored.promises.map((promise) => promise.key)).toEqual(['o-2', 'o-1'])
    })

    it('never gives a number of a run again, though nothing else is known of a newcomer', async () => {
      const memory = { ...newcomer().memory, forgotten: 7 }
      await customers.commit(commitOf(undefined, { ...newcomer(), memory }))
      expect((await loaded()).memory).toEqual(memory)
    })

    it('writes what changed and forgets what ended', async () => {
      await customers.commit(commitOf(undefined, richState()))
      const before = await loaded()
      const [first, second, third] = before.runs
      if (first === undefined || second === undefined || third === undefined) throw new Error('three runs')
      const moved = { ...second, activity: { kind: 'listening' as const, until: NOW, step: '9' } }
      const after = {
        ...before,
        runs: [moved, third, cartRun('c9', 9)],
        promises: [{ ...deliveryPromise('o-2'), slips: 2 }],
        profile: { ...before.profile, traits: {} },
      }
      expect(await customers.commit(commitOf(before, after))).toEqual(COMMITTED)
      expect(await customers.load(HANA)).toEqual({ ...after, version: 2 })
    })

    it('writes what is remembered also where nothing else of the profile changed', async () => {
      await customers.commit(commitOf(undefined, richState()))
      const before = await loaded()
      const memory = { ...before.memory, runs: [], promises: [] }
      await customers.commit(commitOf(before, { ...before, memory }))
      expect((await loaded()).memory).toEqual(memory)
      expect((await loaded()).profile).toEqual(before.profile)
    })

    it('keeps customers apart', async () => {
      await customers.commit(commitOf(undefined, richState()))
      await customers.commit(commitOf(undefined, newcomer(customerIdOf('ken'))))
      expect(await customers.load(customerIdOf('ken'))).toEqual(newcomer(customerIdOf('ken')))
      expect(await customers.load(HANA)).toEqual(richState())
    })

    it('refuses the second of two who loaded the same version, and writes nothing of it', async () => {
      await customers.commit(commitOf(undefined, newcomer()))
      const before = await loaded()
      await customers.commit(commitOf(before, { ...before, runs: [cartRun('c1')] }, { entries: [entry('m-1')] }))
      const late = commitOf(
        before,
        { ...before, runs: [cartRun('c2')] },
        { entries: [entry('m-2')], messages: [{ message: message(), expect: 'absent' }] },
      )
      expect(await customers.commit(late)).toEqual(CONFLICT)
      expect((await loaded()).runs.map((run) => run.key)).toEqual(['c1'])
      expect((await customers.timeline(HANA)).map((kept) => kept.id)).toEqual(['m-1'])
      expect(await customers.messages(HANA)).toEqual([])
    })

    it('lets one of two create a customer', async () => {
      const both = await Promise.all(
        ['m-1', 'm-2'].map((id) => customers.commit(commitOf(undefined, newcomer(), { entries: [entry(id)] }))),
      )
      expect(both.map((result) => result.kind).sort()).toEqual(['committed', 'conflict'])
    })

    it('writes nothing where nothing changed, whoever was faster', async () => {
      await customers.commit(commitOf(undefined, newcomer()))
      const before = await loaded()
      expect(await customers.commit(commitOf(before, before))).toEqual(COMMITTED)
      expect((await loaded()).version).toBe(1)
    })
  })

  describe('the input’s marker', () => {
    it('tells the same input again, with the hash of what it was', async () => {
      await customers.commit(commitOf(undefined, newcomer(), { entries: [entry('m-1')] }))
      const before = await loaded()
      const again = commitOf(
        before,
        { ...before, runs: [cartRun()] },
        { entries: [entry('m-1', { contentHash: 'other content' })] },
      )
      expect(await customers.commit(again)).toEqual({ kind: 'duplicate', contentHash: 'hash of m-1' })
      expect((await loaded()).runs).toEqual([])
    })

    it('says duplicate rather than conflict, so that a repeat ends at once', async () => {
      await customers.commit(commitOf(undefined, newcomer(), { entries: [entry('m-1')] }))
      const stale = commitOf(undefined, newcomer(), { entries: [entry('m-1')] })
      expect(await customers.commit(stale)).toEqual({ kind: 'duplicate', contentHash: 'hash of m-1' })
    })

    it('tells a repeat of what has no hash', async () => {
      const timer = {
        id: 'timer#1#5',
        kind: 'decision',
        at: NOW,
        receivedAt: NOW,
        decisions: [],
        emitted: false,
      } as const
      await customers.commit(commitOf(undefined, newcomer(), { entries: [timer] }))
      expect(await customers.commit(commitOf(await loaded(), await loaded(), { entries: [timer] }))).toEqual({
        kind: 'duplicate',
      })
    })

    it('must be absent under absorbed customers too', async () => {
      const earlier = customerIdOf('earlier')
      await customers.keep(earlier, entry('m-1'))
      const merged = commitOf(undefined, newcomer(), {
        entries: [entry('m-1')],
        absentMarkers: [{ customerId: earlier, id: 'm-1' }],
      })
      expect(await customers.commit(merged)).toEqual({ kind: 'duplicate', contentHash: 'hash of m-1' })
      const other = commitOf(undefined, newcomer(), {
        entries: [entry('m-2')],
        absentMarkers: [{ customerId: earlier, id: 'm-2' }],
      })
      expect(await customers.commit(other)).toEqual(COMMITTED)
    })

    it('is as good where a producer’s id is longer than a key may be', async () => {
      const id = '長'.repeat(256)
      await customers.keep(HANA, entry(id))
      expect(await customers.keep(HANA, entry(id))).toEqual({ kind: 'duplicate', contentHash: `hash of ${id}` })
      expect(await customers.timeline(HANA)).toEqual([entry(id)])
    })

    it('fails loudly where an event that we raise exists already', async () => {
      await customers.commit(
        commitOf(undefined, newcomer(), { entries: [entry('m-1'), entry('raised-1', { emitted: true })] }),
      )
      const again = commitOf(await loaded(), await loaded(), {
        entries: [entry('m-2'), entry('raised-1', { emitted: true })],
      })
      await expect(customers.commit(again)).rejects.toThrow(expect.objectContaining({ code: 'entry-exists' }))
      await expect(customers.commit(again)).rejects.toBeInstanceOf(PermanentError)
    })
  })

  describe('keep', () => {
    it('takes an event once, though it was taken under a customer who was merged', async () => {
      const earlier = customerIdOf('earlier')
      await customers.keep(earlier, entry('m-1'))
      const absent = (id: string) => [{ customerId: earlier, id }]
      expect(await customers.keep(HANA, entry('m-1'), absent('m-1'))).toEqual({
        kind: 'duplicate',
        contentHash: 'hash of m-1',
      })
      expect(await customers.keep(HANA, entry('m-2'), absent('m-2'))).toEqual(COMMITTED)
      expect(await customers.timeline(HANA)).toEqual([entry('m-2')])
    })

    it('takes an event once, without touching the state', async () => {
      expect(await customers.keep(HANA, entry('m-1'))).toEqual(COMMITTED)
      expect(await customers.keep(HANA, entry('m-1', { contentHash: 'other content' }))).toEqual({
        kind: 'duplicate',
        contentHash: 'hash of m-1',
      })
      expect(await customers.load(HANA)).toBeUndefined()
      expect(await customers.timeline(HANA)).toEqual([entry('m-1')])
    })

    it('and commit know of each other', async () => {
      await customers.keep(HANA, entry('m-1'))
      expect((await customers.commit(commitOf(undefined, newcomer(), { entries: [entry('m-1')] }))).kind).toBe(
        'duplicate',
      )
      await customers.commit(commitOf(undefined, newcomer(), { entries: [entry('m-2')] }))
      expect((await customers.keep(HANA, entry('m-2'))).kind).toBe('duplicate')
    })
  })

  describe('messages', () => {
    const full = message('message-1', {
      goodUntil: NOW,
      claimedAt: NOW,
      sentAt: NOW,
      providerId: 'p-1',
      reason: 'stale',
      payload: { card: [1] },
      outcomes: [{ at: NOW, kind: 'bounced', detail: 'permanent', id: 'n-1' }],
    })

    it('are given back as written', async () => {
      await customers.commit(
        commitOf(undefined, newcomer(), {
          messages: [
            { message: full, expect: 'absent' },
            { message: message('message-2'), expect: 'absent' },
          ],
        }),
      )
      expect(await customers.message(HANA, 'message-1')).toEqual(full)
      expect(await customers.messages(HANA)).toEqual([full, message('message-2')])
      expect(await customers.message(HANA, 'message-3')).toBeUndefined()
    })

    it('are planned once', async () => {
      await customers.commit(commitOf(undefined, newcomer(), { messages: [{ message: message(), expect: 'absent' }] }))
      const before = await loaded()
      expect(
        await customers.commit(
          commitOf(before, before, { messages: [{ message: message('message-1', { attempt: 2 }), expect: 'absent' }] }),
        ),
      ).toEqual(CONFLICT)
      expect((await customers.message(HANA, 'message-1'))?.attempt).toBe(1)
    })

    it('cannot be both claimed and cancelled: one of the two loses', async () => {
      await customers.commit(commitOf(undefined, newcomer(), { messages: [{ message: message(), expect: 'absent' }] }))
      const before = await loaded()
      const [claim, cancel] = (['claimed', 'cancelled'] as const).map((status) =>
        commitOf(
          before,
          { ...before, head: { ...before.head } },
          {
            entries: [entry(`settled#${status}`)],
            messages: [{ message: message('message-1', { status }), expect: ['planned', 'held'] }],
          },
        ),
      )
      if (claim === undefined || cancel === undefined) throw new Error('two commits')
      const results = await Promise.all([customers.commit(claim), customers.commit(cancel)])
      expect(results.map((result) => result.kind).sort()).toEqual(['committed', 'conflict'])
      const winner = results[0]?.kind === 'committed' ? 'claimed' : 'cancelled'
      expect((await customers.message(HANA, 'message-1'))?.status).toBe(winner)
    })

    it('in another status than expected stop the whole commit, also at the right version', async () => {
      await customers.commit(
        commitOf(undefined, newcomer(), {
          messages: [{ message: message('message-1', { status: 'cancelled' }), expect: 'absent' }],
        }),
      )
      const before = await loaded()
      const claim = commitOf(
        before,
        { ...before, runs: [cartRun()] },
        { messages: [{ message: message('message-1', { status: 'claimed' }), expect: ['planned'] }] },
      )
      expect(await customers.commit(claim)).toEqual(CONFLICT)
      expect((await loaded()).runs).toEqual([])
      const never = commitOf(before, before, {
        messages: [{ message: message('message-1', { status: 'claimed' }), expect: [] }],
      })
      expect(await customers.commit(never)).toEqual(CONFLICT)
      const missing = commitOf(before, before, { messages: [{ message: message('message-9'), expect: ['planned'] }] })
      expect(await customers.commit(missing)).toEqual(CONFLICT)
    })

    it('move on with feedback, from the status that it is about', async () => {
      await customers.commit(
        commitOf(undefined, newcomer(), {
          messages: [{ message: message('message-1', { status: 'sent' }), expect: 'absent' }],
        }),
      )
      expect(await customers.saveMessage(message('message-1', { status: 'delivered' }), ['sent', 'unknown'])).toBe(true)
      expect(await customers.saveMessage(message('message-1', { status: 'bounced' }), ['sent', 'unknown'])).toBe(false)
      expect((await customers.message(HANA, 'message-1'))?.status).toBe('delivered')
      expect(await customers.saveMessage(message('message-9'), ['planned'])).toBe(false)
    })
  })

  describe('timeline', () => {
    it('is told oldest first by when it happened, not by when it came', async () => {
      await customers.keep(HANA, entry('late', { at: NOW - HOUR, receivedAt: NOW + 1 }))
      await customers.commit(
        commitOf(undefined, newcomer(), { entries: [entry('second'), entry('third', { at: NOW + 1, emitted: true })] }),
      )
      expect((await customers.timeline(HANA)).map((kept) => kept.id)).toEqual(['late', 'second', 'third'])
      expect((await customers.timeline(HANA))[2]?.emitted).toBe(true)
    })

    it('can be asked since a time and for some events', async () => {
      const bought = entry('bought', { at: NOW, event: event('bought', { name: 'Order Completed' }) })
      const decided = {
        id: 'timer#1',
        kind: 'decision',
        at: NOW,
        receivedAt: NOW,
        decisions: [],
        emitted: false,
      } as const
      for (const kept of [entry('early', { at: NOW - HOUR }), bought, decided]) await customers.keep(HANA, kept)
      expect((await customers.timeline(HANA, { since: NOW })).map((kept) => kept.id)).toEqual(['bought', 'timer#1'])
      expect((await customers.timeline(HANA, { events: ['Product Added'] })).map((kept) => kept.id)).toEqual(['early'])
      expect(await customers.timeline(HANA, { since: NOW, events: ['Order Completed'] })).toEqual([bought])
    })

    it('holds more than one page of events', async () => {
      // A page is 1 MB; each of these takes 6 KB however it is packed.
      const note = noise(8)
      for (let n = 0; n < 200; n++)
        await customers.keep(
          HANA,
          entry(`m-${n}`, { at: NOW + n, event: event(`m-${n}`, { properties: { note, n } }) }),
        )
      const told = await customers.timeline(HANA)
      expect(told.map((kept) => kept.event?.properties['n'])).toEqual(Array.from({ length: 200 }, (_, n) => n))
    })
  })

  describe('a merge', () => {
    const ken = customerIdOf('ken')

    it('changes both customers or neither', async () => {
      await customers.commit(commitOf(undefined, newcomer()))
      await customers.commit(
        commitOf(
          undefined,
          { ...newcomer(ken), runs: [cartRun()] },
          { messages: [{ message: message('m', { customerId: ken }), expect: 'absent' }] },
        ),
      )
      const [survivor, other] = [await loaded(), await loaded(ken)]
      const gone = { ...other, version: 2, runs: [], head: { ...other.head, mergedInto: HANA } }
      const merge = commitOf(
        survivor,
        { ...survivor, runs: other.runs, head: { ...survivor.head, absorbed: [ken] } },
        {
          entries: [entry('m-1')],
          absorbed: { before: other, after: gone },
          messages: [{ message: message('m', { customerId: ken, status: 'cancelled' }), expect: ['planned'] }],
        },
      )
      expect(await customers.commit(merge)).toEqual(COMMITTED)
      expect((await loaded(ken)).head.mergedInto).toBe(HANA)
      expect((await loaded(ken)).runs).toEqual([])
      expect((await loaded()).runs).toEqual([cartRun()])
      expect((await customers.message(ken, 'm'))?.status).toBe('cancelled')

      const stale = commitOf(await loaded(), await loaded(), {
        entries: [entry('m-2')],
        absorbed: { before: other, after: gone },
      })
      expect(await customers.commit(stale)).toEqual(CONFLICT)
      expect((await loaded()).version).toBe(2)
    })
  })
}
