import { createHmac } from 'node:crypto'

/** How a producer names a customer; the user id speaks where both are there. */
export interface ProducerIds {
  readonly userId?: string
  readonly anonymousId?: string
}

/**
 * The id under which a customer is stored: `u_` or `a_` and the first 22 characters of the HMAC-SHA256 of the producer's
 * id, base64url (132 bits). Fixed length, safe in keys, queue groups and provider tags. Undefined where there is no id.
 */
export function customerIdOf(ids: ProducerIds, secret: string): string | undefined {
  if (ids.userId !== undefined) return `u_${digest('user', ids.userId, secret)}`
  if (ids.anonymousId !== undefined) return `a_${digest('anonymous', ids.anonymousId, secret)}`
  return undefined
}

function digest(type: 'user' | 'anonymous', value: string, secret: string): string {
  return createHmac('sha256', secret).update(`${type}:${value}`).digest('base64url').slice(0, 22)
}
