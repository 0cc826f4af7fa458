import { randomUUID } from 'node:crypto'
import type { Context } from 'aws-lambda'
import { FACTS, type FunctionName } from '#functions/facts.ts'
import type { Handler } from '#functions/middleware/lambda.ts'

/** An invocation that took longer than its function may. */
export class InvocationTimedOut extends Error {}

/** The context that Lambda would pass; its time is real time, because it bounds work, not waits. */
export function contextFor(name: FunctionName): Context {
  const deadline = Date.now() + FACTS[name].timeout * 1_000
  const requestId = randomUUID()
  return {
    callbackWaitsForEmptyEventLoop: false,
    functionName: name,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:local:000000000000:function:${name}`,
    memoryLimitInMB: '512',
    awsRequestId: requestId,
    logGroupName: `/local/${name}`,
    logStreamName: requestId,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    done: () => {},
    fail: () => {},
    succeed: () => {},
  }
}

/** Calls a handler as Lambda does: with a context, and given up after its timeout. */
export async function invoke<Answer>(name: FunctionName, handler: Handler<Answer>, event: unknown): Promise<Answer> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const seconds = FACTS[name].timeout
  const timer = setTimeout(
    () => reject(new InvocationTimedOut(`${name} took longer than ${seconds} s`)),
    seconds * 1_000,
  )
  try {
    return await Promise.race([handler(event, contextFor(name)), late])
  } finally {
    clearTimeout(timer)
  }
}

/**
 * The identifiers that a handler reports as failed; undefined where the answer means "all of them"
 * (an empty identifier, or one that was not in the batch), as Lambda's event source mappings read it.
 */
export function failuresOf(answer: unknown, identifiers: ReadonlySet<string>): ReadonlySet<string> | undefined {
  if (answer === null || answer === undefined) return new Set()
  if (typeof answer !== 'object' || !('batchItemFailures' in answer)) return new Set()
  const { batchItemFailures: failures } = answer
  if (failures === null || failures === undefined) return new Set()
  if (!Array.isArray(failures)) return undefined
  const failed = new Set<string>()
  for (const failure of failures) {
    const identifier: unknown = failure?.itemIdentifier
    if (typeof identifier !== 'string' || !identifiers.has(identifier)) return undefined
    failed.add(identifier)
  }
  return failed
}
