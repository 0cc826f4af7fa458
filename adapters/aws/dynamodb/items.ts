import type { NothingLeft } from '#adapters/schema-of.ts'
import { isInstant } from '#engagement/customer/instant.ts'
import type { TimelineEntry } from '#engagement/journey/timeline-entry.ts'
import type { Message } from '#engagement/message/message.ts'
import type { DueTimer } from '#stages/ports/timer-store.ts'
import { attributeIn, bodyOf, broken, type Item, number, numberIn, parseBody, text, textIn } from './item.ts'
import { EVENT, entryKey, keyItem, MESSAGE, messageKey, timerKey } from './keys.ts'
import { ChannelSchema, ClassSchema, EntryBodySchema, MessageBodySchema, StatusSchema } from './timeline-schema.ts'

/*
 * What the table's stream shows (NEW_IMAGE), for the relay and its filters:
 *
 *   EVT item  PK `C#<customer>`  SK `EVT#<id>`   emitted: BOOL true, only on events that we raised
 *   MSG item  PK `C#<customer>`  SK `MSG#<id>`   status, channel, class: S   attempt: N
 *
 * A planned message to pass on is an INSERT or MODIFY whose NewImage has `status = planned`; an event to publish is an
 * INSERT whose NewImage has `emitted`. `d` (or `z`, deflated) is the rest as JSON, `s` the schema, `ttl` epoch seconds.
 */

/** `ttl`: epoch seconds after which the item may be deleted. */
export function entryItem(customerId: string, entry: TimelineEntry, ttl: number): Item {
  const { id, contentHash, emitted, ...body } = entry
  const key = entryKey(customerId, id)
  return {
    ...keyItem(key),
    ...(key.SK === EVENT + id ? {} : { id: text(id) }),
    ...(contentHash === undefined ? {} : { h: text(contentHash) }),
    ...(emitted ? { emitted: { BOOL: true } } : {}),
    ttl: number(ttl),
    ...bodyOf(body),
  }
}

export function parseEntry(item: Item): TimelineEntry {
  const contentHash = item['h']?.S
  return {
    ...parseBody(item, EntryBodySchema),
    id: item['id']?.S ?? textIn(item, 'SK').slice(EVENT.length),
    ...(contentHash === undefined ? {} : { contentHash }),
    emitted: item['emitted']?.BOOL === true,
  }
}

export function messageItem(message: Message, ttl: number): Item {
  const { id, customerId, channel, class: messageClass, status, attempt, ...body } = message
  return {
    ...keyItem(messageKey(customerId, id)),
    status: text(status),
    channel: text(channel),
    class: text(messageClass),
    attempt: number(attempt),
    ttl: number(ttl),
    ...bodyOf(body),
  }
}

export function parseMessage(item: Item): Message {
  return {
    ...parseBody(item, MessageBodySchema),
    id: textIn(item, 'SK').slice(MESSAGE.length),
    customerId: textIn(item, 'PK').slice('C#'.length),
    channel: attributeIn(item, 'channel', ChannelSchema),
    class: attributeIn(item, 'class', ClassSchema),
    status: attributeIn(item, 'status', StatusSchema),
    attempt: numberIn(item, 'attempt'),
  }
}

/** `DUE#<minute>#<shard>` / `<customer>#<generation>`: everything but the instant is in the key. */
export function timerItem(timer: DueTimer): Item {
  const { customerId: _customer, generation: _generation, shard: _shard, at, ...rest } = timer
  rest satisfies NothingLeft
  return { ...keyItem(timerKey(timer)), at: number(at) }
}

export function parseTimer(item: Item): Required<DueTimer> {
  const [, customerId, generation] = /^(.*)#(\d+)$/.exec(textIn(item, 'SK')) ?? []
  const [, shard] = /^DUE#.*#(\d+)$/.exec(textIn(item, 'PK')) ?? []
  if (customerId === undefined || shard === undefined) throw broken(item, 'not the key of a timer')
  // An earlier version stored fractions of a millisecond.
  const at = Math.ceil(numberIn(item, 'at'))
  if (!isInstant(at)) throw broken(item, 'its instant is none')
  return { customerId, generation: Number(generation), shard: Number(shard), at }
}
