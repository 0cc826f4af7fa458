import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'
import type { FunctionName } from '#functions/topology.ts'
import { bundling } from '../bundling.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const bundles = new Map<string, string>()

/** Removes what was built: CDK copies what it needs as soon as a function is made. */
export function removeBundles(): void {
  for (const folder of bundles.values()) rmSync(folder, { recursive: true, force: true })
  bundles.clear()
}
process.once('exit', removeBundles)

/** The folder of a function's bundle, with `file` beside the code where there is one; built once per process, offline. */
export function bundle(name: FunctionName, file?: { readonly name: string; readonly text: string }): string {
  const key = file === undefined ? name : `${name} ${file.text}`
  const known = bundles.get(key)
  if (known !== undefined) return known
  const folder = mkdtempSync(join(tmpdir(), `beforehand-${name}-`))
  buildSync({ ...bundling(join(root, 'functions', name, 'handler.ts'), folder), absWorkingDir: root })
  if (file !== undefined) writeFileSync(join(folder, file.name), file.text)
  bundles.set(key, folder)
  return folder
}
