import { customerIdOf } from '#engagement/customer/customer-id.ts'
import type { CustomerState } from '#engagement/journey/customer-state.ts'
import type { TimelineEntry } from '#engagement/journey/timeline-entry.ts'
import type { CustomerStore } from '#stages/ports/customer-store.ts'
import type { LookedAt } from '#views/customer.ts'

/** A customer by a producer's own id. */
export interface FoundCustomer extends LookedAt {
  /** Oldest first. */
  readonly entries: readonly TimelineEntry[]
}

/** Looks for `name` as a user id, then as an anonymous id; follows merges. Undefined where nobody is known by it. */
export async function findCustomer(
  store: CustomerStore,
  name: string,
  secret: string,
): Promise<FoundCustomer | undefined> {
  for (const ids of [{ userId: name }, { anonymousId: name }]) {
    const id = customerIdOf(ids, secret)
    const found = id === undefined ? undefined : await read(store, id)
    if (found !== undefined) return found
  }
  return undefined
}

async function read(store: CustomerStore, id: string): Promise<FoundCustomer | undefined> {
  const state = await living(store, id)
  if (state === undefined) {
    const entries = await store.timeline(id)
    return entries.length === 0 ? undefined : { ids: [id], entries }
  }
  const ids: readonly [string, ...string[]] = [state.customerId, ...state.head.absorbed]
  const timelines = await Promise.all(ids.map((each) => store.timeline(each)))
  return { ids, state, entries: timelines.flat().sort((a, b) => a.at - b.at) }
}

/** Follows `mergedInto`; a chain longer than ten is a fault of the data. */
async function living(store: CustomerStore, id: string): Promise<CustomerState | undefined> {
  let state = await store.load(id)
  for (let hops = 0; state?.head.mergedInto !== undefined && hops < 10; hops++)
    state = await store.load(state.head.mergedInto)
  return state
}
