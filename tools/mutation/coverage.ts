import type { Mutant } from './mutant.ts'
import type { Report, TestRef } from './worker/messages.ts'

type Covered = Extract<Report, { kind: 'covered' }>

export interface Candidate {
  readonly ref: TestRef
  readonly ms: number
}

/** Which tests reach which mutant, and how. */
export interface Coverage {
  /** Quickest first. */
  readonly tests: (mutant: Mutant) => readonly Candidate[]
  /** Takes effect while modules load, or is remembered by what was worked out once: only fresh modules show it. */
  readonly needsFresh: (mutant: Mutant) => boolean
  readonly nameOf: (ref: TestRef) => string
  /** Tests that cannot be used, each with its reason. */
  readonly unfit: readonly { readonly name: string; readonly why: string }[]
  readonly size: number
  /** What they all take, once. */
  readonly total: number
}

export function coverageOf(reports: readonly Report[], files: readonly string[]): Coverage {
  const covered = reports.filter((report): report is Covered => report.kind === 'covered')
  const reaching = new Map<number, Candidate[]>()
  const fresh = new Set<number>()
  const all = new Map<number, Candidate[]>()
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
      const candidate: Candidate = { ref: [file, number], ms: test.ms }
      push(all, file, candidate)
      for (const id of test.reaches) push(reaching, id, candidate)
      for (const id of test.once) fresh.add(id)
    }
  }
  for (const report of reports)
    if (report.kind === 'unloadable') unfit.push({ name: files[report.file] ?? '', why: report.error })
  const loading = filesByModule(covered)
  return {
    tests: (mutant) => {
      const direct = (reaching.get(mutant.id) ?? []).toSorted((a, b) => a.ms - b.ms)
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
    total: [...all.values()].flat().reduce((sum, { ms }) => sum + ms, 0),
  }
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
