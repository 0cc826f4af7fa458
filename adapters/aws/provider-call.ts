import type { Reason } from '#engagement/decision/reasons.ts'
import type { SetupFault } from '#engagement/message/setup-fault.ts'
import type { ProviderAnswer } from '#stages/ports/provider.ts'

/** Node's codes of a connection that was never made: nothing of the request can have arrived. */
const NEVER_CONNECTED: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'CERT_HAS_EXPIRED',
])

/** How long until another try where the other side does not say, milliseconds. */
export const RETRY_SOON = 10_000

export const refused = (reason: Reason): ProviderAnswer => ({ kind: 'refused', reason })
export const throttled = (retryAfterMs: number): ProviderAnswer => ({ kind: 'throttled', retryAfterMs })
export const notSetUp = (fault: SetupFault): ProviderAnswer => ({ kind: 'not-set-up', fault })
export const unknown = (reason: string): ProviderAnswer => ({ kind: 'unknown', reason })

/** Settings for clients of providers: one attempt, for whether to repeat is ours to decide, and an end to waiting. */
export const ONE_CALL = {
  maxAttempts: 1,
  requestHandler: {
    connectionTimeout: 3_000,
    requestTimeout: 10_000,
    throwOnRequestTimeout: true,
    // A connection kept over a frozen Lambda breaks at first use, and nobody knows what arrived.
    httpAgent: { keepAlive: false },
    httpsAgent: { keepAlive: false },
  },
} as const

/** Node's and the SDK's words for a wait that was ended. */
const TIMED_OUT: ReadonlySet<string> = new Set(['ABORT_ERR', 'ETIMEDOUT', 'ESOCKETTIMEDOUT', 'TimeoutError'])

/** Stable code of a failed connection or time-out; never its message, which may quote an address. */
export function failureOf(error: unknown): { readonly connected: boolean; readonly reason: string } {
  const code = codeOf(error)
  const reason = TIMED_OUT.has(code) ? 'timeout' : code === '' ? 'no-answer' : code.toLowerCase().replaceAll('_', '-')
  return { connected: !NEVER_CONNECTED.has(code), reason }
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  if ('code' in error && typeof error.code === 'string') return error.code
  if (error instanceof AggregateError) return codeOf(error.errors[0])
  return error.name === 'TimeoutError' ? error.name : codeOf(error.cause)
}

/** The status that AWS answered with, undefined where no answer came. */
export function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('$metadata' in error)) return undefined
  const metadata = error.$metadata
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return undefined
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined
}

/** AWS's words for a caller that may not: some services answer them with 400. */
const NOT_PERMITTED: ReadonlySet<string> = new Set([
  'AccessDeniedException',
  'AccessDenied',
  'UnauthorizedOperation',
  'UnrecognizedClientException',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'MissingAuthenticationToken',
  'ExpiredTokenException',
  'ExpiredToken',
  'OptInRequired',
])

/**
 * What an AWS call that failed means, where its class says nothing in particular. A caller that may not is our own set-up,
 * not the customer's address: nothing was sent. No credentials: nothing was written.
 */
export function answerToFailure(error: unknown): ProviderAnswer {
  const status = statusOf(error)
  if (status === undefined) {
    const failure = failureOf(error)
    const unsigned = error instanceof Error && error.name === 'CredentialsProviderError'
    return failure.connected && !unsigned ? unknown(failure.reason) : throttled(RETRY_SOON)
  }
  if (status === 429) return throttled(RETRY_SOON)
  const named = error instanceof Error && NOT_PERMITTED.has(error.name)
  if (named || status === 401 || status === 403) return notSetUp('not-permitted')
  return status >= 500 || status < 400 ? unknown(`status-${status}`) : refused(`status-${status}`)
}
