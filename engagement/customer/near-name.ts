import { distance } from 'fastest-levenshtein'

/** A name taken apart, once. */
interface Parts {
  readonly words: readonly string[]
  readonly joined: string
  readonly sortedWords: string
}

/** Longer ones are no slips of the pen, and comparing them would cost. */
const LONGEST = 64
/** Names of a vocabulary come again with every event. */
const known = new Map<string, Parts>()
const MOST_KNOWN = 5_000

/**
 * The known name that was probably meant by one that is not: the same words in another form (`order.completed`,
 * `OrderCompleted`, full width), in another order or under a namespace, or with a slip of the pen in them. Undefined where
 * none is near: each word counts by itself, so that `Refund Requested` is not taken for `Return Requested`.
 */
export function nearName(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length > LONGEST) return undefined
  const sent = partsOf(name)
  if (sent.words.length === 0) return undefined
  const isUnderNamespace = /[./:]/.test(name)
  let best: string | undefined
  let least = Number.POSITIVE_INFINITY
  for (const candidate of candidates) {
    const far = farFrom(sent, knownParts(candidate), isUnderNamespace)
    if (far !== undefined && far < least) [best, least] = [candidate, far]
  }
  return best
}

function knownParts(name: string): Parts {
  const found = known.get(name)
  if (found !== undefined) return found
  if (known.size >= MOST_KNOWN) known.clear()
  const parts = partsOf(name)
  known.set(name, parts)
  return parts
}

/** `com.shop.orderCompleted` -> `com shop order completed`. */
function partsOf(name: string): Parts {
  const apart = name
    .normalize('NFKC')
    .replaceAll(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
  const words = apart.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  return { words, joined: words.join(''), sortedWords: words.toSorted().join(' ') }
}

/** Slips between two names; undefined where they are different names. */
function farFrom(sent: Parts, other: Parts, isUnderNamespace: boolean): number | undefined {
  if (other.joined === '') return undefined
  if (sent.joined === other.joined) return 0
  if (sent.sortedWords === other.sortedWords) return 1
  const { length } = other.words
  if ((length > 1 || isUnderNamespace) && sent.words.slice(-length).join('') === other.joined) return 1
  // Words that were run together, or torn apart.
  if (slipsIn(sent.joined, other.joined, 1) === 1 && Math.min(sent.joined.length, other.joined.length) > 3) return 1
  return sent.words.length === length ? byWords(sent.words, other.words) : undefined
}

function byWords(words: readonly string[], others: readonly string[]): number | undefined {
  let far = 0
  for (const [place, word] of words.entries()) {
    const allowed = word.length > 7 ? 2 : 1
    const slips = slipsIn(word, others[place] ?? '', allowed)
    if (slips > allowed) return undefined
    far += slips
  }
  return far
}

/**
 * Edits, counted no further than matters; the same letters in another order, and a word cut short (`Complet`), are one slip.
 * Of short words no letter differs.
 */
function slipsIn(word: string, other: string, allowed: number): number {
  if (word === other) return 0
  const apart = Math.abs(word.length - other.length)
  if (apart === 0 && sorted(word) === sorted(other)) return 1
  if (Math.min(word.length, other.length) <= 3) return Number.POSITIVE_INFINITY
  if (other.startsWith(word)) return 1
  return apart > allowed ? Number.POSITIVE_INFINITY : distance(word, other)
}

const sorted = (word: string): string => [...word].sort().join('')
