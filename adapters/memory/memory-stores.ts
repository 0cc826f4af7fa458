import type { CustomerChannel } from '#engagement/model/channels.ts'
import { normaliseAddress } from '#engagement/model/normalise-address.ts'
import type { Quarantined, QuarantineStore } from '#stages/ports/quarantine-store.ts'
import type { Suppression, SuppressionStore } from '#stages/ports/suppression-store.ts'
import { MemoryAttempts } from './memory-attempts.ts'
import { MemoryCatalogue } from './memory-catalogue.ts'
import { MemoryCustomers, type MemoryOptions } from './memory-customers.ts'
import { MemoryTimers } from './memory-timers.ts'

export class MemorySuppressions implements SuppressionStore {
  readonly #found = new Map<string, Suppression>()

  async find(channel: CustomerChannel, address: string): Promise<Suppression | undefined> {
    return this.#found.get(`${channel}#${normaliseAddress(channel, address)}`)
  }

  /** The first evidence stands: the same address suppressed again changes nothing. */
  async add(suppression: Suppression, address: string): Promise<void> {
    const key = `${suppression.channel}#${normaliseAddress(suppression.channel, address)}`
    if (!this.#found.has(key)) this.#found.set(key, suppression)
  }
}

export class MemoryQuarantine implements QuarantineStore {
  readonly #items = new Map<string, Quarantined>()

  async add(item: Quarantined): Promise<void> {
    const once = `${new Date(item.at).toISOString().slice(0, 10)} ${item.id}`
    if (!this.#items.has(once)) this.#items.set(once, item)
  }

  /** Newest first. */
  async list(limit = 100): Promise<readonly Quarantined[]> {
    return [...this.#items.values()].sort((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1)).slice(0, limit)
  }
}

export interface MemoryStores {
  readonly customers: MemoryCustomers
  readonly timers: MemoryTimers
  readonly catalogue: MemoryCatalogue
  readonly suppressions: MemorySuppressions
  readonly quarantine: MemoryQuarantine
  readonly attempts: MemoryAttempts
}

/**
 * Every store in memory, for simulation and tests. `freeze`: stored values throw when changed (slower);
 * `onChange`: hears each write of entries and messages, as the relay hears the table's stream.
 */
export function createMemoryStores(options: MemoryOptions = {}): MemoryStores {
  const timers = new MemoryTimers()
  return {
    timers,
    customers: new MemoryCustomers(timers, options),
    catalogue: new MemoryCatalogue(),
    suppressions: new MemorySuppressions(),
    quarantine: new MemoryQuarantine(),
    attempts: new MemoryAttempts(),
  }
}
