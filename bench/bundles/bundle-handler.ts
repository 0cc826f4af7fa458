import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { bundling } from '#infra/bundling.ts'

export interface Bundle {
  readonly file: string
  /** Bytes loaded at the start: the entry and what it imports at once. */
  readonly bytes: number
  readonly gzipped: number
  /** Bytes in chunks that wait until they are asked for. */
  readonly lazyBytes: number
  /** Heaviest packages at the start, bytes each. */
  readonly heaviest: readonly (readonly [name: string, bytes: number])[]
  /** Every package in it, lazy chunks too. */
  readonly packages: ReadonlySet<string>
}

/** Bundles one handler as it is deployed and weighs what it loads at the start. */
export async function bundleHandler(entry: string, outdir: string): Promise<Bundle> {
  await mkdir(outdir, { recursive: true })
  const { metafile } = await build({ ...bundling(entry, outdir), absWorkingDir: outdir, metafile: true })
  const outputs = metafile.outputs
  const main = Object.keys(outputs).find(
    (path) => outputs[path]?.entryPoint !== undefined && path.endsWith('index.mjs'),
  )
  if (main === undefined) throw new Error(`esbuild wrote no entry for ${entry}`)

  const atOnce = new Set([main])
  for (const path of atOnce) {
    for (const { path: imported, kind, external } of outputs[path]?.imports ?? []) {
      if (kind === 'import-statement' && !external) atOnce.add(imported)
    }
  }
  const weigh = (paths: Iterable<string>): number =>
    [...paths].reduce((sum, path) => sum + (outputs[path]?.bytes ?? 0), 0)
  const inputsOf = (paths: Iterable<string>): readonly Input[] =>
    [...paths].flatMap((path) => Object.entries(outputs[path]?.inputs ?? {}))
  const bytes = weigh(atOnce)
  const contents = await Promise.all([...atOnce].map((path) => readFile(join(outdir, path))))
  return {
    file: join(outdir, main),
    bytes,
    gzipped: contents.reduce((sum, content) => sum + gzipSync(content).length, 0),
    lazyBytes: weigh(Object.keys(outputs)) - bytes,
    heaviest: [...weighPackages(inputsOf(atOnce))].sort(([, a], [, b]) => b - a).slice(0, 5),
    packages: new Set(weighPackages(inputsOf(Object.keys(outputs))).keys()),
  }
}

/**
 * The handler unbundled, but for our own types: stripped beforehand, so that a bundle is not praised for what Node would
 * spend on them. Packages stay as installed, so `outdir` must see `node_modules`. Answers the file.
 */
export async function stripHandler(entry: string, outdir: string): Promise<string> {
  const { alias: _, ...options } = bundling(entry, outdir)
  await build({ ...options, packages: 'external', minify: false })
  return join(outdir, 'index.mjs')
}

type Input = readonly [path: string, { readonly bytesInOutput: number }]

/** Bytes by package; what was left out altogether is not named. */
function weighPackages(inputs: readonly Input[]): ReadonlyMap<string, number> {
  const bytes = new Map<string, number>()
  for (const [path, { bytesInOutput }] of inputs) {
    const name = packageOf(path)
    if (bytesInOutput > 0) bytes.set(name, (bytes.get(name) ?? 0) + bytesInOutput)
  }
  return bytes
}

/** zod's two faces count apart: the classic one weighs three times the other. */
const packageOf = (path: string): string =>
  /node_modules\/(zod\/v4\/classic|(?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? 'our own'
