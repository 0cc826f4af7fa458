import { TransientError } from '#engagement/errors.ts'
import type { CustomerState } from '#engagement/journey/customer-state.ts'
import type { Message } from '#engagement/message/message.ts'
import type { LiveCatalogue } from '#engagement/model/live-catalogue.ts'
import { absorbMore } from '#engagement/move-parts.ts'
import { react } from '#engagement/react.ts'
import type { Reaction } from '#engagement/reaction.ts'
import { TRANSACTION, type Weight } from '#engagement/transaction.ts'
import { callCore } from './core-call.ts'
import { fillHistory } from './fill-history.ts'
import { withPinned } from './load-catalogue.ts'
import type { CatalogueStore } from './ports/catalogue-store.ts'
import type { CustomerStore } from './ports/customer-store.ts'
import { keepPutAside, type PutAsideDeps } from './put-aside.ts'

export interface GoOnDeps extends PutAsideDeps {
  readonly customers: CustomerStore
  readonly catalogue: CatalogueStore
  /** What one transaction of the store holds; tests ask for less. */
  readonly room?: Weight
  /** Told of every reaction that was committed; for simulation and tests. */
  readonly onReaction?: (reaction: Reaction) => void
}

/** Transactions that one call adds; the customer's timer goes on after them. */
const MOST_TRANSACTIONS = 100

/** Whether something is left of what happened to a customer earlier, which comes before anything else. */
export const isUnfinished = (state: CustomerState | undefined): boolean =>
  state !== undefined &&
  state.head.mergedInto === undefined &&
  (state.backlog !== undefined || state.head.absorbing !== undefined)

/**
 * Goes on with what did not fit the transactions of earlier inputs, one transaction after the other. Each is whole in
 * itself: after a crash the customer's timer, which is due at once, goes on from there. Throws `TransientError` where
 * there is still more to do.
 */
export async function goOn(customerId: string, live: LiveCatalogue, deps: GoOnDeps): Promise<void> {
  for (let count = 0; count < MOST_TRANSACTIONS; count += 1) {
    const state = await deps.customers.load(customerId)
    if (state === undefined || !isUnfinished(state)) return
    await (state.head.absorbing === undefined ? reactToTime(state, live, deps) : absorb(state, deps))
  }
  throw new TransientError('unfinished', `customer ${customerId} has more to be done than one call does`)
}

/** What became of one try to take an input. `unfinished`: it is taken, and more follows from it. */
export type Taken = 'done' | 'unfinished' | 'again'

/** One reaction to the time that it is, the backlog before it. */
export async function reactToTime(before: CustomerState, live: LiveCatalogue, deps: GoOnDeps): Promise<Taken> {
  const now = deps.clock.now()
  const catalogue = await withPinned(live, before, deps.catalogue)
  const state = await fillHistory(before, catalogue, deps.customers, now)
  const messages = await awaited(before, now, deps)
  const reaction = callCore(() => react(state, { kind: 'timer', messages }, catalogue, now, besideOf(before, deps)))
  await keepPutAside(before.customerId, reaction.putAside, deps)
  const result = await deps.customers.commit({
    before,
    after: reaction.state,
    entries: reaction.entries,
    messages: reaction.messages,
  })
  if (result.kind === 'conflict') return 'again'
  if (result.kind === 'committed') deps.onReaction?.(reaction)
  return isUnfinished(reaction.state) ? 'unfinished' : 'done'
}

export const besideOf = (stored: CustomerState | undefined, { room }: Pick<GoOnDeps, 'room'>) => ({
  stored,
  ...(room === undefined ? {} : { room }),
})

/** As many runs and promises of a merged customer as one transaction holds. */
async function absorb(before: CustomerState, deps: GoOnDeps): Promise<void> {
  const [otherId] = before.head.absorbing ?? []
  const other = otherId === undefined ? undefined : await deps.customers.load(otherId)
  const { survivor, absorbed } = callCore(() => absorbMore(before, other, deps.clock.now(), deps.room ?? TRANSACTION))
  await deps.customers.commit({
    before,
    after: survivor,
    entries: [],
    messages: [],
    ...(absorbed === undefined ? {} : { absorbed: { before: other, after: absorbed } }),
  })
}

/** Messages at the provider, for all we know, that due runs and leases wait for: feedback may have told what became of them. */
async function awaited(
  { customerId, head, runs }: CustomerState,
  now: number,
  { customers }: Pick<GoOnDeps, 'customers'>,
): Promise<readonly Message[]> {
  const due = runs.flatMap(({ activity }) =>
    activity.kind === 'sending' && activity.claimedAt !== undefined && activity.until <= now
      ? [activity.messageId]
      : [],
  )
  const leases = (head.claims ?? []).filter((claim) => claim.until <= now).map((claim) => claim.messageId)
  const ids = new Set([...due, ...leases])
  const found = await Promise.all([...ids].map((id) => customers.message(customerId, id)))
  return found.filter((message): message is Message => message !== undefined)
}
