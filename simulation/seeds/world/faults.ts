import type { Chance } from '../chance.ts'

export const FAULT_KINDS = [
  'crash-before',
  'crash-after',
  'throttled',
  'done-without-answer',
  'half-done',
  'conflict',
  'timeout',
  'not-deleted',
  'delivered-twice',
  'delayed',
  'event-repeated',
  'event-late',
  'event-replayed',
  'provider-refuses',
  'provider-throttles',
  'provider-not-set-up',
  'provider-silent-sent',
  'provider-silent-lost',
  'feedback-late',
  'feedback-repeated',
  'sweep-asleep',
  'published',
] as const
export type FaultKind = (typeof FAULT_KINDS)[number]

/** One thing that went wrong, with what it befell. */
export interface Fault {
  /** Short, and the same whenever the same thing goes wrong in the same world. */
  readonly id: string
  readonly kind: FaultKind
  readonly what: string
  readonly at: number
}

/** Decides what goes wrong, and remembers it. `allows`: whether this one may, for worlds in which only some things do. */
export class Faults {
  readonly injected: Fault[] = []
  readonly #allows: (id: string) => boolean
  readonly #now: () => number

  constructor(now: () => number, allows: (id: string) => boolean = () => true) {
    this.#now = now
    this.#allows = allows
  }

  strikes(kind: FaultKind, share: number, chance: Chance, what: () => string): boolean {
    if (share === 0) return false
    const own = chance.of(kind)
    if (!own.happens(share)) return false
    const id = own.name()
    if (!this.#allows(id)) return false
    this.injected.push({ id, kind, what: what(), at: this.#now() })
    return true
  }
}
