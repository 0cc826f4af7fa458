import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FunctionName } from '#functions/facts.ts'
import { bundling } from '../bundling.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
/** Beside the compiled code of a package (tools/build.ts). */
const BUILT = fileURLToPath(new URL('../../lambda', import.meta.url))
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
  if (existsSync(BUILT)) cpSync(join(BUILT, name), folder, { recursive: true })
  else build(name, folder)
  if (file !== undefined) writeFileSync(join(folder, file.name), file.text)
  bundles.set(key, folder)
  return folder
}

/** In a package the bundles are there; only this repository has sources to bundle, and esbuild to do it. */
function build(name: FunctionName, folder: string): void {
  const { buildSync }: typeof import('esbuild') = createRequire(import.meta.url)('esbuild')
  buildSync({ ...bundling(join(root, 'functions', name, 'handler.ts'), folder), absWorkingDir: root })
}
