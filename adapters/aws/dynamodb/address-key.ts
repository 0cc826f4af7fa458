import { createHmac } from 'node:crypto'
import type { CustomerChannel } from '#engagement/model/channels.ts'
import { normaliseAddress } from '#engagement/model/normalise-address.ts'

/** HMAC-SHA256 of the normalised address, base64url: the only form in which a suppression keeps it. */
export function addressKey(secret: string, channel: CustomerChannel, address: string): string {
  return createHmac('sha256', secret).update(normaliseAddress(channel, address)).digest('base64url')
}
