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
  add(item: Quarantined): Promise<void>
  list(limit?: number): Promise<readonly Quarantined[]>
}
