import { TransientError } from '#engagement/errors.ts'
import type { CustomerState } from '#engagement/journey/customer-state.ts'
import type { Catalogue } from '#engagement/model/catalogue.ts'
import { indexCatalogue, type LiveCatalogue } from '#engagement/model/live-catalogue.ts'
import type { Workflow } from '#engagement/model/workflow.ts'
import type { CatalogueStore } from './ports/catalogue-store.ts'

/** The live catalogue. Throws `TransientError` `no-catalogue` where nothing is published yet. */
export async function loadCatalogue(store: Pick<CatalogueStore, 'live'>): Promise<LiveCatalogue> {
  const catalogue = await store.live()
  if (catalogue === undefined) throw new TransientError('no-catalogue', 'nothing is published yet')
  return indexCatalogue(catalogue)
}

/** After an edit most customers are on the same few older versions: the index with them is built once. */
const together = new WeakMap<Catalogue, Map<string, LiveCatalogue>>()
const MOST_TOGETHER = 50

/** The catalogue with the older versions that this customer's runs are still on: an edit disturbs nobody inside. */
export async function withPinned(
  live: LiveCatalogue,
  state: CustomerState | undefined,
  store: CatalogueStore,
): Promise<LiveCatalogue> {
  const older = (state?.runs ?? []).filter((run) => live.workflow(run.workflow, run.version) === undefined)
  if (older.length === 0) return live
  const missing = new Map(older.map((run) => [`${run.workflow}@${run.version}`, run]))
  const name = [...missing.keys()].toSorted().join(' ')
  const known = together.get(live.catalogue) ?? new Map<string, LiveCatalogue>()
  together.set(live.catalogue, known)
  const found = known.get(name)
  if (found !== undefined) return found
  const pinned = await Promise.all([...missing.values()].map((run) => store.workflow(run.workflow, run.version)))
  const indexed = indexCatalogue(
    live.catalogue,
    pinned.filter((workflow): workflow is Workflow => workflow !== undefined),
  )
  if (known.size < MOST_TOGETHER && !pinned.includes(undefined)) known.set(name, indexed)
  return indexed
}
