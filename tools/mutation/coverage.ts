import type { Mutant } from './mutant.ts'
import type { Report, TestRef } from './worker/messages.ts'

type Covered = Extract<Report, { kind: 'covered' }>

export interface Candidate {
  readonly ref: TestRef
  readonly ms: number
}

/** Which tests reach which mutant, and how. */
export interface Coverage {
  /** Those first that go another way through the file than any before them, the quickest of each way; then the others. */
  readonly tests: (mutant: Mutant) => readonly Candidate[]
  /** Takes effect while modules load, or is remembered by what was worked out once: only fresh modules show it. */
  readonly needsFresh: (mutant: Mutant) => boolean
  readonly nameOf: (ref: TestRef) => string
  /** Tests that cannot be used, each with its reason. */
  readonly unfit: readonly { readonly name: string; readonly why: string }[]
  readonly size: number
}

interface Reaching extends Candidate {
  readonly reaches: readonly number[]
}

export function coverageOf(reports: readonly Report[], files: readonly string[], mutants: readonly Mutant[]): Coverage {
  const covered = reports.filter((report): report is Covered => report.kind === 'covered')
  const reaching = new Map<number, Reaching[]>()
  const fresh = new Set<number>()
  const all = new Map<number, Reaching[]>()
  const names = new Map<string, string>()
  const unfit: { name: string; why: string }[] = []
  for (const { file, tests, atLoad } of covered) {
    for (const id of atLoad) fresh.add(id)
    for (const [number, test] of tests.entries()) {
      const name = `${files[file]} > ${test.name}`
      names.set(`${file}:${number}`, name)
      if ('unfit' in test) {
        unfit.push({ name, why: test.unfit })
        continue
      }
      const candidate: Reaching = { ref: [file, number], ms: test.ms, reaches: test.reaches }
      push(all, file, candidate)
      for (const id of test.reaches) push(reaching, id, candidate)
      for (const id of test.once) fresh.add(id)
    }
  }
  for (const report of reports)
    if (report.kind === 'unloadable') unfit.push({ name: files[report.file] ?? '', why: report.error })
  const loading = filesByModule(covered)
  const waysThrough = wayBook(mutants)
  return {
    tests: (mutant) => {
      const direct = differentFirst(reaching.get(mutant.id) ?? [], waysThrough(mutant.file))
      if (!fresh.has(mutant.id)) return direct
      // What is worked out at load shows wherever the module is loaded; those that run its code first.
      const seen = new Set(direct)
      const others = (loading.get(mutant.file) ?? []).flatMap((file) => all.get(file) ?? [])
      return [...direct, ...others.filter((each) => !seen.has(each)).toSorted((a, b) => a.ms - b.ms)]
    },
    needsFresh: ({ id }) => fresh.has(id),
    nameOf: ([file, number]) => names.get(`${file}:${number}`) ?? '',
    unfit,
    size: names.size,
  }
}

/** The way that a test goes through a file: the mutants of the file that it meets. */
type WayOf = (test: Reaching) => string

function wayBook(mutants: readonly Mutant[]): (file: string) => WayOf {
  const fileOf = new Map(mutants.map(({ id, file }) => [id, file]))
  const books = new Map<string, Map<Reaching, string>>()
  return (file) => {
    const book = books.get(file) ?? new Map<Reaching, string>()
    books.set(file, book)
    return (test) => {
      const way = book.get(test) ?? test.reaches.filter((id) => fileOf.get(id) === file).join()
      book.set(test, way)
      return way
    }
  }
}

function differentFirst(tests: readonly Reaching[], wayOf: WayOf): readonly Reaching[] {
  const seen = new Set<string>()
  const [firsts, others]: [Reaching[], Reaching[]] = [[], []]
  for (const test of tests.toSorted((a, b) => a.ms - b.ms)) {
    const isNew = !seen.has(wayOf(test))
    seen.add(wayOf(test))
    if (isNew) firsts.push(test)
    else others.push(test)
  }
  return [...firsts, ...others]
}

function filesByModule(covered: readonly Covered[]): ReadonlyMap<string, readonly number[]> {
  const loading = new Map<string, number[]>()
  for (const { file, modules } of covered) for (const module of modules) push(loading, module, file)
  return loading
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key)
  if (known === undefined) map.set(key, [value])
  else known.push(value)
}
