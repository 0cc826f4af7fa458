import { ALWAYS_HEARD } from '#engagement/customer/customer-event.ts'
import type { CustomerState } from '#engagement/journey/customer-state.ts'
import type { LiveCatalogue } from '#engagement/model/live-catalogue.ts'
import { followsMore } from './fill-history.ts'
import { type EventMessage, type KeepDeps, keepEvent } from './keep-event.ts'
import type { CatalogueStore } from './ports/catalogue-store.ts'

interface KeepUnreferencedDeps extends KeepDeps {
  readonly catalogue: Pick<CatalogueStore, 'watched'>
}

/**
 * An event that nothing refers to is kept in the timeline by one read and one write, or dropped at no cost. What is published later may
 * count it, so it is taken once and belongs to whom the customer lives on as, like any other. Whether that was all.
 */
export async function keepUnreferenced(
  message: EventMessage,
  live: LiveCatalogue,
  deps: KeepUnreferencedDeps,
): Promise<boolean> {
  const { event } = message
  if (live.subscribersOf(event.name) !== undefined || ALWAYS_HEARD.has(event.name)) return false
  if (event.linkedId !== undefined) return false
  const { settings } = live.catalogue
  const dropped = settings.unreferencedEvents === 'drop' || settings.dropEvents.includes(event.name)
  const watched = (await deps.catalogue.watched()).has(event.name)
  if (dropped && !watched) return true
  const known = await deps.customers.load(event.customerId)
  if (known?.head.mergedInto !== undefined) return false
  if (watched && isOnOlderVersion(known, live)) return false
  if (dropped) return true
  if (watched && known !== undefined && followsMore(known, live)) return false
  await keepEvent(message, [], known, deps)
  return true
}

/** Whether a run of this customer is on a version that is no longer live: it may listen to what the live ones do not. */
const isOnOlderVersion = (known: CustomerState | undefined, live: LiveCatalogue): boolean =>
  (known?.runs ?? []).some((run) => live.workflow(run.workflow, run.version) === undefined)
