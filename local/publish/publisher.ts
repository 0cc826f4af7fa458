import { writeSchemas } from '#adapters/files/editor-schema-files.ts'
import { readWorkspaceFiles } from '#adapters/files/read-workspace.ts'
import { findEndpointFault } from '#adapters/http/endpoint-fault.ts'
import { compileMessage } from '#language/content/compile-message.ts'
import { showProblem } from '#language/form/problem.ts'
import type { CatalogueStore } from '#stages/ports/catalogue-store.ts'
import { type Publication, publishWorkspace } from '#stages/publish.ts'

/** Publishes a folder, one publication at a time. */
export class Publisher {
  readonly #folder: string
  readonly #store: CatalogueStore
  readonly #layout: () => Promise<string>
  readonly #say: (line: string) => void
  #last: Promise<unknown> = Promise.resolve()

  constructor(folder: string, store: CatalogueStore, layout: () => Promise<string>, say: (line: string) => void) {
    this.#folder = folder
    this.#store = store
    this.#layout = layout
    this.#say = say
  }

  /** Checks the folder and makes it live, or says what is wrong and leaves the last good version live. */
  publish(): Promise<Publication> {
    const next = this.#last.then(() => this.#publish())
    this.#last = next.catch(() => {})
    return next
  }

  /** What was named just now is completed from now on. A folder that only others may write to is published all the same. */
  async #writeSchemas(): Promise<void> {
    try {
      await writeSchemas(this.#folder)
    } catch (error) {
      this.#say(`Editors complete from older schemas: ${error instanceof Error ? error.message : String(error)}`)
    }
  }

  async #publish(): Promise<Publication> {
    const publication = await publishWorkspace(
      await readWorkspaceFiles(this.#folder),
      { compileMessage, layout: await this.#layout(), findEndpointFault },
      this.#store,
    )
    for (const problem of publication.problems) this.#say(showProblem(problem))
    await this.#writeSchemas()
    return publication
  }
}
