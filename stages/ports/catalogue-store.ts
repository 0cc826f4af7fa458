import type { Catalogue } from '#engagement/model/catalogue.ts'
import type { Workflow } from '#engagement/model/workflow.ts'

export interface CatalogueStore {
  /** The live catalogue; undefined before the first publication. */
  live(): Promise<Catalogue | undefined>
  /** A version that some run is still on. */
  workflow(id: string, version: string): Promise<Workflow | undefined>
  /** Makes it live. Its event names are watched from then on. */
  publish(catalogue: Catalogue): Promise<void>
  /** Names of events that some version ever published refers to: a run on an older one may listen. */
  watched(): Promise<ReadonlySet<string>>
}
