import { PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createDynamoDbStores } from '#adapters/aws/dynamodb/dynamodb-stores.ts'
import { FixedClock } from '#adapters/memory/fixed-clock.ts'
import { PermanentError } from '#engagement/errors.ts'
import { catalogue, workflow } from './catalogue-samples.ts'
import {
  cartRun,
  commitOf,
  customerIdOf,
  entry,
  HANA,
  MINUTE,
  message,
  NOW,
  newcomer,
  richState,
} from './state-samples.ts'
import { OnEngine, TIMELINE_MS } from './stores-under-test.ts'

const place = new OnEngine()
let clock: FixedClock
let under: Awaited<ReturnType<OnEngine['table']>>
beforeAll(() => place.start())
afterAll(() => place.stop())
beforeEach(async () => {
  clock = new FixedClock(NOW)
  under = await place.table(clock)
})
/** The same table as another instance sees it, with caches of its own. */
const another = () => createDynamoDbStores({ ...under, clock, secret: 'a secret of tests', timelineMs: TIMELINE_MS })
/** What an earlier version, or a hand, may have left in the table. */
const plant = ({ SK, d, v }: { readonly SK: string; readonly d: string; readonly v?: number }) =>
  under.client.send(
    new PutItemCommand({
      TableName: under.tableName,
      Item: {
        PK: { S: `C#${HANA}` },
        SK: { S: SK },
        s: { N: '1' },
        d: { S: d },
        ...(v === undefined ? {} : { v: { N: String(v) } }),
      },
    }),
  )
const everything = async () => (await under.client.send(new ScanCommand({ TableName: under.tableName }))).Items ?? []

describe('what is stored', () => {
  it('lets entries and messages expire, and nothing that is still needed', async () => {
    await under.stores.customers.commit(
      commitOf(undefined, richState(), {
        entries: [entry('m-1')],
        messages: [{ message: message(), expect: 'absent' }],
      }),
    )
    const expiring = (await everything()).filter((item) => item['ttl'] !== undefined)
    expect(expiring.map((item) => item['SK']?.S).sort()).toEqual(['EVT#m-1', 'MSG#message-1'])
    expect(expiring.map((item) => Number(item['ttl']?.N))).toEqual(
      [1, 1].map(() => Math.ceil((NOW + TIMELINE_MS) / 1000)),
    )
  })

  it('has no address in a suppression', async () => {
    await under.stores.suppressions.add(
      { channel: 'email', reason: 'bounced', at: NOW, evidence: 'n-1' },
      'hana@example.jp',
    )
    expect(JSON.stringify(await everything())).not.toContain('hana')
  })

  it('fits 1 KB an item for a customer who enters, so that each costs one write', async () => {
    const state = newcomer()
    const timer = { at: NOW, generation: 1, shard: 0 }
    await under.stores.customers.commit(
      commitOf(
        undefined,
        { ...state, head: { ...state.head, timer, timerGeneration: 1 }, runs: [cartRun()] },
        { entries: [entry('m-1')], messages: [{ message: message(), expect: 'absent' }] },
      ),
    )
    const items = await everything()
    expect(items.map((item) => item['SK']?.S?.split('#').slice(0, 2).join('#')).sort()).toEqual(
      [`${HANA}#1`, 'EVT#m-1', 'MSG#message-1', 'STATE', 'STATE#RUN'].sort(),
    )
    for (const item of items) expect(JSON.stringify(item).length).toBeLessThan(1_024)
  })

  it('is refused where the heart of a customer is not what we wrote, with its key and without its content', async () => {
    await under.stores.customers.commit(commitOf(undefined, newcomer()))
    await plant({ SK: 'STATE', d: '{"createdAt":"tea"}', v: 1 })
    const error = await under.stores.customers.load(HANA).catch((failure: unknown) => failure)
    expect(error).toBeInstanceOf(PermanentError)
    expect(error).toMatchObject({ code: 'broken-item', message: expect.stringContaining(`C#${HANA} / STATE`) })
    expect(String(error)).not.toContain('tea')
  })

  it('blocks nobody where a run, a promise, a trait or an entry does not read: it is put aside, the rest is there', async () => {
    const state = richState()
    await under.stores.customers.commit(commitOf(undefined, state, { entries: [entry('m-1')] }))
    const profile = { ...state.profile, traits: { ...state.profile.traits, broken: { value: 1, at: null } } }
    await plant({ SK: 'STATE#PROFILE', d: JSON.stringify({ profile, memory: state.memory }) })
    await plant({ SK: 'STATE#RUN#w#c1#1', d: '{"workflow":"w","secret":"tea"}' })
    await plant({ SK: 'STATE#PROMISE#p#o1', d: '{"name":"p","due":' })
    await plant({ SK: 'EVT#m-2', d: '{"kind":"event"}' })
    const loaded = await under.stores.customers.load(HANA)
    expect(loaded).toEqual({ ...state, version: 1 })
    expect((await under.stores.customers.timeline(HANA)).map(({ id }) => id)).toEqual(['m-1'])
    const aside = (await under.stores.quarantine.list()).map(({ code, place }) => [code, place])
    expect(aside.toSorted()).toEqual(
      ['EVT#m-2', 'STATE#PROFILE', 'STATE#PROMISE#p#o1', 'STATE#RUN#w#c1#1'].map((SK) => [
        'broken-item',
        `C#${HANA} / ${SK}`,
      ]),
    )
    if (loaded === undefined) throw new Error('not loaded')
    await under.stores.customers.commit({
      before: loaded,
      after: { ...loaded, version: 2 },
      entries: [entry('m-3')],
      messages: [],
    })
    const stored = (await everything()).map((item) => item['SK']?.S)
    expect(stored).not.toContain('STATE#RUN#w#c1#1')
    expect(stored).not.toContain('STATE#PROMISE#p#o1')
    expect(await another().customers.load(HANA)).toEqual({ ...loaded, version: 2 })
  })

  it('is read as whole milliseconds where an earlier version stored fractions of them', async () => {
    const run = cartRun()
    await under.stores.customers.commit(commitOf(undefined, { ...newcomer(), runs: [run] }))
    const late = { ...run, activity: { ...run.activity, until: NOW + 0.25 } }
    await plant({ SK: `STATE#RUN#${run.workflow}#${run.key}#${run.n}`, d: JSON.stringify(late) })
    expect((await under.stores.customers.load(HANA))?.runs[0]?.activity.until).toBe(NOW + 1)
  })

  it('stops no sweep where a timer does not read: it is put aside, and the others of its minute are found', async () => {
    const minute = new Date(NOW).toISOString().slice(0, 16)
    const due = async (SK: string, at: string) =>
      under.client.send(
        new PutItemCommand({
          TableName: under.tableName,
          Item: { PK: { S: `DUE#${minute}#0` }, SK: { S: SK }, at: { N: at } },
        }),
      )
    await due('ann#1', String(NOW))
    await due('ben#1', `${NOW - 1}.75`)
    await due('cid#1', '1e100')
    await due('nobody', String(NOW))
    const found = await under.stores.timers.due(NOW)
    expect(found.map(({ customerId, at }) => [customerId, at]).toSorted()).toEqual([
      ['ann', NOW],
      ['ben', NOW],
    ])
    expect((await under.stores.quarantine.list()).map(({ code }) => code)).toEqual(['broken-item', 'broken-item'])
  })

  it('is shown in the quarantine beside an item of it that does not read', async () => {
    await under.stores.quarantine.add({ id: 'q-1', at: NOW, code: 'bad-identity', reason: 'r', raw: '{}' })
    const PK = { S: `QUA#${new Date(NOW).toISOString().slice(0, 10)}` }
    const Item = { PK, SK: { S: 'q-2' }, s: { N: '1' }, d: { S: '{"id":' } }
    await under.client.send(new PutItemCommand({ TableName: under.tableName, Item }))
    const shown = (await under.stores.quarantine.list()).map(({ id, code }) => [id, code])
    expect(shown.toSorted()).toEqual([
      ['q-1', 'bad-identity'],
      ['q-2', 'broken-item'],
    ])
  })

  it('is refused where a part of a catalogue is not what was published', async () => {
    const published = catalogue([workflow('help', 'v1')])
    await under.stores.catalogue.publish(published)
    const [part] = (await everything()).filter((item) => item['PK']?.S === `CAT#${published.hash}`)
    if (part === undefined) throw new Error('the catalogue has a part')
    await under.client.send(
      new PutItemCommand({ TableName: under.tableName, Item: { ...part, z: { B: new Uint8Array(10) } } }),
    )
    await expect(another().catalogue.live()).rejects.toMatchObject({ code: 'broken-item' })
  })
})

it('refuses a reaction that one transaction cannot hold, so that its caller splits it', async () => {
  const runs = Array.from({ length: 100 }, (_, n) => cartRun(`c${n}`, n + 1))
  const commit = commitOf(undefined, { ...newcomer(), runs })
  await expect(under.stores.customers.commit(commit)).rejects.toMatchObject({ code: 'too-many-items' })
  expect(
    await under.stores.customers.commit({ ...commit, after: { ...commit.after, runs: runs.slice(1) } }),
  ).toMatchObject({
    kind: 'committed',
  })
})

it('sees a new publication within 30 seconds, and asks no sooner', async () => {
  const [first, second] = [catalogue([workflow('help', 'v1')]), catalogue([workflow('help', 'v2')])]
  await under.stores.catalogue.publish(first)
  const warm = another()
  expect((await warm.catalogue.live())?.hash).toBe(first.hash)
  await under.stores.catalogue.publish(second)
  clock.advance(29_999)
  expect((await warm.catalogue.live())?.hash).toBe(first.hash)
  clock.advance(1)
  expect((await warm.catalogue.live())?.hash).toBe(second.hash)
})

it('watches the events of a publication that was taken back before an instance saw it', async () => {
  const first = catalogue([workflow('help', 'v1')])
  await under.stores.catalogue.publish(first)
  const warm = another()
  expect((await warm.catalogue.watched()).has('Order Completed')).toBe(false)
  const regretted = catalogue([{ ...workflow('help', 'v2'), exitWhen: [{ events: ['Order Completed'] }] }])
  await under.stores.catalogue.publish(regretted)
  await under.stores.catalogue.publish(first)
  clock.advance(30_000)
  expect((await warm.catalogue.watched()).has('Order Completed')).toBe(true)
})

describe('shards of a minute', () => {
  const due = (customerId: string) => {
    const state = newcomer(customerId)
    return commitOf(undefined, {
      ...state,
      head: { ...state.head, timer: { at: NOW, generation: 1, shard: 0 }, timerGeneration: 1 },
    })
  }

  it('only grow, and the sweep finds timers of before and after', async () => {
    const warm = another()
    await warm.customers.commit(due(customerIdOf('0')))
    expect(await under.stores.shards.grow(4)).toBe(true)
    expect(await under.stores.shards.grow(2)).toBe(false)
    const ids = Array.from({ length: 12 }, (_, n) => customerIdOf(String(n + 1)))
    for (const id of ids) await another().customers.commit(due(id))
    await warm.customers.commit(due(customerIdOf('still one shard')))
    const found = await warm.timers.due(NOW)
    expect(found).toHaveLength(14)
    expect(new Set(found.map((timer) => timer.shard)).size).toBeGreaterThan(1)
    expect([...(await warm.timers.all())].map((timer) => timer.customerId).sort()).toEqual(
      found.map((timer) => timer.customerId).sort(),
    )
  })

  it('are remembered by the state, so that a timer set before they grew is removed where it is', async () => {
    const ids = Array.from({ length: 6 }, (_, n) => customerIdOf(String(n)))
    for (const id of ids) await under.stores.customers.commit(due(id))
    await under.stores.shards.grow(4)
    const next = another()
    for (const id of ids) {
      const before = await next.customers.load(id)
      if (before === undefined) throw new Error('nothing is stored')
      const timer = { at: NOW + MINUTE, generation: 2, shard: 0 }
      await next.customers.commit(commitOf(before, { ...before, head: { ...before.head, timer, timerGeneration: 2 } }))
    }
    expect(await next.timers.due(NOW)).toEqual([])
    expect(await next.timers.due(NOW + MINUTE)).toHaveLength(6)
  })
})
