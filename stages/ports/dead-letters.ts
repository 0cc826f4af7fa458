/** What can never be handled, kept for a person with why. */
export interface DeadLetter {
  /** Id of the record on its queue. */
  readonly id: string
  /** Where it came from: the queue's ARN. */
  readonly source: string
  readonly body: string
  /** FIFO group, where it had one. */
  readonly group?: string
  /** Stable code of the error. */
  readonly code: string
}

export interface DeadLetters {
  send(letter: DeadLetter): Promise<void>
}
