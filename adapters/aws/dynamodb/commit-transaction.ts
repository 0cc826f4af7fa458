import type { TransactWriteItem } from '@aws-sdk/client-dynamodb'
import type { CustomerState } from '#engagement/journey/customer-state.ts'
import { inStoredOrder } from '#engagement/journey/stored-order.ts'
import type { MessageStatus } from '#engagement/message/message.ts'
import { TRANSACTION } from '#engagement/transaction.ts'
import type { Commit, Marker } from '#stages/ports/commit.ts'
import type { DueTimer } from '#stages/ports/timer-store.ts'
import { type Item, number, text } from './item.ts'
import { entryItem, messageItem, timerItem } from './items.ts'
import { entryKey, type Key, keyItem, timerKey } from './keys.ts'
import { changedItems, goneKeys, headItem } from './state-items.ts'
import { ABSENT, type Condition } from './table.ts'
import type { Ttl } from './ttl.ts'

/** One write of the transaction, and what it means when its condition fails. */
export interface Write {
  readonly role: 'marker' | 'state' | 'message' | 'raised' | 'plain'
  readonly item: TransactWriteItem
}

/** Everything that one commit writes, and the state as it is stored then. `shardOf`: where a new timer goes. */
export function writesOf(
  commit: Commit,
  table: string,
  ttl: Ttl,
  shardOf: (customerId: string) => number,
): { readonly writes: readonly Write[]; readonly stored: CustomerState } {
  const put = putIn(table)
  const remove = (key: Key): Write => ({ role: 'plain', item: { Delete: { TableName: table, Key: keyItem(key) } } })
  const customer = (before: CustomerState | undefined, { state, timer }: Placed): readonly Write[] => [
    put('state', headItem(state), versionIs(before)),
    ...changedItems(before, state).map((write) =>
      write.kind === 'put' ? put('plain', write.item) : remove(write.key),
    ),
    ...(timer.gone === undefined ? [] : [remove(timerKey(timer.gone))]),
    ...(timer.set === undefined ? [] : [put('plain', timerItem(timer.set))]),
  ]
  const { before, after, entries, messages, absentMarkers = [], absorbed } = commit
  const own = placeTimer(before, after, shardOf)
  const writes = [
    ...entries.map((entry, index) =>
      put(index === 0 ? 'marker' : 'raised', entryItem(after.customerId, entry, ttl(entry.receivedAt)), ABSENT),
    ),
    ...absentMarkers.map(absentIn(table)),
    ...customer(before, own),
    ...(absorbed === undefined ? [] : customer(absorbed.before, placeTimer(absorbed.before, absorbed.after, shardOf))),
    ...messages.map(({ message, expect }) =>
      put('message', messageItem(message, ttl(message.plannedAt)), expect === 'absent' ? ABSENT : statusIn(expect)),
    ),
  ]
  const gone = goneKeys(before, after).slice(0, Math.max(0, TRANSACTION.items - writes.length))
  return { writes: [...writes, ...gone.map(remove)], stored: inStoredOrder(own.state) }
}

/** An event that is kept beside histories that must not hold it. */
export const keptWrites = (entry: Item, absentMarkers: readonly Marker[], table: string): readonly Write[] => [
  putIn(table)('marker', entry, ABSENT),
  ...absentMarkers.map(absentIn(table)),
]

const putIn =
  (table: string) =>
  (role: Write['role'], item: Item, condition?: Condition): Write => ({
    role,
    item: {
      Put: {
        TableName: table,
        Item: item,
        ...condition,
        ...(role === 'marker' ? { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const } : {}),
      },
    },
  })

const absentIn =
  (table: string) =>
  ({ customerId, id }: Marker): Write => ({
    role: 'marker',
    item: {
      ConditionCheck: {
        TableName: table,
        Key: keyItem(entryKey(customerId, id)),
        ...ABSENT,
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    },
  })

const versionIs = (before: CustomerState | undefined): Condition =>
  before === undefined
    ? ABSENT
    : { ConditionExpression: 'v = :v', ExpressionAttributeValues: { ':v': number(before.version) } }

/** The stored message is in one of these statuses. None at all can never be. */
export function statusIn(expect: readonly MessageStatus[]): Condition {
  if (expect.length === 0) return { ConditionExpression: 'attribute_exists(PK) AND attribute_not_exists(PK)' }
  const values = Object.fromEntries(expect.map((status, index) => [`:s${index}`, text(status)]))
  return {
    ConditionExpression: `#status IN (${Object.keys(values).join(', ')})`,
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: values,
  }
}

interface TimerChange {
  readonly gone?: DueTimer
  readonly set?: DueTimer
}

interface Placed {
  readonly state: CustomerState
  readonly timer: TimerChange
}

/** The core knows no shards: a timer gets its own when it is written, and the state remembers where it is. */
function placeTimer(
  before: CustomerState | undefined,
  after: CustomerState,
  shardOf: (customerId: string) => number,
): Placed {
  const { customerId } = after
  const old = before?.head.timer
  const next = after.head.timer
  if (old?.at === next?.at && old?.generation === next?.generation) return { state: after, timer: {} }
  const gone = old === undefined ? undefined : { customerId, ...old }
  if (next === undefined) return { state: after, timer: gone === undefined ? {} : { gone } }
  const placed = { ...next, shard: shardOf(customerId) }
  const set = { customerId, ...placed }
  // A transaction may touch an item once: where the new timer has the old one's key, it replaces it.
  const replaced = gone !== undefined && timerKey(gone).PK === timerKey(set).PK && gone.generation === set.generation
  return {
    state: { ...after, head: { ...after.head, timer: placed } },
    timer: { ...(gone === undefined || replaced ? {} : { gone }), set },
  }
}
