import type { Occurrence } from '../customer/history.ts'
import { dayAt } from '../customer/zone.ts'
import type { HistoryCondition } from '../model/condition.ts'

/** Bounds of a count or a sum: what is certain, and what it may be when everything unknown is counted too. */
export interface Weight {
  readonly low: number
  readonly high: number
}

/** One occurrence that counts, for certain or perhaps. */
export interface Counted {
  readonly one: Occurrence
  readonly certain: boolean
}

type Distinct = NonNullable<HistoryCondition['distinct']>

/** How many different days or values there are. One whose value is missing may be another, or one of those. */
export function countDifferent(counted: readonly Counted[], distinct: Distinct, zone: string): Weight {
  const [certain, possible] = [new Set<string>(), new Set<string>()]
  let [certainly, nameless] = [0, 0]
  for (const each of counted) {
    const kind = kindOf(each.one, distinct, zone)
    if (each.certain) certainly = 1
    if (kind === undefined) nameless += 1
    else possible.add(kind)
    if (kind !== undefined && each.certain) certain.add(kind)
  }
  return { low: Math.max(certain.size, certainly), high: possible.size + nameless }
}

/** What makes two of them one; undefined where that is not known. */
function kindOf({ at, carried }: Occurrence, distinct: Distinct, zone: string): string | undefined {
  if (distinct.kind === 'day') return dayAt(at, zone)
  const value = carried?.[distinct.index] ?? undefined
  return value === undefined ? undefined : JSON.stringify(value)
}
