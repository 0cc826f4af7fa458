import {
  type CancellationReason,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb'
import { PermanentError, TransientError } from '#engagement/errors.ts'
import type { CustomerState } from '#engagement/journey/customer-state.ts'
import type { TimelineEntry } from '#engagement/journey/timeline-entry.ts'
import type { Message, MessageStatus } from '#engagement/message/message.ts'
import { TRANSACTION } from '#engagement/transaction.ts'
import type { Commit, CommitResult, Marker } from '#stages/ports/commit.ts'
import { isUnchanged } from '#stages/ports/commit-unchanged.ts'
import type { CustomerStore } from '#stages/ports/customer-store.ts'
import { refuseTooMany } from '#stages/ports/too-many.ts'
import { keptWrites, statusIn, type Write, writesOf } from './commit-transaction.ts'
import type { Item } from './item.ts'
import { entryItem, messageItem, parseEntry, parseMessage } from './items.ts'
import { customerKey, EVENT, MESSAGE, messageKey, STATE } from './keys.ts'
import type { Shards } from './shards.ts'
import { parseState, unreadableIn } from './state-items.ts'
import { calling } from './store-error.ts'
import { ABSENT, type Table } from './table.ts'
import type { Ttl } from './ttl.ts'
import { type KeepUnreadable, tryParse } from './unreadable.ts'

const COMMITTED: CommitResult = { kind: 'committed' }

export class DynamoDbCustomers implements CustomerStore {
  readonly #table: Table
  readonly #shards: Shards
  readonly #ttl: Ttl
  readonly #keep: KeepUnreadable

  /** `keep`: where stored items go that do not read; what stands beside them is read all the same. */
  constructor(table: Table, shards: Shards, ttl: Ttl, keep: KeepUnreadable) {
    this.#table = table
    this.#shards = shards
    this.#ttl = ttl
    this.#keep = keep
  }

  async load(customerId: string): Promise<CustomerState | undefined> {
    const state = parseState(customerId, await this.#table.query(customerKey(customerId), { prefix: STATE }))
    for (const unreadable of state === undefined ? [] : unreadableIn(state)) await this.#keep(unreadable)
    return state
  }

  async commit(commit: Commit): Promise<CommitResult> {
    const { before } = commit
    if (before !== undefined && isUnchanged(commit)) return { kind: 'committed', state: before }
    refuseTooMany(commit, TRANSACTION)
    const { writes, stored } = writesOf(commit, this.#table.name, this.#ttl, await this.#shards.placement())
    return this.#transact(writes, { kind: 'committed', state: stored })
  }

  async keep(customerId: string, entry: TimelineEntry, absentMarkers: readonly Marker[] = []): Promise<CommitResult> {
    const item = entryItem(customerId, entry, this.#ttl(entry.receivedAt))
    if (absentMarkers.length > 0) return this.#transact(keptWrites(item, absentMarkers, this.#table.name), COMMITTED)
    const put = await this.#table.put(item, ABSENT)
    return put.written ? COMMITTED : duplicateOf(put.found)
  }

  async message(customerId: string, messageId: string): Promise<Message | undefined> {
    const item = await this.#table.get(messageKey(customerId, messageId))
    return item === undefined ? undefined : parseMessage(item)
  }

  async messages(customerId: string): Promise<readonly Message[]> {
    return this.#readable(await this.#table.query(customerKey(customerId), { prefix: MESSAGE }), parseMessage)
  }

  async saveMessage(message: Message, expect: readonly MessageStatus[]): Promise<boolean> {
    return (await this.#table.put(messageItem(message, this.#ttl(message.plannedAt)), statusIn(expect))).written
  }

  async timeline(
    customerId: string,
    filter: { readonly since?: number; readonly events?: readonly string[] } = {},
  ): Promise<readonly TimelineEntry[]> {
    const { since, events } = filter
    return (await this.#readable(await this.#table.query(customerKey(customerId), { prefix: EVENT }), parseEntry))
      .filter(
        (entry) =>
          (since === undefined || entry.at >= since) &&
          (events === undefined || (entry.event !== undefined && events.includes(entry.event.name))),
      )
      .sort((a, b) => a.at - b.at || a.receivedAt - b.receivedAt || (a.id < b.id ? -1 : 1))
  }

  #transact(writes: readonly Write[], done: CommitResult): Promise<CommitResult> {
    const command = new TransactWriteItemsCommand({ TransactItems: writes.map((write) => write.item) })
    return calling(async () => {
      try {
        await this.#table.client.send(command)
        return done
      } catch (error) {
        if (error instanceof TransactionCanceledException) return refusal(writes, error)
        throw error
      }
    })
  }

  async #readable<Value>(items: readonly Item[], parse: (item: Item) => Value): Promise<readonly Value[]> {
    const values: Value[] = []
    for (const item of items) {
      const read = tryParse(item, parse)
      if (read.kind === 'read') values.push(read.value)
      else await this.#keep(read.unreadable)
    }
    return values
  }
}

/** What the reasons of a cancelled transaction mean. What was seen before comes first, then who was faster. */
function refusal(writes: readonly Write[], cancelled: TransactionCanceledException): CommitResult {
  const reasons: readonly CancellationReason[] = cancelled.CancellationReasons ?? []
  const failed = (role: Write['role']): CancellationReason | undefined =>
    reasons.find((reason, index) => reason.Code === 'ConditionalCheckFailed' && writes[index]?.role === role)
  const marker = failed('marker')
  if (marker !== undefined) return duplicateOf(marker.Item)
  if (failed('state') !== undefined || failed('message') !== undefined) return { kind: 'conflict' }
  const codes = [
    ...new Set(reasons.map((reason) => reason.Code).filter((code) => code !== undefined && code !== 'None')),
  ]
  if (codes.includes('TransactionConflict')) return { kind: 'conflict' }
  if (failed('raised') !== undefined)
    throw new PermanentError('entry-exists', 'an event raised by this reaction exists already', { cause: cancelled })
  const what = `the transaction was cancelled: ${codes.join(', ')}`
  if (codes.includes('ValidationError') || codes.includes('ItemCollectionSizeLimitExceeded'))
    throw new PermanentError('store-refuses', what, { cause: cancelled })
  throw new TransientError('store-throttled', what, { cause: cancelled })
}

function duplicateOf(marker: Item | undefined): CommitResult {
  const contentHash = marker?.['h']?.S
  return { kind: 'duplicate', ...(contentHash === undefined ? {} : { contentHash }) }
}
