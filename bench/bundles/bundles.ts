import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { FACTS, type FunctionName } from '#functions/facts.ts'
import { report } from '../report.ts'
import { type Bundle, bundleHandler, stripHandler } from './bundle-handler.ts'
import { HANDLER_ENVIRONMENT, HANDLERS } from './environment.ts'
import { compareImports } from './measure-import.ts'

/** Size and import time of each handler as it is deployed, beside the same handler with its packages unbundled. */
const root = fileURLToPath(new URL('../..', import.meta.url))
const rounds = Number(process.env['ROUNDS'] ?? 15)

const folder = await mkdtemp(join(tmpdir(), 'beforehand-bundles-'))
/** Where packages are found. */
const unbundledFolder = join(root, 'node_modules', '.cache', 'unbundled-handlers')

interface Row {
  readonly handler: string
  /** KB that its facts allow. */
  readonly most: number
  readonly kb: number
  readonly gzipKb: number
  readonly lazyKb: number
  /** As Node runs the sources, stripping their types. */
  readonly sourcesMs: number
  /** Packages as installed, our types stripped beforehand. */
  readonly unbundledMs: number
  readonly bundledMs: number
  readonly cachedMs: number
  /** Bundled over unbundled, both without a compile cache. */
  readonly ratio: number
  readonly heaviest: string
}

async function measure(handler: FunctionName): Promise<Row> {
  const source = join(root, 'functions', handler, 'handler.ts')
  const bundle = await bundleHandler(source, join(folder, handler))
  const unbundled = await stripHandler(source, join(unbundledFolder, handler))
  const files = [{ file: source }, { file: unbundled }, { file: bundle.file }]
  const ways = [...files, { file: bundle.file, cache: join(folder, 'cache') }]
  const times = await compareImports(ways, rounds, HANDLER_ENVIRONMENT)
  const [sourcesMs = 0, unbundledMs = 0, bundledMs = 0, cachedMs = 0] = times
  return {
    handler,
    most: FACTS[handler].bundle,
    ...weights(bundle),
    sourcesMs,
    unbundledMs,
    bundledMs,
    cachedMs,
    ratio: bundledMs / unbundledMs,
  }
}

function weights({ bytes, gzipped, lazyBytes, heaviest }: Bundle): Pick<Row, 'kb' | 'gzipKb' | 'lazyKb' | 'heaviest'> {
  return {
    kb: bytes / 1024,
    gzipKb: gzipped / 1024,
    lazyKb: lazyBytes / 1024,
    heaviest: heaviest
      .slice(0, 3)
      .map(([name, weight]) => `${name} ${Math.round(weight / 1024)}`)
      .join(', '),
  }
}

try {
  const built = HANDLERS.filter((name) => existsSync(join(root, 'functions', name, 'handler.ts')))
  const rows: Row[] = []
  for (const handler of built) rows.push(await measure(handler))
  report({
    title: `Lambda bundles (esbuild, minified, median of ${rounds} fresh processes)`,
    columns: [
      'handler',
      'KB',
      'gzip KB',
      'lazy KB',
      'sources ms',
      'unbundled ms',
      'bundled ms',
      'with compile cache',
      'ratio',
      'heaviest KB',
    ],
    rows: rows.map((row) => [
      row.handler,
      row.kb,
      row.gzipKb,
      row.lazyKb,
      row.sourcesMs,
      row.unbundledMs,
      row.bundledMs,
      row.cachedMs,
      row.ratio,
      row.heaviest,
    ]),
    goals: rows.flatMap(({ handler, kb, most, ratio }) => [
      { goal: `${handler} is at most ${most} KB`, met: kb <= most, seen: `${kb.toFixed(0)} KB` },
      ...(handler === 'react'
        ? [{ goal: 'react loads in at most 0.6x', met: ratio <= 0.6, seen: `${ratio.toFixed(2)}x` }]
        : []),
    ]),
  })
} finally {
  await rm(folder, { recursive: true })
  await rm(unbundledFolder, { recursive: true, force: true })
}
