import type { Catalogue } from '#engagement/model/catalogue.ts'
import { type CompileTools, compileWorkspace } from '#language/compile-workspace.ts'
import type { Problem } from '#language/form/problem.ts'
import type { Files } from '#language/form/workspace-files.ts'
import type { CatalogueStore } from './ports/catalogue-store.ts'

/** What became of a publication. `problems` holds the warnings too. */
export type Publication =
  | { readonly kind: 'published' | 'unchanged'; readonly catalogue: Catalogue; readonly problems: readonly Problem[] }
  /** An error among the problems: what was live stays live. */
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] }

/** Checks and compiles everything under `workflows/` and makes it live. `files`: path relative to it -> text. */
export async function publishWorkspace(files: Files, tools: CompileTools, store: CatalogueStore): Promise<Publication> {
  const { catalogue, problems } = compileWorkspace(files, tools)
  if (catalogue === undefined) return { kind: 'refused', problems }
  const live = await store.live()
  if (live?.hash === catalogue.hash) return { kind: 'unchanged', catalogue: live, problems }
  await store.publish(catalogue)
  return { kind: 'published', catalogue, problems }
}
