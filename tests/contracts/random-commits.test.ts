import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { FixedClock } from '#adapters/memory/fixed-clock.ts'
import { createMemoryStores } from '#adapters/memory/memory-stores.ts'
import type { CustomerState } from '#engagement/journey/customer-state.ts'
import type { MessageWrite } from '#engagement/journey/message-write.ts'
import type { MessageStatus } from '#engagement/message/message.ts'
import type { CommitResult } from '#stages/ports/commit.ts'
import { cartRun, commitOf, deliveryPromise, entry, HANA, MINUTE, message, NOW, newcomer } from './state-samples.ts'
import { OnEngine, type Stores } from './stores-under-test.ts'

/** One thing that happens to a customer. `stale`: it was loaded before the last commit. */
interface Act {
  readonly input: number
  readonly stale: boolean
  readonly keep: boolean
  readonly runs: readonly number[]
  readonly moves: number
  readonly promises: readonly number[]
  readonly trait: number | null
  readonly timer: number | null | 'same'
  readonly message: {
    readonly id: number
    readonly status: MessageStatus
    readonly expect: MessageWrite['expect']
  } | null
}

const few = fc.uniqueArray(fc.integer({ min: 1, max: 4 }), { maxLength: 4 })
const status = fc.constantFrom<MessageStatus>('planned', 'claimed', 'sent', 'cancelled')
const act: fc.Arbitrary<Act> = fc.record({
  input: fc.integer({ min: 1, max: 12 }),
  stale: fc.boolean(),
  keep: fc.boolean(),
  runs: few,
  moves: fc.integer({ min: 0, max: 3 }),
  promises: few,
  trait: fc.option(fc.integer({ min: 0, max: 2 })),
  timer: fc.oneof(fc.constant('same' as const), fc.constant(null), fc.integer({ min: 0, max: 3 })),
  message: fc.option(
    fc.record({
      id: fc.integer({ min: 1, max: 3 }),
      status,
      expect: fc.oneof(fc.constant('absent' as const), fc.array(status, { maxLength: 2 })),
    }),
  ),
})

/** The state after an act, sharing with `before` what the act leaves alone, as the core does. */
function after(before: CustomerState | undefined, { runs, moves, promises, trait, timer }: Act): CustomerState {
  const base = before ?? newcomer()
  const generation = base.head.timerGeneration + 1
  const { timer: outstanding, ...head } = base.head
  const next =
    timer === 'same' ? outstanding : timer === null ? undefined : { at: NOW + timer * MINUTE, generation, shard: 0 }
  return {
    ...base,
    head: { ...head, timerGeneration: generation, ...(next === undefined ? {} : { timer: next }) },
    profile: trait === null ? base.profile : { ...base.profile, traits: { vip: { value: trait, at: NOW } } },
    runs: [...runs].sort().map((n) => {
      const kept = base.runs.find((run) => run.n === n)
      return kept !== undefined && moves !== n
        ? kept
        : { ...cartRun(`c${n}`, n), activity: { kind: 'listening', until: generation, step: '1' } }
    }),
    promises: [...promises]
      .sort()
      .map(
        (n) => base.promises.find((kept) => kept.key === `o-${n}`) ?? { ...deliveryPromise(`o-${n}`), madeAt: NOW + n },
      ),
  }
}

async function play(stores: Stores, acts: readonly Act[]): Promise<unknown> {
  const results: CommitResult[] = []
  let earlier: CustomerState | undefined
  for (const each of acts) {
    const stored = await stores.customers.load(HANA)
    const before = each.stale ? earlier : stored
    const { message: planned } = each
    const messages =
      planned === null
        ? []
        : [{ message: message(`message-${planned.id}`, { status: planned.status }), expect: planned.expect }]
    results.push(
      each.keep
        ? await stores.customers.keep(HANA, entry(`m-${each.input}`))
        : await stores.customers.commit(
            commitOf(before, after(before, each), { entries: [entry(`m-${each.input}`)], messages }),
          ),
    )
    earlier = stored
  }
  const minutes = await Promise.all([0, 1, 2, 3].map((n) => stores.timers.due(NOW + n * MINUTE)))
  return {
    results,
    state: await stores.customers.load(HANA),
    messages: await stores.customers.messages(HANA),
    timeline: await stores.customers.timeline(HANA),
    timers: minutes,
  }
}

const engine = new OnEngine()
beforeAll(() => engine.start())
afterAll(() => engine.stop())

it('whatever happens, memory and DynamoDB answer and remember alike', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 12 }), async (acts) => {
      const clock = new FixedClock(NOW)
      const [memory, table] = [createMemoryStores({ freeze: true }), await engine.fresh(clock)]
      expect(await play(table, acts)).toEqual(await play(memory, acts))
    }),
    { numRuns: 60 },
  )
})
