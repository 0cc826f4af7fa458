import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { editorSchemas } from '#language/editor-schemas.ts'
import { workspaceNames } from '#language/workspace-names.ts'
import { readWorkspaceFiles } from './read-workspace.ts'

export interface SchemaFile {
  readonly path: string
  readonly text: string
}

/** Schema files beside the workflows that say something else than the workspace does now, or are not there yet. */
export async function staleSchemas(folder: string): Promise<readonly SchemaFile[]> {
  const names = workspaceNames(await readWorkspaceFiles(folder))
  const files = [...editorSchemas(names)].map(([name, text]) => ({ path: join(folder, 'schemas', name), text }))
  const standing = await Promise.all(files.map(({ path }) => readFile(path, 'utf8').catch(() => undefined)))
  return files.filter(({ text }, index) => standing[index] !== text)
}

/** Brings the schema files up to date; answers which were written. */
export async function writeSchemas(folder: string): Promise<readonly SchemaFile[]> {
  const stale = await staleSchemas(folder)
  if (stale.length > 0) await mkdir(join(folder, 'schemas'), { recursive: true })
  await Promise.all(stale.map(({ path, text }) => writeFile(path, text)))
  return stale
}
