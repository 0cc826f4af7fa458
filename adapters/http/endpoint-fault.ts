import { isIP } from 'node:net'
import type { EndpointFault } from '#language/check/check-endpoints.ts'
import { isPublicAddress } from './public-address.ts'

/** Names that no public name server answers for. */
const INSIDE = /(^|\.)(localhost|local|internal|lan|home\.arpa|intranet|corp)\.?$/

/** Why an endpoint is never called, as far as its address alone tells; what its name resolves to is asked at each call. */
export function findEndpointFault(address: string): EndpointFault | undefined {
  const url = new URL(address)
  if (url.protocol !== 'https:') return 'not-https'
  if (url.username !== '' || url.password !== '') return 'credentials-in-url'
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  if (isIP(host) !== 0) return isPublicAddress(host) ? undefined : 'private-address'
  return INSIDE.test(host) ? 'private-address' : undefined
}
