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
export function mostBytesOf(part: object): number {
  let bytes = 2
  if (Array.isArray(part)) for (const item of part) bytes += mostOf(item)
  else for (const [name, value] of Object.entries(part)) bytes += NAME + 6 * name.length + mostOf(value)
  return bytes
}

/** Whether all of them together have at most so many bytes as JSON. They are measured only where that is not plain. */
export function isWithin(most: number, ...parts: readonly object[]): boolean {
  const sum = (measure: (part: object) => number): number => parts.reduce((bytes, part) => bytes + measure(part), 0)
  return sum(mostBytesOf) <= most || sum(bytesOf) <= most
}

function mostOf(value: unknown): number {
  switch (typeof value) {
    case 'string':
      return value.length <= SHORT ? 6 * value.length + 3 : Buffer.byteLength(JSON.stringify(value)) + 1
    case 'number':
      return NUMBER
    case 'object':
      return value === null ? WORD : mostBytesOf(value) + 1
    default:
      return WORD
  }
}
