import { PermanentError } from '#engagement/errors.ts'
import { faultOf } from '#engagement/journey/put-aside.ts'

/** The pure core threw: nothing was written, and the same input throws again. Never a failure of a store. */
export class CoreFailed extends PermanentError {}

/** One call of the core. Throws `CoreFailed` for whatever it throws, with its code. */
export function callCore<Answer>(work: () => Answer): Answer {
  try {
    return work()
  } catch (error) {
    throw coreFailed(error)
  }
}

function coreFailed(cause: unknown): CoreFailed {
  const { code, reason } = faultOf(cause)
  return new CoreFailed(code, reason, { cause })
}
