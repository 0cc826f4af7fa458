import { type Explained, isExplained } from './explained.ts'
import type { Judged } from './judge.ts'
import { isAlive, percent, type Score, total } from './score.ts'
import type { Tried } from './try-mutants.ts'

/** `engagement/decision/spacing.ts:33:9`, the change, and the tests that saw nothing. */
export function tellSurvivor({ mutant, fate }: Tried): string {
  const where = `${mutant.file}:${mutant.line}:${mutant.column}  ${mutant.within}`
  const ran =
    fate.kind === 'survived' ? `${fate.ran.length} tests saw nothing, such as ${fate.ran[0]}` : 'no test reaches it'
  return `${where}\n    ${mutant.change}\n    ${ran}`
}

export function survivors(tried: readonly Tried[], explained: readonly Explained[]): readonly Tried[] {
  return tried
    .filter((each) => isAlive(each) && !isExplained(each.mutant, explained))
    .toSorted((a, b) => a.mutant.id - b.mutant.id)
}

export function tellScores(all: readonly Score[]): string {
  const rows = all.length > 1 ? [...all, total(all)] : all
  const wide = Math.max(6, ...rows.map(({ folder }) => folder.length))
  const cell = (value: string | number): string => String(value).padStart(10)
  const head = ['mutants', 'tried', 'caught', 'explained', 'survived', 'unreached', 'score'].map(cell).join('')
  const lines = rows.map((score) => {
    const { folder, mutants, tried, caught, explained, survived, unreached } = score
    const told = [mutants, tried, caught, explained, survived, unreached, `${percent(score).toFixed(1)}%`]
    return `${folder.padEnd(wide)}${told.map(cell).join('')}`
  })
  return [`${''.padEnd(wide)}${head}`, ...lines].join('\n')
}

/** Every mutant that was caught, or explained, is a check that passed. */
export function tellTotal({ scores, failures }: Judged): string {
  const { caught, explained } = total(scores)
  return `${caught + explained} passed, ${failures.length} failed`
}
