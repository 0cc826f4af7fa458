import type { JsonObject } from '#engagement/customer/json.ts'
import type { Chance } from '../chance.ts'
import { MINUTE } from './happening.ts'

/** Something that happens in an episode. */
export interface Said {
  /** ms after the episode's begin. */
  readonly at: number
  readonly name: string
  readonly properties?: JsonObject
  readonly traits?: JsonObject
}

/** What an episode is made from. */
export interface Setting {
  readonly chance: Chance
  /** What ids in it begin with: nobody else's do. */
  readonly prefix: string
  /** When it begins, epoch ms: for dates that are named in it. */
  readonly start: number
}

export type Episode = (setting: Setting) => readonly Said[]

/** Some time, from `least` to `most`, rather short than long. */
export function span(chance: Chance, least: number, most: number): number {
  const share = chance.unit()
  return Math.round(least + (most - least) * share * share)
}

/** A date as producers write it: an instant, or a day alone. */
export function dateText(chance: Chance, at: number): string {
  const text = new Date(at).toISOString()
  return chance.weighed([
    [5, text],
    [3, text.slice(0, 10)],
    [1, `${text.slice(0, 16)}:00+09:00`],
  ])
}

export const product = (chance: Chance): JsonObject => {
  const n = chance.of('which').below(6)
  return {
    product_id: `tea-${n}`,
    name: `Tea ${n}`,
    category: chance.of('category').pick(['Sencha', 'Gyokuro', 'Kettle', 'Matcha']),
    price: 500 + n * 120,
    quantity: 1 + chance.of('quantity').below(3),
    currency: 'JPY',
  }
}

/** `count` times, so long apart. */
export function again(
  chance: Chance,
  count: number,
  apart: readonly [number, number],
  say: (n: number, chance: Chance) => Omit<Said, 'at'>,
): readonly Said[] {
  let at = 0
  return Array.from({ length: count }, (_, n) => {
    const own = chance.of(n)
    const said = { at, ...say(n, own) }
    at += span(own.of('apart'), ...apart)
    return said
  })
}

export const later = (said: readonly Said[], by: number): readonly Said[] =>
  said.map((each) => ({ ...each, at: each.at + by }))

export const lastAt = (said: readonly Said[]): number => Math.max(0, ...said.map(({ at }) => at))

export const soon: readonly [number, number] = [1, 20 * MINUTE]
