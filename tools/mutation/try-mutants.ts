import type { Candidate, Coverage } from './coverage.ts'
import type { Mutant } from './mutant.ts'
import type { Plan } from './run-mutation.ts'
import type { Order, Report, TestRef } from './worker/messages.ts'
import type { Worker } from './worker-process.ts'

export type Fate =
  /** A test failed with it, and passes without it. */
  | { readonly kind: 'killed'; readonly by: string }
  /** With it the code no longer ends. */
  | { readonly kind: 'too_long' }
  | { readonly kind: 'survived'; readonly ran: readonly string[] }
  /** No test reaches it. */
  | { readonly kind: 'unreached' }

export interface Tried {
  readonly mutant: Mutant
  readonly fate: Fate
}

/** The time that tests may take with one mutant on, by what they take without it. */
const WORTH_MS = 2_000
/** What a test may take with a mutant on: at least this, or so many times what it takes without. */
const LEAST_MS = 400
const TIMES = 8
/** A worker that has not answered by then hangs where nobody counts: on the wall, of a machine that may be busy. */
const HANGS_MS = 60_000
/** How many of the tests that killed others in the same file are asked first. */
const RECENT = 6

/** Tries every mutant once, on all workers. */
export async function tryMutants(
  mutants: readonly Mutant[],
  coverage: Coverage,
  workers: readonly Worker[],
  { tell, until = () => false, isDone = () => false }: Pick<Plan, 'tell' | 'until' | 'isDone'>,
): Promise<readonly Tried[]> {
  const tried: Tried[] = []
  const queue = mutants.values()
  const recent = new Map<string, Candidate[]>()
  await Promise.all(
    workers.map(async (worker) => {
      for (const mutant of queue) {
        const one = { mutant, fate: await tryOne(mutant, coverage, worker, recent, isDone(mutant)) }
        tried.push(one)
        tell.tried(one)
        if (until()) return
      }
    }),
  )
  return tried
}

type Recent = Map<string, Candidate[]>

async function tryOne(
  mutant: Mutant,
  coverage: Coverage,
  worker: Worker,
  recent: Recent,
  withAll: boolean,
): Promise<Fate> {
  const all = coverage.tests(mutant)
  if (all.length === 0) return { kind: 'unreached' }
  const killers = recent.get(mutant.file) ?? []
  const reaching = new Set(all)
  const first = killers.filter((each) => reaching.has(each))
  const tests = within(withAll ? Number.POSITIVE_INFINITY : WORTH_MS, [
    ...first,
    ...all.filter((each) => !first.includes(each)),
  ])
  const isFresh = coverage.needsFresh(mutant)
  let report = isFresh ? undefined : await tryWith(mutant, tests, false, worker)
  // What it left behind is left behind with the process; fresh modules know nothing of it.
  if (report?.outcome === 'stained') worker.renew()
  if (isFresh || report?.outcome === 'stained') report = await tryWith(mutant, tests, true, worker)
  if (report === undefined || report.outcome === 'too_long') return { kind: 'too_long' }
  if (report.outcome === 'survived') return { kind: 'survived', ran: tests.map(({ ref }) => coverage.nameOf(ref)) }
  if (report.by !== undefined) remember(recent, mutant.file, find(tests, report.by))
  return { kind: 'killed', by: report.by === undefined ? '' : coverage.nameOf(report.by) }
}

type Outcome = Extract<Report, { kind: 'tried' }>

async function tryWith(
  mutant: Mutant,
  tests: readonly Candidate[],
  fresh: boolean,
  worker: Worker,
): Promise<Outcome | undefined> {
  const order: Order = {
    kind: 'try',
    mutant: mutant.id,
    tests: tests.map(({ ref, ms }) => ({ ref, ms: Math.max(LEAST_MS, TIMES * ms) })),
    fresh,
  }
  const whole = tests.reduce((sum, { ms }) => sum + ms, 0)
  // Once more in a process of its own: what hangs may be what an earlier mutant left behind.
  for (const isLast of [false, true]) {
    const report = await worker.ask(order, HANGS_MS + 2 * TIMES * whole)
    if (report?.kind === 'tried') return report
    if (isLast && report?.kind === 'broken') throw new Error(`${mutant.file}, ${mutant.change}: ${report.error}`)
    worker.renew()
  }
  return undefined
}

function within(worth: number, tests: readonly Candidate[]): readonly Candidate[] {
  let spent = 0
  return tests.filter(({ ms }) => {
    spent += ms
    return spent - ms < worth
  })
}

const find = (tests: readonly Candidate[], [file, number]: TestRef): Candidate | undefined =>
  tests.find(({ ref }) => ref[0] === file && ref[1] === number)

function remember(recent: Recent, file: string, killer: Candidate | undefined): void {
  if (killer === undefined) return
  const known = recent.get(file) ?? []
  recent.set(file, [killer, ...known.filter((each) => each !== killer)].slice(0, RECENT))
}
