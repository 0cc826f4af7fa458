import { type Part, type Played, play, type Shop } from './play.ts'

/** A world in which hardly more happens than what breaks the law. */
export interface Shrunk {
  readonly part: Part
  readonly played: Played
}

/** Plays that shrinking may take: a story that is a little too long is better than none. */
const MOST_PLAYS = 600

/**
 * Takes away customers, then what happened to them, then what went wrong, as long as the same law breaks. What is left goes
 * on as before: nothing in a world depends on what else is in it.
 */
export async function shrink(seed: number, shop: Shop, first: Played, part: Part = {}): Promise<Shrunk> {
  let plays = 0
  let best: Shrunk = { part, played: first }
  const breaks = async (smaller: Part): Promise<boolean> => {
    plays += 1
    const played = plays > MOST_PLAYS ? undefined : await play(seed, shop, smaller)
    if (played?.breach?.sentence !== first.breach?.sentence || played === undefined) return false
    best = { part: smaller, played }
    return true
  }
  const customers = first.lives.map((life) => life.customer)
  await fewest(customers, (some) => breaks({ ...best.part, customers: new Set(some) }))
  const happenings = best.played.lives.flatMap((life) => life.happenings.map(({ id }) => id))
  await fewest(happenings, (some) => breaks({ ...best.part, happenings: new Set(some) }))
  const faults = [...new Set(best.played.faults.map(({ id }) => id))]
  await fewest(faults, (some) => breaks({ ...best.part, faults: new Set(some) }))
  await fewest(
    best.played.lives.flatMap((life) => life.happenings.map(({ id }) => id)),
    (some) => breaks({ ...best.part, happenings: new Set(some) }),
  )
  return best
}

/** Delta debugging: the fewest of them, as far as taking parts away finds it. `isEnough` remembers what it said yes to. */
async function fewest<Item>(
  all: readonly Item[],
  isEnough: (some: readonly Item[]) => Promise<boolean>,
): Promise<void> {
  let kept = all
  if (kept.length > 0 && (await isEnough([]))) return
  for (let pieces = 2; kept.length > 1; ) {
    const size = Math.ceil(kept.length / pieces)
    const parts = Array.from({ length: Math.ceil(kept.length / size) }, (_, n) => kept.slice(n * size, (n + 1) * size))
    const smaller = (await firstThat(parts, isEnough)) ?? (await firstThat(withoutEach(parts, pieces), isEnough))
    if (smaller !== undefined) {
      pieces = Math.max(2, Math.min(pieces - 1, smaller.length))
      kept = smaller
    } else if (size === 1) return
    else pieces = Math.min(kept.length, pieces * 2)
  }
}

/** With two parts, leaving one out is keeping the other. */
const withoutEach = <Item>(parts: readonly (readonly Item[])[], pieces: number): readonly (readonly Item[])[] =>
  pieces === 2 ? [] : parts.map((_, left) => parts.flatMap((part, n) => (n === left ? [] : part)))

async function firstThat<Item>(
  candidates: readonly (readonly Item[])[],
  isEnough: (some: readonly Item[]) => Promise<boolean>,
): Promise<readonly Item[] | undefined> {
  for (const candidate of candidates) if (await isEnough(candidate)) return candidate
  return undefined
}
