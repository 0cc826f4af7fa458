import { bytesOf } from './bytes-of.ts'

/** A character is six bytes at most (`\u0000`); beyond so many it is cheaper to look than to ask again and again. */
const SHORT = 100
/** The longest number, `-1.7976931348623157e+308`, and `false`, each with a comma. */
const NUMBER = 25
const WORD = 6
/** Quotes, colon and comma of a member's name. */
const NAME = 4

/**
 * Never less than `bytesOf`, and a part of its work: nothing is written out. Nearly everything is so far from its limit
 * that this is enough.
 */
export const mostBytesOf = (part: object): number => 2 + mostWithin(part, undefined)

/** Whether it has at most so many bytes as JSON. It is measured only where that is not plain. */
export const isWithin = (most: number, part: object): boolean => mostBytesOf(part) <= most || bytesOf(part) <= most

const known = new WeakMap<object, number>()

/** As `isWithin`, of parts that mostly stay as they were `before`: only what is new in them is gone through. */
export function staysWithin(
  most: number,
  parts: readonly object[],
  before: readonly (object | undefined)[] = [],
): boolean {
  const sum = (measure: (part: object, place: number) => number): number =>
    parts.reduce((bytes, part, place) => bytes + measure(part, place), 0)
  return (
    sum((part, place) => mostAfter(part, before[place])) <= most ||
    sum((part) => remember(part, mostBytesOf(part))) <= most ||
    sum(bytesOf) <= most
  )
}

function remember(part: object, bytes: number): number {
  known.set(part, bytes)
  return bytes
}

function mostAfter(part: object, before: object | undefined): number {
  const found = before === undefined ? undefined : known.get(before)
  if (found === undefined) return remember(part, mostBytesOf(part))
  return part === before ? found : remember(part, found + mostWithin(part, before))
}

type Members = { readonly [name: string]: unknown }
const NO_MEMBERS: Members = {}

/** What is other than in `before`, member by member. Where there is no before, all. */
function mostWithin(part: object, before: object | undefined): number {
  let bytes = 0
  if (Array.isArray(part)) {
    const items: readonly unknown[] = Array.isArray(before) ? before : []
    for (const [place, item] of part.entries())
      if (place >= items.length || item !== items[place]) bytes += mostOf(item, items[place])
    return bytes
  }
  // As members of whatever kind; what a list or a prototype has under a name is only compared with.
  const members = (before ?? NO_MEMBERS) as Members
  for (const name of Object.keys(part)) {
    const value = (part as Members)[name]
    const same = members[name]
    if (value !== same) bytes += NAME + 6 * name.length + mostOf(value, same)
  }
  return bytes
}

/** `before`: the value in whose place it stands, which is counted already. */
function mostOf(value: unknown, before: unknown): number {
  switch (typeof value) {
    case 'string':
      return value.length <= SHORT ? 6 * value.length + 3 : Buffer.byteLength(JSON.stringify(value)) + 1
    case 'number':
      return NUMBER
    case 'object':
      if (value === null) return WORD
      return 3 + mostWithin(value, typeof before === 'object' && before !== null ? before : undefined)
    default:
      return WORD
  }
}
