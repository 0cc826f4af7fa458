import { dirname } from 'node:path'
import { type Explained, isExplained } from './explained.ts'
import type { Mutant } from './mutant.ts'
import type { Tried } from './try-mutants.ts'

/** How a folder's tests did. */
export interface Score {
  readonly folder: string
  /** How many mutants there are, tried or not. */
  readonly mutants: number
  readonly tried: number
  /** Killed, or stopped because nothing ended any more. */
  readonly caught: number
  readonly explained: number
  readonly survived: number
  readonly unreached: number
}

/** The room of a file: `engagement/decision` with all below it, `engagement` for the files that put the rooms together. */
export const folderOf = (file: string): string => dirname(file).split('/').slice(0, 2).join('/')

export function scores(
  mutants: readonly Mutant[],
  tried: readonly Tried[],
  explained: readonly Explained[],
): readonly Score[] {
  const folders = [...new Set(mutants.map(({ file }) => folderOf(file)))].toSorted()
  return folders.map((folder) => {
    const here = tried.filter(({ mutant }) => folderOf(mutant.file) === folder)
    const alive = here.filter(isAlive)
    const known = alive.filter(({ mutant }) => isExplained(mutant, explained))
    const open = alive.filter(({ mutant }) => !isExplained(mutant, explained))
    return {
      folder,
      mutants: mutants.filter(({ file }) => folderOf(file) === folder).length,
      tried: here.length,
      caught: here.length - alive.length,
      explained: known.length,
      survived: open.filter(({ fate }) => fate.kind === 'survived').length,
      unreached: open.filter(({ fate }) => fate.kind === 'unreached').length,
    }
  })
}

export function isAlive({ fate }: Tried): boolean {
  switch (fate.kind) {
    case 'killed':
    case 'too_long':
      return false
    case 'survived':
    case 'unreached':
      return true
  }
}

/** In percent, cut to a tenth: 100 is said of nothing less. Who is explained is no mutant that a test could catch. */
export function percent({ caught, tried, explained }: Pick<Score, 'caught' | 'tried' | 'explained'>): number {
  const catchable = tried - explained
  return catchable === 0 ? 100 : Math.floor((caught * 1000) / catchable) / 10
}

/** All of it together. */
export function total(all: readonly Score[]): Score {
  const sum = (key: Exclude<keyof Score, 'folder'>): number => all.reduce((so, each) => so + each[key], 0)
  return {
    folder: 'all',
    mutants: sum('mutants'),
    tried: sum('tried'),
    caught: sum('caught'),
    explained: sum('explained'),
    survived: sum('survived'),
    unreached: sum('unreached'),
  }
}
