import fc from 'fast-check'
import { expect } from 'vitest'
import type { FixedClock } from '#adapters/memory/fixed-clock.ts'
import type { Catalogue } from '#engagement/model/catalogue.ts'
import { type SeedStore, seedCatalogue } from '#stages/seed.ts'
import { catalogue, noise, workflow } from '../catalogue-samples.ts'
import type { Stores } from '../stores-under-test.ts'
import { namesOf, type PublishedModel } from './published-model.ts'

type Instance = 'A' | 'B'

/** Two warm instances of the same stores. */
export interface PublishedPlace {
  readonly clock: FixedClock
  readonly instances: { [name in Instance]: Omit<Stores, 'customers' | 'timers'> }
  /** A cold instance stands in the place of a warm one. */
  another?(instance: Instance): void
  readonly seeds?: SeedStore
}

type Command = fc.AsyncCommand<PublishedModel, PublishedPlace>
const command = (name: string, run: (model: PublishedModel, place: PublishedPlace) => Promise<void>): Command => ({
  check: () => true,
  run,
  toString: () => name,
})

const instance = fc.constantFrom<Instance>('A', 'B')
const EVENTS = ['Payment Failed', 'Order Completed', 'Ticket Opened', 'Ticket Solved']
const version = fc.record({
  id: fc.constantFrom('help', 'help-2', 'cart'),
  version: fc.constantFrom('v1', 'v2', 'v'),
  name: fc.constantFrom('as it is', 'tampered with'),
  enters: fc.constantFrom(...EVENTS),
  ends: fc.subarray(EVENTS, { maxLength: 1 }),
})
const CATALOGUE: fc.Arbitrary<Catalogue> = fc
  .uniqueArray(version, { selector: ({ id }) => id, minLength: 1, maxLength: 2 })
  .map((versions) =>
    catalogue(
      versions.map(({ id, version, name, enters, ends }) => ({
        ...workflow(id, version, name),
        trigger: { events: [enters], maxAge: 86_400_000 },
        exitWhen: ends.length === 0 ? [] : [{ events: ends }],
      })),
    ),
  )
const brief = ({ workflows }: Catalogue): string =>
  workflows
    .map(
      ({ id, version: v, name, ...rest }) =>
        `${id} ${v} ${name} (${namesOf(catalogue([{ id, version: v, name, ...rest }]))})`,
    )
    .join(', ')

const PUBLISH = fc.tuple(instance, CATALOGUE).map(([who, made]) =>
  command(`${who} publishes ${brief(made)}`, async (model, { instances }) => {
    await instances[who].catalogue.publish(made)
    model.publish(made, who)
  }),
)

/** A publication of before is made live again. */
const BACK = fc.tuple(instance, fc.nat(3)).map(([who, ago]) =>
  command(`${who} publishes again what was live ${ago + 1} publications ago`, async (model, { instances }) => {
    const made = model.publications.at(-2 - ago)?.catalogue
    if (made === undefined) return
    await instances[who].catalogue.publish(made)
    model.publish(made, who)
  }),
)

/** A publication that is taken back before everybody has seen it: what it refers to may have begun all the same. */
const REGRET = fc.tuple(instance, CATALOGUE).map(([who, made]) =>
  command(`${who} publishes ${brief(made)}, and takes it back`, async (model, { instances }) => {
    const before = model.live
    for (const each of before === undefined ? [] : [made, before]) {
      await instances[who].catalogue.publish(each)
      model.publish(each, who)
    }
  }),
)

const LIVE = instance.map((who) => command(`${who} asks what is live`, (model, place) => live(who, model, place)))

async function live(who: Instance, model: PublishedModel, { instances }: PublishedPlace): Promise<void> {
  const found = await instances[who].catalogue.live()
  if (model.live === undefined) return expect(found).toBeUndefined()
  expect(model.mayBeLive(who)).toContainEqual(found)
  model.saw(who, found?.hash ?? '')
}

const WATCHED = instance.map((who) =>
  command(`${who} asks what is watched`, async (model, place) => {
    const names = await place.instances[who].catalogue.watched()
    expect([...names]).toEqual(expect.arrayContaining([...model.known]))
    expect([...model.written]).toEqual(expect.arrayContaining([...names]))
    const mine = await place.instances[who].catalogue.live()
    expect([...names]).toEqual(expect.arrayContaining([...(mine === undefined ? [] : namesOf(mine))]))
  }),
)

const VERSION = fc
  .tuple(instance, fc.constantFrom('help', 'help-2', 'cart'), fc.constantFrom('v1', 'v2', 'v'))
  .map(([who, id, of]) =>
    command(`${who} asks for ${id} ${of}`, async (model, { instances }) => {
      expect(await instances[who].catalogue.workflow(id, of)).toEqual(model.versions.get(`${id} ${of}`))
    }),
  )

const DEPLOY = CATALOGUE.map((made) =>
  command(`a deployment brings ${brief(made)}`, async (model, { seeds }) => {
    if (seeds === undefined) return
    const { live, seed } = model
    const [isSame, isOurs] = [live?.hash === made.hash, live === undefined || live.hash === seed]
    const expected = isSame ? 'unchanged' : isOurs ? 'planted' : 'left-alone'
    expect(await seedCatalogue(made, seeds)).toBe(expected)
    if (expected === 'left-alone' || (isSame && seed === made.hash)) return
    model.publish(made, 'deployment')
    model.seed = made.hash
  }),
)

/** Whoever it thinks is live. */
const PLANT = fc.tuple(CATALOGUE, fc.boolean()).map(([made, isRight]) =>
  command(
    `${brief(made)} is planted where ${isRight ? 'this' : 'something else'} is live`,
    async (model, { seeds }) => {
      if (seeds === undefined) return
      expect(await seeds.hashes()).toEqual({ live: model.live?.hash, seed: model.seed })
      expect(await seeds.plant(made, isRight ? model.live?.hash : 'another hash')).toBe(isRight)
      if (!isRight) return model.write(made)
      model.publish(made, 'deployment')
      model.seed = made.hash
    },
  ),
)

/** Spellings that reach the same person, and none that reaches another. */
const ADDRESSES = [
  ['email', 'hana', ['hana@example.jp', ' Hana@Example.JP', 'hana@example.jp ']],
  ['email', 'ken', ['ken@example.jp', 'KEN@EXAMPLE.JP']],
  ['sms', 'hana', ['+819012345678', '+81 90-1234-5678', '0081 90 1234 5678', '(+81) 90 1234 5678']],
  ['sms', 'ken', ['+819012345679']],
  ['line', 'hana', ['Uabc', ' Uabc']],
  ['line', 'ken', ['UABC']],
] as const
const ADDRESS = fc.constantFrom(...ADDRESSES).chain(([channel, person, spellings]) =>
  fc.record({
    channel: fc.constant(channel),
    person: fc.constant(person),
    address: fc.constantFrom<string>(...spellings),
  }),
)

const SUPPRESS = fc
  .tuple(instance, ADDRESS, fc.constantFrom('bounced' as const, 'complained' as const, 'manual' as const))
  .map(([who, { channel, person, address }, reason]) =>
    command(`${address} ${reason} on ${channel}`, async (model, { instances }) => {
      const suppression = { channel, reason, at: model.now, evidence: `n-${model.now}` }
      await instances[who].suppressions.add(suppression, address)
      model.suppress(person, suppression)
    }),
  )

const FIND = fc.tuple(instance, ADDRESS).map(([who, { channel, person, address }]) =>
  command(`${who} asks whether ${address} is suppressed on ${channel}`, async (model, { instances }) => {
    expect(await instances[who].suppressions.find(channel, address)).toEqual(model.suppressed(channel, person))
  }),
)

const PUT_ASIDE = fc
  .tuple(instance, fc.constantFrom('q-1', 'q-1', 'q#2', '長'.repeat(300)), fc.boolean(), fc.boolean())
  .map(([who, id, placed, long]) =>
    command(`${id.slice(0, 3)} is put aside`, async (model, { instances }) => {
      const base = { id, at: model.now, code: 'bad-event', reason: `at ${model.now}`, raw: long ? noise(2) : '{}' }
      const item = placed ? { ...base, place: 'detail.messageId' } : base
      await instances[who].quarantine.add(item)
      model.putAside(item)
    }),
  )

const LIST = fc.tuple(instance, fc.integer({ min: 1, max: 6 })).map(([who, limit]) =>
  command(`${who} lists ${limit} of what was put aside`, async (model, { instances }) => {
    expect(await instances[who].quarantine.list(limit)).toEqual(model.quarantine(limit))
  }),
)

const BEGIN = fc.tuple(instance, fc.constantFrom('r-1', 'r-2')).map(([who, record]) =>
  command(`${who} begins with ${record}`, async (model, { instances }) => {
    expect(await instances[who].attempts.begin(record)).toBe(model.begin(record))
  }),
)

const SECOND = 1_000
const WAIT = fc.constantFrom(1, 20 * SECOND, 30 * SECOND, 13 * 3_600 * SECOND).map((ms) =>
  command(`${ms / SECOND} s pass`, async (model, { clock }) => {
    clock.advance(ms)
    model.now += ms
  }),
)

const ANOTHER = instance.map((who) =>
  command(`a cold instance stands in the place of ${who}`, async (model, place) => {
    if (place.another === undefined) return
    place.another(who)
    model.restart(who)
  }),
)

const publication = [
  PUBLISH,
  PUBLISH,
  REGRET,
  BACK,
  LIVE,
  LIVE,
  WATCHED,
  WATCHED,
  VERSION,
  DEPLOY,
  PLANT,
  WAIT,
  WAIT,
  ANOTHER,
]
const evidence = [SUPPRESS, FIND, PUT_ASIDE, LIST, BEGIN, BEGIN, WAIT, ANOTHER]

/** Either of publications or of the rest, which know nothing of each other: so that what belongs together meets. */
export const publishedCommands = (maxCommands: number) =>
  fc.oneof(fc.commands(publication, { maxCommands, size: 'max' }), fc.commands(evidence, { maxCommands, size: 'max' }))
