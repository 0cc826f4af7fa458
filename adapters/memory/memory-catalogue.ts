import type { Catalogue } from '#engagement/model/catalogue.ts'
import { eventNamesOf } from '#engagement/model/live-catalogue.ts'
import type { Workflow } from '#engagement/model/workflow.ts'
import type { CatalogueStore } from '#stages/ports/catalogue-store.ts'

/** The live catalogue and every workflow version that was ever published. */
export class MemoryCatalogue implements CatalogueStore {
  #live: Catalogue | undefined
  readonly #versions = new Map<string, Workflow>()
  readonly #watched = new Set<string>()

  async live(): Promise<Catalogue | undefined> {
    return this.#live
  }

  async workflow(id: string, version: string): Promise<Workflow | undefined> {
    return this.#versions.get(`${id}#${version}`)
  }

  async watched(): Promise<ReadonlySet<string>> {
    return this.#watched
  }

  async publish(catalogue: Catalogue): Promise<void> {
    for (const workflow of catalogue.workflows) {
      const key = `${workflow.id}#${workflow.version}`
      if (!this.#versions.has(key)) this.#versions.set(key, workflow)
    }
    for (const name of eventNamesOf(catalogue)) this.#watched.add(name)
    this.#live = catalogue
  }
}
