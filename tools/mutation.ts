import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import * as z from 'zod'
import { EXPLAINED } from '#tests/cases/explained-mutants.ts'
import { type Floor, judge } from './mutation/judge.ts'
import { type Plan, runMutation } from './mutation/run-mutation.ts'
import { folderOf } from './mutation/score.ts'
import { shuffle } from './mutation/shuffle.ts'
import { survivors, tellScores, tellSurvivor, tellTotal } from './mutation/tell-run.ts'
import type { Tried } from './mutation/try-mutants.ts'

/**
 * `npm run mutation [-- FOLDER ...]`: plants small mistakes in the core and the stages, and sees which of them no test
 * notices. `--minutes 8`: as many as fit into that, drawn by `--seed`. `--raise`: writes what was reached into the floor.
 * `--quiet`: names only those survivors that let the run fail. `--json`: the whole of it for a machine.
 */
const SOURCES = '{engagement,stages}/**/*.ts'
const TESTS = 'tests/unit/{engagement,stages,functions,workflows}/**/*.test.ts'
const AROUND = '{engagement,stages,simulation,language,functions,adapters/memory,tests/unit}/**/*.ts'

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '')
const floorFile = `${root}/tools/mutation/floor.json`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: 'string' },
    seed: { type: 'string' },
    workers: { type: 'string' },
    tests: { type: 'string' },
    json: { type: 'boolean' },
    quiet: { type: 'boolean' },
    raise: { type: 'boolean' },
  },
})

const filesOf = (pattern: string): string[] => globSync(pattern, { cwd: root }).toSorted()

function chosenSources(): readonly string[] {
  const named = positionals.map((each) => each.replace(/\/$/, ''))
  const all = filesOf(SOURCES)
  const chosen = all.filter((file) => named.length === 0 || named.some((each) => isIn(file, each)))
  if (chosen.length === 0)
    throw new Error(`Nothing to mutate in ${named.join(', ')}: name a folder or file of engagement/ or stages/.`)
  return chosen
}

const isIn = (file: string, place: string): boolean => file === place || file.startsWith(`${place}/`)

/** Whether all files of a folder were asked for: what some of them reach says nothing of the folder's floor. */
const isComplete = (folder: string): boolean => {
  const chosen = chosenSources()
  return filesOf(SOURCES).every((file) => folderOf(file) !== folder || chosen.includes(file))
}

/** Only for those who look: a report is read by a machine. */
function say(text: string): void {
  process.stderr.write(`${text}\n`)
}

function plan(): Plan {
  const sources = chosenSources()
  const began = performance.now()
  const spent = (): number => performance.now() - began
  const most = values.minutes === undefined ? Number.POSITIVE_INFINITY : Number(values.minutes) * 60_000
  // Another sample each hour: over the days it comes round to all of them.
  const seed = Number(values.seed ?? Math.floor(Date.now() / 3_600_000))
  let [done, alive] = [0, 0]
  return {
    root,
    sources,
    around: filesOf(AROUND).filter((file) => !sources.includes(file)),
    tests: filesOf(values.tests ?? TESTS),
    workers: Number(values.workers ?? Math.max(1, availableParallelism())),
    choose: (mutants) => (values.minutes === undefined ? mutants : shuffle(mutants, seed)),
    until: () => spent() > most,
    isDone: ({ file }) => floor[folderOf(file)] === 100,
    tell: {
      found: (mutants, files) => say(`${mutants} mutants in ${files} files`),
      covered: (now, of) => (now === of ? say(`${of} test files run, in ${seconds(spent())}`) : undefined),
      trying: (of, { unfit, size }) => {
        for (const { name, why } of unfit) say(`not used: ${name} (${why})`)
        say(
          `${of} mutants to try with ${size - unfit.length} tests${values.minutes === undefined ? '' : `, for ${values.minutes} minutes, in the order of seed ${seed}`}`,
        )
      },
      tried: ({ fate }: Tried) => {
        done += 1
        if (fate.kind === 'survived' || fate.kind === 'unreached') alive += 1
        if (done % 250 === 0) say(`${done} tried, ${alive} alive, ${seconds(spent())}`)
      },
    },
  }
}

const seconds = (ms: number): string => `${Math.round(ms / 1000)} s`

const readFloor = (): Floor => z.record(z.string(), z.number()).parse(JSON.parse(readFileSync(floorFile, 'utf8')))

const floor = readFloor()
const ran = await runMutation(plan())
const judged = judge(ran.mutants, ran.tried, floor, EXPLAINED, isComplete)
const alive = survivors(ran.tried, EXPLAINED)

if (values.json) console.log(JSON.stringify({ ...judged, survivors: alive }, null, 1))
else {
  const failed = (each: Tried): boolean =>
    judged.failures.some((told) => told.startsWith(`${folderOf(each.mutant.file)}:`))
  for (const each of alive) if (!values.quiet || failed(each)) console.log(tellSurvivor(each))
  console.log(`\n${tellScores(judged.scores)}\n`)
  for (const each of judged.failures) console.log(`FAILED  ${each}`)
}
const rises = Object.entries(judged.rises)
if (values.raise) writeFileSync(floorFile, `${JSON.stringify({ ...floor, ...judged.rises }, null, 2)}\n`)
else if (rises.length > 0 && !values.json)
  console.log(
    `Better than the floor: ${rises.map(([folder, score]) => `${folder} ${score}%`).join(', ')}. Raise it with --raise.`,
  )
if (!values.json) console.log(`\n${tellTotal(judged)}`)
process.exitCode = judged.failures.length > 0 ? 1 : 0
