export type QuarantineCode =
  | 'not-an-envelope'
  | 'own-event'
  | 'missing-name'
  | 'name-too-long'
  | 'engine-event'
  | 'bad-name'
  /** A fault of ours: it is kept to be looked at. */
  | 'put-aside'
  | 'too-deep'
  | 'unknown-event'
  | 'too-large'
  | 'detail-not-an-object'
  | 'missing-message-id'
  | 'bad-message-id'
  | 'missing-identity'
  | 'bad-identity'
  | 'bad-timestamp'
  | 'not-an-object'

/** Why something from outside is not taken. The place is told by the names that its sender knows. */
export interface Refusal {
  readonly code: QuarantineCode
  readonly reason: string
  readonly place: string
}
