/** What could not be accepted: visible, replayable, never dropped. */
export interface Quarantined {
  readonly id: string
  readonly at: number
  readonly code: string
  readonly reason: string
  /** Where in the input, as `detail.messageId`. */
  readonly place?: string
  readonly raw: string
}

export interface QuarantineStore {
  /** Once a day (UTC) under its id: what comes again the same day is the first one; what comes again later is news. */
  add(item: Quarantined): Promise<void>
  /** Newest first, as far back as they are kept. */
  list(limit?: number): Promise<readonly Quarantined[]>
}
