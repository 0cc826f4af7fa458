/** A seeded generator (mulberry32): the same numbers in every run. */
export interface Random {
  /** From 0 up to 1. */
  next(): number
  below(n: number): number
  pick<T>(list: readonly T[]): T
  /** The first are drawn most: as 1, 1/2, 1/3 ... */
  skewed<T>(list: readonly T[]): T
  chance(share: number): boolean
  shuffle<T>(list: readonly T[]): T[]
}

export function random(seed: number): Random {
  let state = seed >>> 0
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (n: number): number => Math.floor(next() * n)
  return {
    next,
    below,
    pick: (list) => at(list, below(list.length)),
    skewed: (list) => at(list, Math.min(list.length - 1, Math.floor((list.length + 1) ** next() - 1))),
    chance: (share) => next() < share,
    shuffle: (list) =>
      list
        .map((item) => ({ item, order: next() }))
        .sort((a, b) => a.order - b.order)
        .map(({ item }) => item),
  }
}

function at<T>(list: readonly T[], place: number): T {
  const item = list[place]
  if (item === undefined) throw new RangeError('nothing to pick from')
  return item
}
