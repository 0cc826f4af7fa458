import { type QueueFacts, visibilityOf } from '#functions/topology.ts'
import type { ReactMessage } from '#stages/ports/react-queue.ts'
import type { Chance } from '../chance.ts'
import type { Ground } from '../world/invocation.ts'
import type { Consume, QueueRecord } from './standard-queue.ts'

/** What the producer calls a message: the same thing twice has one name, and what stays in order one group. */
export interface Naming {
  readonly dedupOf: (message: ReactMessage) => string
  readonly groupOf: (message: ReactMessage) => string
}

interface Group {
  readonly waiting: QueueRecord[]
  /** Some of it is being handled, or waits to be seen again: nothing else of the group is handed out. */
  isBusy: boolean
}

const REMEMBERED_MS = 5 * 60_000
const BATCH = 10

/** A FIFO queue: each group in its order, one batch at a time; the same within five minutes is taken once. */
export class FifoQueue {
  readonly #ground: Ground
  readonly #chance: Chance
  readonly #visibility: number
  readonly #consume: Consume
  readonly #naming: Naming
  readonly #groups = new Map<string, Group>()
  readonly #seen = new Map<string, { at: number; n: number }>()
  #waiting = 0

  constructor(ground: Ground, chance: Chance, facts: QueueFacts, naming: Naming, consume: Consume) {
    this.#ground = ground
    this.#chance = chance
    this.#visibility = visibilityOf(facts) * 1000
    this.#consume = consume
    this.#naming = naming
  }

  get size(): number {
    return this.#waiting
  }

  async send(messages: readonly ReactMessage[]): Promise<void> {
    for (const message of messages) this.#sendOne(message)
  }

  #sendOne(message: ReactMessage): void {
    const [name, group] = [this.#naming.dedupOf(message), this.#naming.groupOf(message)]
    const seen = this.#seen.get(name)
    const now = this.#ground.now()
    if (seen !== undefined && seen.at > now - REMEMBERED_MS) return
    const n = (seen?.n ?? 0) + 1
    this.#seen.set(name, { at: now, n })
    const known = this.#groups.get(group) ?? { waiting: [], isBusy: false }
    this.#groups.set(group, known)
    known.waiting.push({ id: `${name}#${n}`, body: JSON.stringify(message), group, receives: 0 })
    this.#waiting += 1
    if (!known.isBusy) this.#handOutSoon(known, this.#chance.of(name, n))
  }

  #handOutSoon(group: Group, chance: Chance, after = chance.of('soon').between(1, 40)): void {
    const { agenda, now } = this.#ground
    group.isBusy = true
    agenda.add(now() + after, chance.unit(), () => this.#handOut(group))
  }

  #handOut(group: Group): void {
    const [first] = group.waiting
    if (first === undefined) {
      group.isBusy = false
      return
    }
    const chance = this.#chance.of(first.id, 'taken', first.receives)
    const batch = group.waiting.slice(0, chance.of('batch').between(1, BATCH))
    for (const record of batch) record.receives += 1
    this.#consume(batch, first.receives, (answer) => {
      const failed = new Set(
        answer === undefined ? batch.map(({ id }) => id) : answer.batchItemFailures.map((each) => each.itemIdentifier),
      )
      const kept = batch.filter((record) => failed.has(record.id) || this.#isKept(record, chance))
      group.waiting.splice(0, batch.length, ...kept)
      this.#waiting -= batch.length - kept.length
      this.#handOutSoon(group, chance.of('next'), kept.length > 0 ? this.#visibility : undefined)
    })
  }

  /** It was handled, but the word that deletes it was lost. */
  #isKept(record: QueueRecord, chance: Chance): boolean {
    const { faults, weather } = this.#ground
    return (
      record.receives <= 2 && faults.strikes('not-deleted', weather.repeat / 4, chance.of(record.id), () => record.id)
    )
  }
}
