import { findEndpointFault } from '#adapters/http/endpoint-fault.ts'
import { mailLayout } from '#adapters/layout/compile-layout.ts'
import { compileWorkspace } from '#language/compile-workspace.ts'
import { compileMessage } from '#language/content/compile-message.ts'
import { readWorkspaceFiles } from './read-workspace.ts'

/** What stands in a folder of workflows, checked; no `catalogue` where there is an error. */
export type CompiledFolder = { readonly files: Awaited<ReturnType<typeof readWorkspaceFiles>> } & ReturnType<
  typeof compileWorkspace
>

/** Reads, checks and compiles a folder as it would be published, mails in their layout. Rejects where it cannot be read. */
export async function compileFolder(folder: string): Promise<CompiledFolder> {
  const [files, layout] = await Promise.all([readWorkspaceFiles(folder), mailLayout()])
  return { files, ...compileWorkspace(files, { compileMessage, layout, findEndpointFault }) }
}
