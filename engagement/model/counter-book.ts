import { createHash } from 'node:crypto'
import type { CounterDefinition } from '#engagement/model/condition.ts'

/** Collects the counters that conditions need; those with the same key become one, with the largest keep and window. */
export interface CounterBook {
  /** Notes the need and gives the counter's key. */
  need(counter: Omit<CounterDefinition, 'key'>): string
  list(): readonly CounterDefinition[]
}

export function openCounterBook(): CounterBook {
  const book = new Map<string, CounterDefinition>()
  return {
    need(counter) {
      const key = counterKey(counter)
      const wanted = { ...counter, key }
      const known = book.get(key)
      book.set(key, known === undefined ? wanted : mergeCounters(known, wanted))
      return key
    },
    list: () => sortCounters([...book.values()]),
  }
}

/** Hash of what is counted: 12 hex digits over event, where, carry and kind. */
function counterKey({ event, where, carry, kind }: Omit<CounterDefinition, 'key'>): string {
  return createHash('sha256')
    .update(JSON.stringify([event, where ?? null, carry, kind]))
    .digest('hex')
    .slice(0, 12)
}

function mergeCounters(a: CounterDefinition, b: CounterDefinition): CounterDefinition {
  const { window: _, ...rest } = a
  const endless = a.window === undefined || b.window === undefined
  return { ...rest, keep: Math.max(a.keep, b.keep), ...(endless ? {} : { window: Math.max(a.window, b.window) }) }
}

/** The union of several lists of counters, by key. */
export function uniteCounters(lists: readonly (readonly CounterDefinition[])[]): readonly CounterDefinition[] {
  const book = new Map<string, CounterDefinition>()
  for (const counter of lists.flat()) {
    const known = book.get(counter.key)
    book.set(counter.key, known === undefined ? counter : mergeCounters(known, counter))
  }
  return sortCounters([...book.values()])
}

const sortCounters = (counters: readonly CounterDefinition[]): readonly CounterDefinition[] =>
  counters.toSorted((a, b) => (a.key < b.key ? -1 : 1))
