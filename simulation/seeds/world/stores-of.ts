import type { TimelineEntry } from '#engagement/journey/timeline-entry.ts'
import type { Message } from '#engagement/message/message.ts'
import type { Commit } from '#stages/ports/commit.ts'
import type { CustomerStore } from '#stages/ports/customer-store.ts'
import type { SuppressionStore } from '#stages/ports/suppression-store.ts'
import type { Invocation } from './invocation.ts'
import type { SeedWorld } from './seed-world.ts'

/** Told of what was written, at that moment, by whom. */
export interface OnWritten {
  readonly onCommit: (commit: Commit, by: Invocation) => void
  readonly onKept: (customerId: string, entry: TimelineEntry, by: Invocation) => void
  readonly onMessage: (message: Message, by: Invocation) => void
}

/** The stores as one invocation reaches them. */
export function storesOf(world: SeedWorld, by: Invocation, told: OnWritten) {
  return {
    customers: by.port('customers', noted(world.customers, by, told)),
    catalogue: by.port('catalogue', world.catalogue),
    quarantine: by.port('quarantine', world.quarantine),
    suppressions: by.port('suppressions', suppressing(world)),
    timers: by.port('timers', world.timers),
    attempts: by.port('attempts', world.attempts),
  }
}

function noted(customers: CustomerStore, by: Invocation, told: OnWritten): CustomerStore {
  return {
    load: (id) => customers.load(id),
    message: (id, message) => customers.message(id, message),
    messages: (id) => customers.messages(id),
    timeline: (id, filter) => customers.timeline(id, filter),
    commit: async (commit) => {
      const result = await customers.commit(commit)
      // Where nothing changes, nothing is written.
      if (
        result.kind === 'committed' &&
        (await customers.load(commit.after.customerId))?.version === commit.after.version
      )
        told.onCommit(commit, by)
      return result
    },
    keep: async (id, entry, absentMarkers) => {
      const result = await customers.keep(id, entry, absentMarkers)
      if (result.kind === 'committed') told.onKept(id, entry, by)
      return result
    },
    saveMessage: async (message, expect) => {
      const saved = await customers.saveMessage(message, expect)
      if (saved) told.onMessage(message, by)
      return saved
    },
  }
}

/** With the instant from which nobody may be written to any more. */
function suppressing(world: SeedWorld): SuppressionStore {
  return {
    find: (channel, address) => world.suppressions.find(channel, address),
    add: async (suppression, address) => {
      await world.suppressions.add(suppression, address)
      world.ledger.suppress(suppression.channel, address, world.now)
    },
  }
}
