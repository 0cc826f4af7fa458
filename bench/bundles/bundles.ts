import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { report } from '../report.ts'
import { type Bundle, bundleHandler } from './bundle-handler.ts'
import { HANDLER_ENVIRONMENT, HANDLERS } from './environment.ts'
import { compareImports } from './measure-import.ts'

/** Size and import time of each handler as it is deployed, beside the same handler unbundled. */
const root = fileURLToPath(new URL('../..', import.meta.url))
const rounds = Number(process.env['ROUNDS'] ?? 15)

interface Row {
  readonly handler: string
  readonly kb: number
  readonly gzipKb: number
  readonly lazyKb: number
  readonly unbundledMs: number
  readonly bundledMs: number
  readonly cachedMs: number
  /** Bundled, as deployed: without a compile cache. */
  readonly ratio: number
  readonly heaviest: string
}

async function measure(handler: string, folder: string): Promise<Row> {
  const source = join(root, 'functions', handler, 'handler.ts')
  const bundle = await bundleHandler(source, join(folder, handler))
  const ways = [{ file: source }, { file: bundle.file }, { file: bundle.file, cache: join(folder, 'cache') }]
  const [unbundledMs = 0, bundledMs = 0, cachedMs = 0] = await compareImports(ways, rounds, HANDLER_ENVIRONMENT)
  return { handler, ...weights(bundle), unbundledMs, bundledMs, cachedMs, ratio: bundledMs / unbundledMs }
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

const folder = await mkdtemp(join(tmpdir(), 'beforehand-bundles-'))
try {
  const built = HANDLERS.filter((name) => existsSync(join(root, 'functions', name, 'handler.ts')))
  const rows: Row[] = []
  for (const handler of built) rows.push(await measure(handler, folder))
  report({
    title: `Lambda bundles (esbuild, minified, median of ${rounds} fresh processes)`,
    columns: [
      'handler',
      'KB',
      'gzip KB',
      'lazy KB',
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
      row.unbundledMs,
      row.bundledMs,
      row.cachedMs,
      row.ratio,
      row.heaviest,
    ]),
    goals: rows
      .filter(({ handler }) => handler === 'react')
      .flatMap(({ kb, ratio }) => [
        { goal: 'react is at most 350 KB', met: kb <= 350, seen: `${kb.toFixed(0)} KB` },
        { goal: 'react loads in at most 0.6x', met: ratio <= 0.6, seen: `${ratio.toFixed(2)}x` },
      ]),
  })
} finally {
  await rm(folder, { recursive: true })
}
