import { distance } from 'fastest-levenshtein'

/** Longer ones are no slips of the pen, and comparing them would cost. */
const LONGEST = 64

/**
 * The known name that was probably meant by one that is not: the same words in another form (`order.completed`,
 * `OrderCompleted`, full width), in another order or under a namespace, or with a slip of the pen in them. Undefined where
 * none is near: each word counts by itself, so that `Refund Requested` is not taken for `Return Requested`.
 */
export function nearName(name: string, known: Iterable<string>): string | undefined {
  if (name.length > LONGEST) return undefined
  const words = wordsOf(name)
  if (words.length === 0) return undefined
  const isUnderNamespace = /[./:]/.test(name)
  let best: string | undefined
  let least = Number.POSITIVE_INFINITY
  for (const candidate of known) {
    const far = farFrom(words, wordsOf(candidate), isUnderNamespace)
    if (far !== undefined && far < least) [best, least] = [candidate, far]
  }
  return best
}

/** `com.shop.orderCompleted` -> `com shop order completed`. */
function wordsOf(name: string): readonly string[] {
  const apart = name
    .normalize('NFKC')
    .replaceAll(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
  return apart.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
}

/** Slips between two names; undefined where they are different names. */
function farFrom(words: readonly string[], known: readonly string[], isUnderNamespace: boolean): number | undefined {
  const [one, other] = [words.join(''), known.join('')]
  if (other === '') return undefined
  if (one === other) return 0
  if (words.toSorted().join(' ') === known.toSorted().join(' ')) return 1
  if ((known.length > 1 || isUnderNamespace) && words.slice(-known.length).join('') === other) return 1
  const slips = slipsIn(one, other)
  // Words that were run together, or torn apart.
  if (slips === 1 && Math.min(one.length, other.length) > 3) return slips
  return words.length === known.length ? byWords(words, known) : undefined
}

function byWords(words: readonly string[], known: readonly string[]): number | undefined {
  let far = 0
  for (const [place, word] of words.entries()) {
    const other = known[place] ?? ''
    const slips = slipsIn(word, other)
    if (slips > allowedIn(word)) return undefined
    far += slips
  }
  return far
}

const allowedIn = (word: string): number => (word.length > 7 ? 2 : 1)

/** Edits; the same letters in another order, and a word cut short (`Complet`), are one slip. Of short words no letter differs. */
function slipsIn(word: string, known: string): number {
  if (word === known) return 0
  if (sorted(word) === sorted(known)) return 1
  if (Math.min(word.length, known.length) <= 3) return Number.POSITIVE_INFINITY
  return known.startsWith(word) ? 1 : distance(word, known)
}

const sorted = (word: string): string => [...word].sort().join('')
