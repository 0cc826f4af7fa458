import type { Json } from './json.ts'

/**
 * What a counter remembers of one event: its time, whether the counter's `where` matched (1) or was unknown (0;
 * unmatched events are not kept), and the values that conditions compare or sum later, in the order of `carry`.
 */
export interface Occurrence {
  readonly at: number
  readonly known: 0 | 1
  readonly carried?: readonly (Json | null)[]
}

/** Hour (or day) totals for counts and sums too large to keep one by one. Keyed by the start of the hour, epoch ms. */
export interface Bucket {
  readonly start: number
  readonly count: number
  readonly unknown: number
  readonly sum: number
}

/**
 * The state of one counter: the newest `keep` occurrences (of the known and of the unknown each), newest last, or hourly
 * buckets, oldest first. `lost`: time of the newest occurrence that was dropped for want of room and is still in the window.
 * `keep` and `window` are what it was kept with: where a condition published since needs more, it is filled anew.
 */
export type CounterState =
  | {
      readonly kind: 'recent'
      readonly occurrences: readonly Occurrence[]
      readonly lost?: number
      readonly keep?: number
      readonly window?: number
    }
  | { readonly kind: 'hourly'; readonly buckets: readonly Bucket[]; readonly window?: number }

/** By counter key (see `CounterDefinition.key`). A counter that is missing was never filled from the timeline. */
export type History = { readonly [counterKey: string]: CounterState }
