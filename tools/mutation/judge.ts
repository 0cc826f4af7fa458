import { type Explained, matches } from './explained.ts'
import type { Mutant } from './mutant.ts'
import { folderOf, isAlive, percent, type Score, scores } from './score.ts'
import type { Tried } from './try-mutants.ts'

/** What each folder has reached, in percent. It only rises. */
export interface Floor {
  readonly [folder: string]: number
}

export interface Judged {
  readonly scores: readonly Score[]
  /** Each with what to do. */
  readonly failures: readonly string[]
  /** Folders that did better than their floor. */
  readonly rises: Floor
}

/** How far a sample may lie below the floor by chance: three standard errors. */
const ERRORS = 3

export function judge(
  mutants: readonly Mutant[],
  tried: readonly Tried[],
  floor: Floor,
  explained: readonly Explained[],
): Judged {
  const all = scores(mutants, tried, explained)
  const below = all.flatMap((score) => belowFloor(score, floor[score.folder] ?? 0))
  const risen = all.filter((score) => isWhole(score) && percent(score) > (floor[score.folder] ?? 0))
  return {
    scores: all,
    failures: [...below, ...stale(mutants, tried, explained)],
    rises: Object.fromEntries(risen.map((score) => [score.folder, percent(score)])),
  }
}

const isWhole = ({ mutants, tried }: Score): boolean => tried === mutants

function belowFloor(score: Score, floor: number): readonly string[] {
  const reached = percent(score)
  const allowed = isWhole(score) || floor === 100 ? floor : floor - ERRORS * errorOf(score, floor)
  if (score.tried === 0 || reached >= allowed) return []
  const of = isWhole(score) ? '' : ` of a sample of ${score.tried}`
  return [
    `${score.folder}: ${reached}%${of} are caught, the floor is ${floor}%. Add a case that fails with a survivor, or explain it in tests/cases/explained-mutants.ts.`,
  ]
}

const errorOf = ({ tried }: Score, floor: number): number => Math.sqrt((floor * (100 - floor)) / tried)

/** An explanation of what is no longer there, or of what a test can see after all. */
function stale(
  mutants: readonly Mutant[],
  tried: readonly Tried[],
  explained: readonly Explained[],
): readonly string[] {
  const files = new Set(mutants.map(({ file }) => file))
  const folders = new Set(mutants.map(({ file }) => folderOf(file)))
  return explained.flatMap((each) => {
    const where = `${each.file}, ${each.within}: ${each.change}`
    if (!files.has(each.file) && !folders.has(folderOf(each.file))) return []
    if (files.has(each.file) && !mutants.some((mutant) => matches(each, mutant)))
      return [`Explained, but no longer there: ${where}. Take it out of tests/cases/explained-mutants.ts.`]
    const here = tried.filter(({ mutant }) => matches(each, mutant))
    if (here.length === 0 || here.some(isAlive)) return []
    return [`Explained, but a test catches it: ${where}. Take it out of tests/cases/explained-mutants.ts.`]
  })
}
