import { createHash } from 'node:crypto'
import { Chance } from './chance.ts'
import { LAWS } from './laws/all-laws.ts'
import type { Seen } from './laws/law.ts'
import type { Naming } from './queues/fifo-queue.ts'
import { DAY, type Happening, type Life } from './story/happening.ts'
import { lifeOf } from './story/life.ts'
import { weatherOf } from './weather.ts'
import type { Catalogues } from './world/catalogues.ts'
import { CustomerActs } from './world/customer-acts.ts'
import type { Fault } from './world/faults.ts'
import { Machine } from './world/machine.ts'
import { SeedWorld } from './world/seed-world.ts'

/** What is played in: what may be published, and how queues name their messages. */
export interface Shop {
  readonly catalogues: Catalogues
  readonly naming: Naming
}

/** A part of a world: everything else of it is left out. */
export interface Part {
  readonly customers?: ReadonlySet<number>
  /** By id. */
  readonly happenings?: ReadonlySet<string>
  readonly faults?: ReadonlySet<string>
}

/** A law that did not hold, with when and what shows it. */
export interface Breach {
  readonly sentence: string
  readonly shown: readonly string[]
  readonly at: number
}

export interface Played {
  readonly seed: number
  readonly breach?: Breach
  readonly customers: number
  readonly days: number
  readonly events: number
  readonly mails: number
  readonly faults: readonly Fault[]
  readonly lives: readonly Life[]
  readonly weather: string
  readonly start: number
  /** Of everything that was written and that left. */
  readonly hash: string
}

const FIRST_DAY = Date.parse('2026-01-05T00:00:00Z')
/** Longer than anything that a shipped workflow waits for. */
const LONGEST = 500 * DAY
/** Far more than any world needs that comes to rest. */
const MOST_STEPS = 2_000_000

/** Plays the world of a seed, or a part of it, until nothing is due in it any more. */
export async function play(
  seed: number,
  { catalogues, naming }: Shop,
  part: Part = {},
  trace?: (line: string) => void,
  /** Shown the world as it was left. */
  onEnd?: (world: SeedWorld) => void,
): Promise<Played> {
  const chance = Chance.from(seed)
  const start = FIRST_DAY + chance.of('start').between(0, 365 * 24) * 3_600_000
  const weather = weatherOf(chance)
  const lives = livesOf(chance, start, part)
  const { faults: some } = part
  const allows = some === undefined ? undefined : (id: string) => some.has(id)
  let breach: Breach | undefined
  const world: SeedWorld = new SeedWorld({ chance, weather, start, allows, trace }, (at) => sweepAfter(at))
  const look = (seen: Seen): void => {
    for (const { sentence, broken } of LAWS) {
      const shown = breach === undefined ? broken(seen, world) : []
      if (shown.length > 0) breach = { sentence, shown, at: world.now }
    }
  }
  const acts = new CustomerActs(world, () => machine)
  const { ledger, ground, agenda } = world
  const machine: Machine = new Machine(
    world,
    naming,
    {
      onCommit: (commit, by) => {
        look({ kind: 'commit', commit, by })
        ledger.write(commit, by.name)
      },
      onKept: (customerId, entry) => void ledger.book(customerId).entries.set(entry.id, entry),
      onMessage: (message, by) => {
        look({ kind: 'feedback', message })
        ledger.writeMessage(message, by.name)
      },
    },
    (outgoing, providerId, own, by) => {
      look({ kind: 'mail', outgoing, by })
      ledger.mails.push({ at: world.now, outgoing, by: by.name })
      acts.take(outgoing, providerId, own)
    },
  )
  const sweepAfter = (at: number): void => {
    const minute = world.sweeps.after(at, world.now)
    if (minute !== undefined) sweepAt(minute)
  }
  const sweepAt = (minute: number): void =>
    agenda.add(minute, chance.of('sweep', minute).unit(), () => void sweep(minute))
  const sweep = async (minute: number): Promise<void> => {
    if (!(await world.sweeps.begin(minute))) return
    machine.wake(
      minute,
      (isWell) => void world.sweeps.end(isWell, world.now).then((next) => next !== undefined && sweepAt(next)),
    )
  }
  await world.publish(catalogues.shipped)
  for (const { happenings } of lives) for (const each of happenings) arrive(each, world, machine, start)
  publishLater(world, catalogues, Math.max(1, ...lives.map(({ days }) => days)))
  for (let steps = 0; steps < MOST_STEPS; steps += 1) {
    const task = agenda.take()
    if (task === undefined || breach !== undefined || task.at > start + LONGEST) break
    world.now = task.at
    task.run()
    await immediate()
  }
  if (agenda.size > 0 && breach === undefined)
    breach = { sentence: 'every life comes to rest', shown: [`${agenda.size} things are still to come`], at: world.now }
  look({ kind: 'rest' })
  onEnd?.(world)
  return {
    seed,
    ...(breach === undefined ? {} : { breach }),
    customers: lives.length,
    days: lives.reduce((sum, { days }) => sum + days, 0),
    events: lives.reduce((sum, { happenings }) => sum + happenings.length, 0),
    mails: ledger.mails.length,
    faults: ground.faults.injected,
    lives,
    weather: weather.name,
    start,
    hash: hashOf(world),
  }
}

const immediate = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))

function livesOf(chance: Chance, start: number, { customers, happenings }: Part): readonly Life[] {
  const count = chance.of('customers').between(1, 60)
  const all = Array.from({ length: count }, (_, customer) => customer)
  return all
    .filter((customer) => customers?.has(customer) ?? true)
    .map((customer) => lifeOf(chance, customer, start))
    .map((life) => ({ ...life, happenings: life.happenings.filter(({ id }) => happenings?.has(id) ?? true) }))
}

/** It reaches us some time after it happened, once or more often, perhaps out of an archive weeks later. */
function arrive(happening: Happening, world: SeedWorld, machine: Machine, start: number): void {
  const { id, at, name, ...said } = happening
  const chance = world.chance.of('arrival', id)
  const { agenda, faults, weather } = world.ground
  const what = (): string => id
  const late = faults.strikes('event-late', weather.late, chance, what) ? chance.of('late').between(60_000, 5 * DAY) : 0
  const happened = start + at
  const put = (n: number, when: number, replay: object): void =>
    agenda.add(when, chance.of(n).unit(), () =>
      machine.ingestQueue.send(
        id,
        JSON.stringify({
          id: `envelope-${id}-${n}`,
          source: 'shop',
          'detail-type': name,
          time: new Date(when).toISOString(),
          ...replay,
          detail: { ...said, messageId: id, timestamp: new Date(happened).toISOString() },
        }),
      ),
    )
  const first = happened + chance.of('soon').between(20, 3_000) + late
  put(0, first, {})
  if (faults.strikes('event-repeated', weather.repeat / 2, chance, what))
    put(1, first + chance.of('again').between(1, 2 * DAY), {})
  if (faults.strikes('event-replayed', weather.repeat / 10, chance, what))
    put(2, first + chance.of('replayed').between(DAY, 30 * DAY), { 'replay-name': 'once-more' })
}

/** Somebody publishes in the middle of it, and perhaps back again. */
function publishLater(world: SeedWorld, { shipped, others }: Catalogues, days: number): void {
  const chance = world.chance.of('publication')
  const count = chance.of('count').weighed([
    [5, 0],
    [3, 1],
    [2, 3],
  ])
  for (let n = 0; n < count; n += 1) {
    const own = chance.of(n)
    const at = world.now + Math.round(own.of('at').unit() * (days + 5) * DAY)
    if (!world.ground.faults.strikes('published', 1, own, () => new Date(at).toISOString())) continue
    world.agenda.add(at, own.unit(), () => void world.publish(own.of('what').pick([shipped, ...others])))
  }
}

function hashOf({ ledger, deadLetters }: SeedWorld): string {
  const books = [...ledger.books].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const told = books.map(([id, { state, entries, messages }]) => [id, state, [...entries], [...messages]])
  return createHash('sha256')
    .update(JSON.stringify([told, ledger.mails, deadLetters]))
    .digest('base64url')
}
