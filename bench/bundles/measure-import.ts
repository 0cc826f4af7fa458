import { spawn } from 'node:child_process'
import { pathToFileURL } from 'node:url'

/** One way to load a handler. `cache`: folder of NODE_COMPILE_CACHE. */
export interface Loading {
  readonly file: string
  readonly cache?: string
}

const probe = `
const start = performance.now()
await import(process.env.PROBED)
process.stdout.write(String(performance.now() - start))
process.exit(0)`

/** Milliseconds from `import(file)` to its end, in a fresh process. Throws with what the process said when it fails. */
export function measureImport({ file, cache }: Loading, env: { readonly [name: string]: string }): Promise<number> {
  const { NODE_COMPILE_CACHE: _, ...own } = process.env
  const child = spawn(process.execPath, ['--input-type=module', '--eval', probe], {
    env: {
      ...own,
      ...env,
      PROBED: pathToFileURL(file).href,
      ...(cache === undefined ? {} : { NODE_COMPILE_CACHE: cache }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  let failed = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    failed += text
  })
  return new Promise((resolve, reject) => {
    child.on('close', (code) => {
      const ms = Number(said)
      if (code === 0 && said !== '' && Number.isFinite(ms)) resolve(ms)
      else reject(new Error(`${file} could not be imported: ${failed.trim() || said}`))
    })
  })
}

/** Measures each way in turn, `rounds` times, so that a busy moment hits them all; the median of each. */
export async function compareImports(
  ways: readonly Loading[],
  rounds: number,
  env: { readonly [name: string]: string },
): Promise<readonly number[]> {
  const times = ways.map((): number[] => [])
  // One round unmeasured: warms the disk and writes the compile caches.
  for (let round = -1; round < rounds; round++) {
    for (const [at, way] of ways.entries()) {
      const ms = await measureImport(way, env)
      if (round >= 0) times[at]?.push(ms)
    }
  }
  return times.map(median)
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2
}
