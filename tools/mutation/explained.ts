import type { Mutant } from './mutant.ts'

/** A mutant that no test can catch, because nobody could see the difference; with the reason. */
export interface Explained {
  readonly file: string
  /** The function that it stands in. */
  readonly within: string
  /** As the run prints it. All of them where the function has it several times. */
  readonly change: string
  readonly because: string
}

export function isExplained(mutant: Mutant, explained: readonly Explained[]): boolean {
  return explained.some((each) => matches(each, mutant))
}

export const matches = ({ file, within, change }: Explained, mutant: Mutant): boolean =>
  file === mutant.file && within === mutant.within && change === mutant.change
