import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb'
import { EngagementError, PermanentError, TransientError } from '#engagement/errors.ts'

/**
 * Runs one call of the client and says what a failure means. A request that DynamoDB calls invalid (too large, two
 * writes of one item) never succeeds; everything else (throttled, away, not allowed yet) is worth a retry, and the
 * queue's own limit ends it.
 */
export async function calling<Answer>(call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call()
  } catch (error) {
    throw storeError(error)
  }
}

export function storeError(error: unknown): unknown {
  if (error instanceof EngagementError) return error
  if (!(error instanceof DynamoDBServiceException))
    return isConnection(error)
      ? new TransientError('store-away', 'the store cannot be reached', { cause: error })
      : error
  // Not modelled as classes by the SDK: the name is what came over the wire, so minifying does not change it.
  if (error.name === 'ValidationException')
    return new PermanentError('store-refuses', 'the store refuses the request as invalid', { cause: error })
  return new TransientError('store-unavailable', `the store answered ${error.name}`, { cause: error })
}

/** Node's own errors of connections carry a code; time-outs of the SDK are named. */
function isConnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return 'code' in error || error.name === 'TimeoutError' || error.name === 'AbortError'
}
