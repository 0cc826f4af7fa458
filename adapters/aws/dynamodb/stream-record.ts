import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { CustomerEvent } from '#engagement/customer/customer-event.ts'
import type { SendRequest } from '#stages/ports/send-queue.ts'
import type { DueTimer } from '#stages/ports/timer-store.ts'
import type { Item } from './item.ts'
import { parseEntry, parseMessage, parseTimer } from './items.ts'
import { EVENT, MESSAGE } from './keys.ts'

/** A stream record as Lambda hands it over (binary as base64 text) or as the streams API does. */
export interface StreamRecord {
  readonly eventName?: string | undefined
  readonly dynamodb?:
    | { readonly Keys?: StreamImage | undefined; readonly NewImage?: StreamImage | undefined }
    | undefined
}
type StreamImage = { readonly [attribute: string]: StreamValue }
interface StreamValue {
  readonly S?: string | undefined
  readonly N?: string | undefined
  readonly B?: string | Uint8Array | undefined
  readonly BOOL?: boolean | undefined
}

export type StreamNews =
  | { readonly kind: 'message-planned'; readonly request: SendRequest }
  | { readonly kind: 'event-emitted'; readonly event: CustomerEvent }

/** What the relay passes on; undefined where a record is nothing to it. Throws `broken-item` (permanent). */
export function parseStreamRecord(record: StreamRecord): StreamNews | undefined {
  const image = record.dynamodb?.NewImage
  if (image === undefined || record.eventName === 'REMOVE') return undefined
  const key = image['SK']?.S ?? ''
  if (key.startsWith(MESSAGE) && image['status']?.S === 'planned')
    return { kind: 'message-planned', request: requestIn(itemOf(image)) }
  if (!key.startsWith(EVENT) || image['emitted']?.BOOL !== true || record.eventName !== 'INSERT') return undefined
  const { event } = parseEntry(itemOf(image))
  return event === undefined ? undefined : { kind: 'event-emitted', event }
}

/** What happened to a timer: for one machine's host, which jumps to the next one instead of waiting for it. */
export function parseTimerRecord(
  record: StreamRecord,
): { readonly kind: 'set' | 'removed'; readonly timer: DueTimer } | undefined {
  const keys = record.dynamodb?.Keys
  if (keys?.['PK']?.S?.startsWith('DUE#') !== true) return undefined
  const image = record.dynamodb?.NewImage
  if (image !== undefined) return { kind: 'set', timer: parseTimer(itemOf(image)) }
  // The key says which one; when it was due no longer matters.
  return { kind: 'removed', timer: parseTimer({ ...itemOf(keys), at: { N: '0' } }) }
}

/** Whole: what a request gains must be found here, or it is lost between table and queue. */
function requestIn(item: Item): Required<SendRequest> {
  const { customerId, id: messageId, channel, class: messageClass, attempt } = parseMessage(item)
  return { customerId, messageId, channel, class: messageClass, attempt }
}

function itemOf(image: StreamImage): Item {
  return Object.fromEntries(Object.entries(image).map(([name, value]) => [name, attributeOf(value)]))
}

function attributeOf({ S, N, B, BOOL }: StreamValue): AttributeValue {
  if (S !== undefined) return { S }
  if (N !== undefined) return { N }
  if (BOOL !== undefined) return { BOOL }
  return { B: typeof B === 'string' ? Buffer.from(B, 'base64') : (B ?? new Uint8Array()) }
}
