import type { AttemptStore } from '#stages/ports/attempt-store.ts'
import type { DeadLetters } from '#stages/ports/dead-letters.ts'
import type { Log } from './middleware/log.ts'

/** What every handler of a queue or stream has at its edge, beside its stage's own needs. */
export interface Edge {
  readonly log: Log
  readonly deadLetters: DeadLetters
}

/** What every handler of a queue has: with where tries are counted. */
export interface QueueEdge extends Edge {
  readonly attempts: AttemptStore
}
