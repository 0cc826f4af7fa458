import type { DeadLetters } from '#stages/ports.ts'
import type { Log } from './middleware/log.ts'

/** What every handler of a queue or stream has at its edge, beside its stage's own needs. */
export interface Edge {
  readonly log: Log
  readonly deadLetters: DeadLetters
}
