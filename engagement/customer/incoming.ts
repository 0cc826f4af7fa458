/** Something that happened, as somebody outside tells it: nothing of it is believed yet. */
export interface Incoming {
  readonly name: string
  /** Who says so. */
  readonly source?: string
  /** When it was handed over, epoch milliseconds. */
  readonly time?: number
  /** Name of the replay by which an archive sent it once more. */
  readonly replay?: string
  readonly detail: unknown
}
