import { indexCatalogue, type LiveCatalogue } from '#engagement/definition/live-catalogue.ts'
import type { Workflow } from '#engagement/definition/workflow.ts'
import { TransientError } from '#engagement/errors.ts'
import type { CustomerState } from '#engagement/journey/customer-state.ts'
import type { CatalogueStore } from './ports.ts'

/** The live catalogue. Throws `TransientError` `no-catalogue` where nothing is published yet. */
export async function loadCatalogue(store: Pick<CatalogueStore, 'live'>): Promise<LiveCatalogue> {
  const catalogue = await store.live()
  if (catalogue === undefined) throw new TransientError('no-catalogue', 'nothing is published yet')
  return indexCatalogue(catalogue)
}

/** The catalogue with the older versions that this customer's runs are still on: an edit disturbs nobody inside. */
export async function withPinned(
  live: LiveCatalogue,
  state: CustomerState | undefined,
  store: CatalogueStore,
): Promise<LiveCatalogue> {
  const missing = new Map(
    (state?.runs ?? [])
      .filter((run) => live.workflow(run.workflow, run.version) === undefined)
      .map((run) => [`${run.workflow}@${run.version}`, run]),
  )
  if (missing.size === 0) return live
  const pinned = await Promise.all([...missing.values()].map((run) => store.workflow(run.workflow, run.version)))
  return indexCatalogue(
    live.catalogue,
    pinned.filter((workflow): workflow is Workflow => workflow !== undefined),
  )
}
