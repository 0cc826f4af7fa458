import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** `npm run bench [-- NAME ...] [--json]`: one process a benchmark, one after the other, so that none warms another. */
const benchmarks = ['rules', 'catalogue', 'bundles', 'react', 'host', 'capacity']

const json = process.argv.includes('--json')
const named = process.argv.slice(2).filter((word) => !word.startsWith('-'))

/** `bench/rules/rules.ts`, or `bench/rules/run.ts`, or `bench/rules.ts`. */
function fileOf(name: string): string | undefined {
  const candidates = [`${name}/${name}.ts`, `${name}/run.ts`, `${name}.ts`]
  return candidates.map((path) => fileURLToPath(new URL(path, import.meta.url))).find((path) => existsSync(path))
}

interface Ran {
  readonly code: number
  readonly stdout: string
}

/** `--expose-gc` and a fixed seed are each benchmark's own matter. Without `--json` it speaks for itself. */
function run(file: string): Promise<Ran> {
  const child = spawn(process.execPath, [file, ...(json ? ['--json'] : [])], {
    stdio: ['ignore', json ? 'pipe' : 'inherit', 'inherit'],
  })
  let stdout = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code: code ?? 1, stdout }))
  })
}

const unknown = named.filter((name) => !benchmarks.includes(name))
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}: ${benchmarks.join(', ')}`)
  process.exit(2)
}

const found: { [name: string]: unknown } = {}
for (const name of named.length > 0 ? named : benchmarks) {
  const file = fileOf(name)
  if (file === undefined) continue
  const ran = await run(file)
  if (ran.code !== 0) {
    console.error(`bench/${name} failed`)
    process.exitCode = 1
  } else if (json) found[name] = JSON.parse(ran.stdout)
}
if (json) console.log(JSON.stringify(found, null, 2))
