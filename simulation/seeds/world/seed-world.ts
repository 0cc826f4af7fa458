import { MemoryAttempts } from '#adapters/memory/memory-attempts.ts'
import { MemoryCatalogue } from '#adapters/memory/memory-catalogue.ts'
import { MemoryCustomers } from '#adapters/memory/memory-customers.ts'
import { MemoryQuarantine, MemorySuppressions } from '#adapters/memory/memory-stores.ts'
import type { Catalogue } from '#engagement/model/catalogue.ts'
import { QUEUES, type QueueFacts } from '#functions/topology.ts'
import type { DeadLetter } from '#stages/ports/dead-letters.ts'
import type { Chance } from '../chance.ts'
import { MERGE_ROOM, type Weather } from '../weather.ts'
import { Agenda } from './agenda.ts'
import { Faults } from './faults.ts'
import type { Ground } from './invocation.ts'
import { Ledger } from './ledger.ts'
import { Sweeps, ToldTimers } from './sweeps.ts'

export const factsOf = (name: string): QueueFacts => {
  const facts = QUEUES.find((queue) => queue.name === name)
  if (facts === undefined) throw new Error(`there is no queue ${name}`)
  return facts
}

/** What a world is made from. `start`: epoch ms; `allows`: whether this may go wrong. */
export interface Making {
  readonly chance: Chance
  readonly weather: Weather
  readonly start: number
  readonly allows?: ((id: string) => boolean) | undefined
  readonly trace?: ((line: string) => void) | undefined
}

/** Stores, queues and the provider of one world, as invocations find them; what is written is noted in the ledger. */
export class SeedWorld {
  readonly agenda = new Agenda()
  readonly ledger = new Ledger()
  readonly deadLetters: DeadLetter[] = []
  readonly catalogue = new MemoryCatalogue()
  readonly quarantine = new MemoryQuarantine()
  readonly attempts = new MemoryAttempts()
  readonly suppressions = new MemorySuppressions()
  readonly timers: ToldTimers
  readonly sweeps: Sweeps
  readonly customers: MemoryCustomers
  readonly ground: Ground
  readonly chance: Chance
  readonly weather: Weather
  readonly published: { readonly at: number; readonly catalogue: Catalogue }[] = []
  #now: number

  constructor({ chance, weather, start, allows, trace }: Making, onTimer: (at: number) => void) {
    this.chance = chance
    this.weather = weather
    this.#now = start
    const now = (): number => this.#now
    this.ground = { agenda: this.agenda, faults: new Faults(now, allows), weather, now, trace }
    this.timers = new ToldTimers(onTimer)
    const asleep = chance.of('asleep')
    this.sweeps = new Sweeps(this.timers, (hour) =>
      this.ground.faults.strikes('sweep-asleep', weather.asleep, asleep.of(hour), () =>
        new Date(hour * 3_600_000).toISOString(),
      ),
    )
    this.customers = new MemoryCustomers(this.timers, {
      freeze: true,
      ...(weather.room === undefined ? {} : { room: MERGE_ROOM }),
    })
  }

  get now(): number {
    return this.#now
  }

  set now(instant: number) {
    this.#now = Math.max(this.#now, instant)
  }

  async publish(shared: Catalogue): Promise<void> {
    // One of this world's own: stages remember by catalogue which older versions they have read.
    const catalogue = { ...shared }
    this.published.push({ at: this.#now, catalogue })
    await this.catalogue.publish(catalogue)
  }

  /** Catalogues that some invocation under way may still go by. */
  catalogues(within = 120_000): readonly Catalogue[] {
    const last = this.published.findLastIndex(({ at }) => at <= this.#now - within)
    return this.published.slice(Math.max(0, last)).map(({ catalogue }) => catalogue)
  }
}
