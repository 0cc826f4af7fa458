/**
 * A place in a tree of chances. What it gives follows from the way to it alone (`seed`, then names), never from what else
 * was asked before: where a part of a world is taken away, nothing changes for the rest.
 */
export class Chance {
  readonly #a: number
  readonly #b: number

  private constructor(a: number, b: number) {
    this.#a = a
    this.#b = b
  }

  static from(seed: number): Chance {
    return new Chance(0x9e3779b9, 0x243f6a88).of(seed)
  }

  /** The chance of that name, which has nothing to do with any other. */
  of(...path: readonly (string | number)[]): Chance {
    let [a, b] = [this.#a, this.#b]
    for (const name of path) {
      const text = typeof name === 'string' ? name : `#${name}`
      for (let n = 0; n < text.length; n += 1) {
        const code = text.charCodeAt(n)
        a = Math.imul(a ^ code, 2_654_435_761)
        b = Math.imul(b ^ code, 1_597_334_677)
      }
      // A name's end counts: `ab`, `c` is another way than `a`, `bc`.
      a = Math.imul(a ^ (a >>> 16) ^ 0x1f, 2_246_822_507) ^ Math.imul(b ^ (b >>> 13), 3_266_489_909)
      b = Math.imul(b ^ (b >>> 16) ^ 0x3d, 2_246_822_507) ^ Math.imul(a ^ (a >>> 13), 3_266_489_909)
    }
    return new Chance(a, b)
  }

  /** At least 0, less than 1. */
  unit(): number {
    const a = mix(this.#a ^ (this.#b >>> 7))
    const b = mix(this.#b ^ (this.#a >>> 11))
    return ((a >>> 5) * 67_108_864 + (b >>> 6)) / 9_007_199_254_740_992
  }

  happens(share: number): boolean {
    return this.unit() < share
  }

  /** A whole number, at least 0 and less than `count`. */
  below(count: number): number {
    return Math.floor(this.unit() * count)
  }

  /** A whole number from `least` to `most`. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1)
  }

  pick<Item>(items: readonly [Item, ...Item[]]): Item {
    return items[this.below(items.length)] ?? items[0]
  }

  /** One of them, each as often as its weight says. */
  weighed<Item>(items: readonly [readonly [number, Item], ...(readonly [number, Item])[]]): Item {
    const total = items.reduce((sum, [weight]) => sum + weight, 0)
    let left = this.unit() * total
    for (const [weight, item] of items) {
      left -= weight
      if (left < 0) return item
    }
    return items[0][1]
  }

  /** A short name of this place. */
  name(): string {
    return ((this.#a >>> 0) * 2 ** 20 + ((this.#b >>> 0) % 2 ** 20)).toString(36).padStart(10, '0')
  }
}

/** Spreads each bit over all. */
function mix(value: number): number {
  const once = Math.imul(value ^ (value >>> 16), 2_246_822_507)
  const twice = Math.imul(once ^ (once >>> 13), 3_266_489_909)
  return (twice ^ (twice >>> 16)) >>> 0
}
