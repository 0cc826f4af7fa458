import fc from 'fast-check'
import type { Order, Report, Start, TestRef } from './messages.ts'
import type { Graphs } from './module-graphs.ts'
import { openGraphs } from './module-graphs.ts'
import { type Ended, runTest } from './run-test.ts'
import { allow, connect, spent, switchOn, takeAsked } from './switchboard.ts'
import { collect, type Test } from './test-book.ts'

/** One process that runs tests with mutants on, told by its parent what to do; the parent stops it where it hangs. */
const start: Start = JSON.parse(process.argv[2] ?? '{}')

/** Longer than a test is worth that is to run once for each of some thousand mutants. */
const LONGEST_TEST = 1_000

/** The same for all modules of a test file, loaded with a mutant on. */
const LOADING_MS = 10_000

const HOT = 0
const hot = new Map<number, Promise<readonly Test[]>>()
let graph = HOT

const graphs: Graphs = openGraphs(start.root, start.instrumented, new Set(start.written))
connect(start.mutants)
silence()
// The same values in every run, and no search for the smallest: that it fails is all there is to know.
fc.configureGlobal({ seed: 1, endOnFailure: true })

function silence(): void {
  for (const method of ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const) console[method] = () => undefined
  process.on('unhandledRejection', () => undefined)
}

const testsOf = (file: number, within: number): Promise<readonly Test[]> =>
  collect(() => graphs.open(start.files[file] ?? '', within))

function hotTests(file: number): Promise<readonly Test[]> {
  if (!hot.has(file)) allow(LOADING_MS)
  const known = hot.get(file) ?? testsOf(file, HOT)
  hot.set(file, known)
  return known
}

async function cover(file: number): Promise<Report> {
  takeAsked()
  allow(LOADING_MS)
  let tests: readonly Test[]
  try {
    tests = await hotTests(file)
  } catch (error) {
    return { kind: 'unloadable', file, error: String(error) }
  }
  const modules = modulesOf(start.files[file] ?? '')
  const atLoad = new Set(takeAsked())
  const covered: Extract<Report, { kind: 'covered' }>['tests'][number][] = []
  for (const test of tests) {
    const first = await runTest(test, LONGEST_TEST)
    const reaches = takeAsked()
    if (first.kind !== 'passed') {
      covered.push({ name: test.name, unfit: why(first) })
      continue
    }
    const began = spent()
    const second = await runTest(test, LONGEST_TEST)
    const again = new Set(takeAsked())
    if (second.kind !== 'passed') covered.push({ name: test.name, unfit: `a second time: ${why(second)}` })
    else {
      const once = reaches.filter((id) => !again.has(id))
      covered.push({ name: test.name, ms: spent() - began, reaches, once })
    }
  }
  return { kind: 'covered', file, tests: covered, atLoad: [...atLoad], modules }
}

const why = (ended: Ended): string =>
  ended.kind === 'passed' ? '' : ended.kind === 'too_long' ? 'takes too long' : String(ended.error).slice(0, 300)

function modulesOf(file: string): string[] {
  const seen = new Set([file])
  for (const each of seen) for (const below of graphs.imports.get(each) ?? []) seen.add(below)
  return [...seen]
}

type Try = Extract<Order, { kind: 'try' }>

async function tryHot({ mutant, tests }: Try): Promise<Report> {
  let ran = 0
  for (const { ref, ms } of tests) {
    const test = (await hotTests(ref[0]))[ref[1]]
    if (test === undefined) throw new Error(`No test ${ref[1]} in ${start.files[ref[0]]}`)
    switchOn(mutant)
    const ended = await runTest(test, ms)
    switchOn(undefined)
    ran += 1
    if (ended.kind === 'passed') continue
    // A mutant may have left something behind: only a test that passes without it was failed by it.
    const after = await runTest(test, ms)
    return { kind: 'tried', mutant, outcome: after.kind === 'passed' ? killedBy(ended) : 'stained', by: ref, ran }
  }
  return { kind: 'tried', mutant, outcome: 'survived', ran }
}

const killedBy = (ended: Ended) => (ended.kind === 'too_long' ? 'too_long' : 'killed')

async function tryFresh({ mutant, tests }: Try): Promise<Report> {
  graph += 1
  const loaded = new Map<number, readonly Test[]>()
  let ran = 0
  const ended = (outcome: 'killed' | 'survived' | 'too_long', by?: TestRef): Report => {
    switchOn(undefined)
    return { kind: 'tried', mutant, outcome, ...(by === undefined ? {} : { by }), ran }
  }
  switchOn(mutant)
  for (const { ref, ms } of tests) {
    allow(LOADING_MS)
    const [file, number] = ref
    try {
      if (!loaded.has(file)) loaded.set(file, await testsOf(file, graph))
    } catch {
      return ended('killed', ref)
    }
    const test = loaded.get(file)?.[number]
    // Its tests are no longer the same.
    if (test === undefined) return ended('killed', ref)
    const after = await runTest(test, ms)
    ran += 1
    if (after.kind !== 'passed') return ended(killedBy(after), ref)
  }
  return ended('survived')
}

async function obey(order: Order): Promise<Report> {
  switch (order.kind) {
    case 'cover':
      return cover(order.file)
    case 'try':
      return order.fresh ? tryFresh(order) : tryHot(order)
  }
}

/** What goes wrong here is told: a worker that says nothing is taken for one that hangs. */
const answer = (order: Order): Promise<Report> =>
  obey(order).catch((error: unknown): Report => ({ kind: 'broken', error: String(error) }))

process.on('message', async (order: Order) => process.send?.(await answer(order)))
process.send?.({ kind: 'ready' } satisfies Report)
