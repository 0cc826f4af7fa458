import type { Match } from './engines.ts'
import type { Happening } from './shop.ts'

/** Events per second, on how many events. */
export interface Pace {
  readonly perSecond: number
  readonly events: number
}

const CHUNK = 8

/** Asks event after event until all are done or the time is up, at least `CHUNK`. */
export async function measure(match: Match, happenings: readonly Happening[], budgetMs: number): Promise<Pace> {
  const begin = performance.now()
  let done = 0
  let matched = 0
  while (done < happenings.length && (done === 0 || performance.now() - begin < budgetMs)) {
    const until = Math.min(done + CHUNK, happenings.length)
    for (; done < until; done++) {
      const happening = happenings[done]
      if (happening === undefined) continue
      const answer = match(happening)
      matched += (answer instanceof Promise ? await answer : answer).length
    }
  }
  if (Number.isNaN(matched)) throw new Error('no answers')
  return { perSecond: (done / (performance.now() - begin)) * 1000, events: done }
}

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = sorted[Math.floor(sorted.length / 2)]
  if (middle === undefined) throw new RangeError('no numbers')
  return middle
}
