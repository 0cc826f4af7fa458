import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import picocolors from 'picocolors'
import { add, type Counts, NONE, say } from './test/counts.ts'
import { type Outcome, runStage, type Stage } from './test/run-stage.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

const vitest = (project: string, seconds: number): Stage => ({
  name: project,
  kind: 'vitest',
  command: ['vitest', 'run', '--project', project],
  seconds,
})

/** `npm test`, in the order in which a mistake is cheapest to see. */
const stages: readonly Stage[] = [
  {
    name: 'format and lint',
    kind: 'check',
    command: ['biome', 'check', '--colors=off'],
    hint: 'npm run format',
    seconds: 60,
  },
  { name: 'types', kind: 'check', command: ['tsc', '--noEmit', '--pretty', 'false'], seconds: 120 },
  {
    name: 'schemas',
    kind: 'check',
    command: ['node', 'cli/beforehand.ts', 'schemas', '--check'],
    hint: 'npx beforehand schemas',
    seconds: 60,
  },
  {
    name: 'event types',
    kind: 'check',
    command: ['node', 'cli/beforehand.ts', 'types', '--check'],
    hint: 'npx beforehand types',
    seconds: 60,
  },
  { name: 'workflows', kind: 'check', command: ['node', 'cli/beforehand.ts', 'validate'], seconds: 60 },
  { name: 'scenarios', kind: 'scenarios', command: ['node', 'cli/beforehand.ts', 'test'], seconds: 120 },
  vitest('unit', 480),
  vitest('plants', 600),
  vitest('contracts', 180),
  vitest('seeds', 360),
  vitest('local', 360),
  vitest('journeys', 300),
  vitest('synth', 300),
  vitest('proof', 300),
]

/**
 * What takes longer has scripts of its own. `npm run test:kill`: the host is stopped with SIGKILL in the middle of its work,
 * again and again. `npm run test:package`: the package in an app of somebody's own, on two lines of Node.
 */
const apart: readonly Stage[] = [vitest('kill', 300), vitest('package', 600)]

const color = picocolors.createColors(process.stdout.isTTY === true && process.env['NO_COLOR'] === undefined)

function line(stage: Stage, { counts, ok, ms }: Outcome): string {
  const mark = ok ? color.green('ok    ') : color.red('FAILED')
  const what = stage.kind === 'check' ? '' : say(counts)
  return `${mark}  ${stage.name.padEnd(16)} ${`${(ms / 1000).toFixed(1)} s`.padStart(8)}  ${what}`.trimEnd()
}

async function runAll(todo: readonly Stage[]): Promise<Counts> {
  let total = NONE
  for (const stage of todo) {
    if (process.stdout.isTTY) process.stdout.write(color.dim(`...     ${stage.name}\r`))
    const outcome = await runStage(stage, root)
    total = add(total, outcome.counts)
    console.log(line(stage, outcome))
    if (!outcome.ok) tellFailure(stage, outcome)
  }
  return total
}

function tellFailure(stage: Stage, { output }: Outcome): void {
  console.log(`\n${output.trimEnd().replaceAll(/^/gm, '        ')}\n`)
  if (stage.hint !== undefined) console.log(`        Try: ${stage.hint}\n`)
}

/** `node tools/test.ts [STAGE ...]`: all stages of `npm test`, or the stages named. */
function chosen(names: readonly string[]): readonly Stage[] {
  if (names.length === 0) return stages
  return names.map((name) => {
    const stage = [...stages, ...apart].find((one) => one.name === name)
    if (stage === undefined)
      throw new Error(`There is no stage "${name}": ${[...stages, ...apart].map((one) => one.name).join(', ')}`)
    return stage
  })
}

if (!existsSync(`${root}/node_modules`)) throw new Error('Run npm ci first.')
const total = await runAll(chosen(process.argv.slice(2)))
console.log(`\n${say(total)}`)
process.exitCode = total.failed > 0 ? 1 : 0
