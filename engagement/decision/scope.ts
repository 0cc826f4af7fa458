import type { History } from '../customer/history.ts'
import type { JsonObject } from '../customer/json.ts'
import type { Root } from '../model/condition.ts'

/** What conditions and templates read. A root that is absent makes every field under it unknown. */
export type Scope = { readonly [root in Root]?: JsonObject } & {
  readonly history: History
  /** Epoch milliseconds. */
  readonly now: number
  /** When the run was entered (event time), for `since: entry`. */
  readonly entryAt?: number
  /** The customer's zone (IANA), for dates without a time. */
  readonly zone: string
}
