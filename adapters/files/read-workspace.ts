import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'

const OURS = /\.(ya?ml|md)$/

/** Every YAML and Markdown file under `folder`: path relative to it, with forward slashes -> text. */
export async function readWorkspaceFiles(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile() && OURS.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
  const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8')))
  return new Map(paths.map((path, index) => [relative(folder, path).split(sep).join('/'), texts[index] ?? '']))
}
