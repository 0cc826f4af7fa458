/** The same order for the same seed (mulberry32), so that a sample can be drawn again. */
export function shuffle<T>(all: readonly T[], seed: number): readonly T[] {
  let state = seed >>> 0
  const draw = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return all
    .map((each) => ({ each, at: draw() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ each }) => each)
}
