import { isRecord } from '../deployment.ts'

/** Paths at which two plain values differ; where one lacks a member, the member's path. */
export function differences(one: unknown, other: unknown, path = ''): readonly string[] {
  if (!isRecord(one) || !isRecord(other))
    return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other)) ? [] : [path]
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].flatMap((name) =>
    differences(one[name], other[name], path === '' ? name : `${path}.${name}`),
  )
}

/** With the members of objects in one order; the order of lists says something and stays. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inside]) => [name, sorted(inside)]),
  )
}
