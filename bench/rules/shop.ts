import type { JsonObject } from '#engagement/customer/json.ts'
import { type Random, random } from './random.ts'

/** One comparison, in no engine's words. `between` includes both ends. */
export type Clause =
  | { readonly field: Field; readonly is: 'equal'; readonly value: string | boolean }
  | { readonly field: Field; readonly is: 'in'; readonly values: readonly string[] }
  | { readonly field: Field; readonly is: 'atLeast' | 'atMost'; readonly value: number }
  | { readonly field: Field; readonly is: 'between'; readonly low: number; readonly high: number }

export interface ShopRule {
  readonly id: string
  readonly event: string
  readonly clauses: readonly Clause[]
}

/** One event with the profile of its customer, and the same as flat facts (`event_price`). */
export interface Happening {
  readonly name: string
  readonly data: { readonly event: JsonObject; readonly profile: JsonObject }
  readonly facts: { readonly [fact: string]: unknown }
}

interface Field {
  readonly root: 'event' | 'profile'
  readonly name: string
  /** Share of events or profiles that do not have it. */
  readonly missing: number
}
interface TextField extends Field {
  readonly values: readonly string[]
}
interface NumberField extends Field {
  readonly most: number
}

export const EVENTS = [
  'Product Viewed',
  'Product List Viewed',
  'Products Searched',
  'Product Added',
  'Cart Viewed',
  'Product Clicked',
  'Checkout Started',
  'Product Removed',
  'Checkout Step Viewed',
  'Order Completed',
  'Payment Info Entered',
  'Coupon Applied',
  'Shipment Dispatched',
  'Shipment Delivered',
  'Product Added to Wishlist',
  'Promotion Viewed',
  'Payment Failed',
  'Product Reviewed',
  'Order Refunded',
  'Ticket Opened',
] as const

const named = (prefix: string, count: number): string[] => Array.from({ length: count }, (_, n) => `${prefix}-${n}`)
const text = (root: Field['root'], name: string, values: readonly string[], missing = 0): TextField => ({
  root,
  name,
  values,
  missing,
})
const numeric = (root: Field['root'], name: string, most: number, missing = 0): NumberField => ({
  root,
  name,
  most,
  missing,
})

const TEXTS = [
  text('event', 'category', named('category', 30)),
  text('event', 'brand', named('brand', 60), 0.1),
  text('event', 'currency', ['JPY', 'USD', 'EUR', 'GBP']),
  text('event', 'device', ['phone', 'desktop', 'tablet', 'app']),
  text('event', 'coupon', named('coupon', 40), 0.8),
  text(
    'profile',
    'country',
    [
      'JP',
      'US',
      'DE',
      'GB',
      'FR',
      'BR',
      'CA',
      'AU',
      'IN',
      'KR',
      'TW',
      'IT',
      'ES',
      'NL',
      'SE',
      'MX',
      'PL',
      'TH',
      'VN',
      'CH',
    ],
    0.05,
  ),
  text('profile', 'locale', ['ja', 'en', 'de', 'fr', 'pt', 'ko', 'es']),
  text('profile', 'tier', ['none', 'bronze', 'silver', 'gold'], 0.1),
  text('profile', 'city', named('city', 200), 0.2),
]
const NUMBERS = [
  numeric('event', 'price', 50_000),
  numeric('event', 'quantity', 9),
  numeric('event', 'position', 100, 0.3),
  numeric('profile', 'orders', 40),
  numeric('profile', 'spent', 400_000, 0.1),
  numeric('profile', 'days_since_order', 365, 0.15),
]
const FLAGS: readonly Field[] = [
  { root: 'profile', name: 'newsletter', missing: 0 },
  { root: 'profile', name: 'app_installed', missing: 0.1 },
]

/** Rules spread evenly over the events' names, each with 3 or 4 comparisons: one or two of text, the rest of numbers and flags. */
export function makeRules(count: number, seed = 7): ShopRule[] {
  const dice = random(seed)
  return Array.from({ length: count }, (_, id) => ({
    id: `rule-${id}`,
    event: dice.pick(EVENTS),
    clauses: makeClauses(dice),
  }))
}

function makeClauses(dice: Random): Clause[] {
  const clauses = new Map<string, Clause>()
  const wanted = 3 + dice.below(2)
  const texts = 1 + dice.below(2)
  while (clauses.size < wanted) {
    const clause = clauses.size < texts ? textClause(dice) : dice.chance(0.2) ? flagClause(dice) : numberClause(dice)
    const key = `${clause.field.root}.${clause.field.name}`
    if (!clauses.has(key)) clauses.set(key, clause)
  }
  // Nobody writes the most selective comparison first on purpose.
  return dice.shuffle([...clauses.values()])
}

function textClause(dice: Random): Clause {
  const field = dice.pick(TEXTS)
  if (dice.chance(0.7)) return { field, is: 'equal', value: dice.skewed(field.values) }
  const values = new Set([dice.skewed(field.values), dice.skewed(field.values), dice.skewed(field.values)])
  return { field, is: 'in', values: [...values] }
}

function flagClause(dice: Random): Clause {
  return { field: dice.pick(FLAGS), is: 'equal', value: dice.chance(0.5) }
}

/** An upper bound alone is asked only of what is never missing: some engines take nothing for zero. */
function numberClause(dice: Random): Clause {
  const field = dice.pick(NUMBERS)
  const value = 1 + dice.below(field.most)
  const way = dice.below(3)
  if (way === 0 && field.missing === 0) return { field, is: 'atMost', value }
  if (way === 1) return { field, is: 'between', low: Math.ceil(value / 2), high: value }
  return { field, is: 'atLeast', value }
}

/** Events of skewed names, of 2,000 customers. */
export function makeHappenings(count: number, seed = 11): Happening[] {
  const dice = random(seed)
  const profiles = Array.from({ length: 2000 }, () => fill('profile', dice))
  return Array.from({ length: count }, () => {
    const [name, event, profile] = [dice.skewed(EVENTS), fill('event', dice), dice.pick(profiles)]
    // As they arrive: parsed from JSON, no string shared with a rule.
    const data: Happening['data'] = JSON.parse(JSON.stringify({ event, profile }))
    return { name, data, facts: flatten(data) }
  })
}

function fill(root: Field['root'], dice: Random): JsonObject {
  const filled: { [name: string]: string | number | boolean } = {}
  const has = (field: Field): boolean => field.root === root && !dice.chance(field.missing)
  for (const field of TEXTS) if (has(field)) filled[field.name] = dice.skewed(field.values)
  for (const field of NUMBERS) if (has(field)) filled[field.name] = dice.below(field.most + 1)
  for (const field of FLAGS) if (has(field)) filled[field.name] = dice.chance(0.4)
  return filled
}

function flatten(data: Happening['data']): Happening['facts'] {
  const facts: { [fact: string]: unknown } = {}
  for (const [name, value] of Object.entries(data.event)) facts[`event_${name}`] = value
  for (const [name, value] of Object.entries(data.profile)) facts[`profile_${name}`] = value
  return facts
}
