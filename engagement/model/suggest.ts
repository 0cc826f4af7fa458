import { distance } from 'fastest-levenshtein'

const plain = (word: string): string => word.toLowerCase().replaceAll(/[\s_\-.]/g, '')
const letters = (word: string): string => [...word].sort().join('')

/** Edits between two words; the same letters in another order (`sned`) and a word cut short (`cart`) count as one. */
function farBetween(left: string, right: string): number {
  const far = distance(left, right)
  const near = letters(left) === letters(right) || (left.length >= 3 && right.startsWith(left))
  return far > 1 && near ? 1 : far
}

/** The candidate that was probably meant: at most a third of its letters differ, case and separators aside. */
export function closest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined
  let least = Number.POSITIVE_INFINITY
  for (const candidate of candidates) {
    const far = farBetween(plain(word), plain(candidate))
    if (far < least) [best, least] = [candidate, far]
  }
  const allowed = Math.max(1, Math.floor(Math.max(word.length, 3) / 3))
  return least <= allowed ? best : undefined
}

/** "Did you mean `x`?", or what there is to choose from, or nothing. */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  const all = [...candidates]
  const near = closest(word, all)
  if (near !== undefined) return `Did you mean \`${near}\`?`
  return all.length > 0 && all.length <= 16 ? `Known: ${all.join(', ')}` : undefined
}
