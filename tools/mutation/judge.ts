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

/** `isComplete`: whether the run knows of all mutants of a folder, and not of some of its files alone. */
export function judge(
  mutants: readonly Mutant[],
  tried: readonly Tried[],
  floor: Floor,
  explained: readonly Explained[],
  isComplete: (folder: string) => boolean = () => true,
): Judged {
  const all = scores(mutants, tried, explained)
  const complete = all.filter(({ folder }) => isComplete(folder))
  const below = complete.flatMap((score) => belowFloor(score, floor[score.folder] ?? 0))
  const risen = complete.filter((score) => isWhole(score) && percent(score) > (floor[score.folder] ?? 0))
  const folders = new Set(complete.map(({ folder }) => folder))
  return {
    scores: all,
    failures: [...below, ...stale(mutants, tried, explained, folders)],
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
  folders: ReadonlySet<string>,
): readonly string[] {
  const files = new Set(mutants.map(({ file }) => file))
  const known = explained.filter(({ file }) => files.has(file) || folders.has(folderOf(file)))
  return known.flatMap((each) => {
    const where = `${each.file}, ${each.within}: ${each.change}`
    if (!mutants.some((mutant) => matches(each, mutant)))
      return [`Explained, but no longer there: ${where}. Take it out of tests/cases/explained-mutants.ts.`]
    const here = tried.filter(({ mutant }) => matches(each, mutant))
    if (here.length === 0 || here.some(isAlive)) return []
    return [`Explained, but a test catches it: ${where}. Take it out of tests/cases/explained-mutants.ts.`]
  })
}
