import { EMPTY_PROFILE } from '#engagement/customer/profile.ts'
import { zoneOf } from '#engagement/decision/permission.ts'
import type { CustomerState } from '#engagement/journey/customer-state.ts'
import type { CatalogueStore } from '#stages/ports/catalogue-store.ts'

/** The zone in which a customer's page tells times: theirs, as waits and quiet hours take it. */
export async function customerZone(
  state: CustomerState | undefined,
  catalogue: Pick<CatalogueStore, 'live'>,
): Promise<string> {
  const live = await catalogue.live()
  return live === undefined ? 'UTC' : zoneOf(state?.profile ?? EMPTY_PROFILE, live.settings)
}
