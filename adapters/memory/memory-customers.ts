import { PermanentError } from '#engagement/errors.ts'
import type { CustomerState } from '#engagement/journey/customer-state.ts'
import type { MessageWrite } from '#engagement/journey/message-write.ts'
import { inStoredOrder } from '#engagement/journey/stored-order.ts'
import type { TimelineEntry } from '#engagement/journey/timeline-entry.ts'
import type { Message, MessageStatus } from '#engagement/message/message.ts'
import { TRANSACTION, type Weight } from '#engagement/transaction.ts'
import type { Commit, CommitResult, Marker } from '#stages/ports/commit.ts'
import { isUnchanged } from '#stages/ports/commit-unchanged.ts'
import type { CustomerStore } from '#stages/ports/customer-store.ts'
import { refuseTooMany } from '#stages/ports/too-many.ts'
import { deepFreeze } from './deep-freeze.ts'
import type { MemoryTimers } from './memory-timers.ts'

/** Everything under one `C#id`. */
interface Partition {
  state: CustomerState | undefined
  readonly entries: Map<string, TimelineEntry>
  readonly messages: Map<string, Message>
}

/** What the table's stream would show: told after each commit, in order. */
export interface MemoryChange {
  readonly entries: readonly TimelineEntry[]
  readonly messages: readonly Message[]
}

export interface MemoryOptions {
  readonly freeze?: boolean
  readonly onChange?: (change: MemoryChange) => void
  /** What a transaction holds: as much as in the real store, where nothing else is said. */
  readonly room?: Weight
}

const COMMITTED: CommitResult = { kind: 'committed' }
const CONFLICT: CommitResult = { kind: 'conflict' }

/** Customers in memory, by reference: states are readonly values, so nothing is copied. `freeze` proves it in tests. */
export class MemoryCustomers implements CustomerStore {
  readonly #partitions = new Map<string, Partition>()
  readonly #timers: MemoryTimers
  readonly #freeze: boolean
  readonly #onChange: ((change: MemoryChange) => void) | undefined
  readonly #room: Weight

  constructor(timers: MemoryTimers, options: MemoryOptions = {}) {
    this.#timers = timers
    this.#freeze = options.freeze ?? false
    this.#onChange = options.onChange
    this.#room = options.room ?? TRANSACTION
  }

  /** Ids of all customers that have anything stored, in order of first sight. */
  ids(): readonly string[] {
    return [...this.#partitions.keys()]
  }

  async load(customerId: string): Promise<CustomerState | undefined> {
    return this.#partitions.get(customerId)?.state
  }

  async commit(commit: Commit): Promise<CommitResult> {
    const { before, after, entries, messages, absorbed } = commit
    if (before !== undefined && isUnchanged(commit)) return { kind: 'committed', state: before }
    refuseTooMany(commit, this.#room)
    const own = this.#partitions.get(after.customerId) ?? emptyPartition()
    const refusal = this.#refusal(commit, own)
    if (refusal !== undefined) return refusal
    if (own.state === undefined) this.#partitions.set(after.customerId, own)
    const stored = this.#writeState(own, before, after)
    if (absorbed !== undefined)
      this.#writeState(this.#partition(absorbed.after.customerId), absorbed.before, absorbed.after)
    for (const entry of entries) own.entries.set(entry.id, this.#frozen(entry))
    for (const { message } of messages)
      this.#partition(message.customerId).messages.set(message.id, this.#frozen(message))
    this.#onChange?.({ entries, messages: messages.map((write) => write.message) })
    return { kind: 'committed', state: stored }
  }

  async keep(customerId: string, entry: TimelineEntry, absentMarkers: readonly Marker[] = []): Promise<CommitResult> {
    const own = this.#partition(customerId)
    const stored = own.entries.get(entry.id) ?? this.#found(absentMarkers)
    if (stored !== undefined) return duplicateOf(stored)
    own.entries.set(entry.id, this.#frozen(entry))
    this.#onChange?.({ entries: [entry], messages: [] })
    return COMMITTED
  }

  async message(customerId: string, messageId: string): Promise<Message | undefined> {
    return this.#partitions.get(customerId)?.messages.get(messageId)
  }

  async messages(customerId: string): Promise<readonly Message[]> {
    return [...(this.#partitions.get(customerId)?.messages.values() ?? [])].sort((a, b) => (a.id < b.id ? -1 : 1))
  }

  async saveMessage(message: Message, expect: readonly MessageStatus[]): Promise<boolean> {
    if (!this.#asExpected({ message, expect })) return false
    this.#partition(message.customerId).messages.set(message.id, this.#frozen(message))
    this.#onChange?.({ entries: [], messages: [message] })
    return true
  }

  async timeline(
    customerId: string,
    filter: { readonly since?: number; readonly events?: readonly string[] } = {},
  ): Promise<readonly TimelineEntry[]> {
    const { since, events } = filter
    return [...(this.#partitions.get(customerId)?.entries.values() ?? [])]
      .filter(
        (entry) =>
          (since === undefined || entry.at >= since) &&
          (events === undefined || (entry.event !== undefined && events.includes(entry.event.name))),
      )
      .sort(byTime)
  }

  /** Why nothing may be written: the input was seen before, or somebody else was faster. */
  #refusal(
    { before, after, entries, messages, absentMarkers, absorbed }: Commit,
    own: Partition,
  ): CommitResult | undefined {
    const first = entries[0] === undefined ? undefined : own.entries.get(entries[0].id)
    if (first !== undefined) return duplicateOf(first)
    const seen = this.#found(absentMarkers ?? [])
    if (seen !== undefined) return duplicateOf(seen)
    if (own.state?.version !== before?.version) return CONFLICT
    if (
      absorbed !== undefined &&
      this.#partitions.get(absorbed.after.customerId)?.state?.version !== absorbed.before?.version
    )
      return CONFLICT
    if (!messages.every((write) => this.#asExpected(write))) return CONFLICT
    const raised = entries.slice(1).find((entry) => own.entries.has(entry.id))
    if (raised !== undefined)
      throw new PermanentError('entry-exists', `entry ${raised.id} of customer ${after.customerId} exists already`)
    return undefined
  }

  #found(markers: readonly Marker[]): TimelineEntry | undefined {
    return markers
      .map(({ customerId, id }) => this.#partitions.get(customerId)?.entries.get(id))
      .find((entry) => entry !== undefined)
  }

  #asExpected({ message, expect }: MessageWrite): boolean {
    const stored = this.#partitions.get(message.customerId)?.messages.get(message.id)
    return expect === 'absent' ? stored === undefined : stored !== undefined && expect.includes(stored.status)
  }

  /** The state as it is stored. */
  #writeState(own: Partition, before: CustomerState | undefined, after: CustomerState): CustomerState {
    const stored = this.#frozen(inStoredOrder(after))
    own.state = stored
    this.#writeTimer(after.customerId, before?.head.timer, after.head.timer)
    return stored
  }

  #writeTimer(customerId: string, old: CustomerState['head']['timer'], timer: CustomerState['head']['timer']): void {
    if (old?.at === timer?.at && old?.generation === timer?.generation) return
    if (old !== undefined) this.#timers.delete({ customerId, at: old.at, generation: old.generation })
    if (timer !== undefined)
      this.#timers.put({ customerId, at: timer.at, generation: timer.generation, shard: timer.shard })
  }

  #partition(customerId: string): Partition {
    const found = this.#partitions.get(customerId)
    if (found !== undefined) return found
    const created = emptyPartition()
    this.#partitions.set(customerId, created)
    return created
  }

  #frozen<T>(value: T): T {
    return this.#freeze ? deepFreeze(value) : value
  }
}

const emptyPartition = (): Partition => ({ state: undefined, entries: new Map(), messages: new Map() })

const duplicateOf = (entry: TimelineEntry): CommitResult => ({
  kind: 'duplicate',
  ...(entry.contentHash === undefined ? {} : { contentHash: entry.contentHash }),
})

const byTime = (a: TimelineEntry, b: TimelineEntry): number =>
  a.at - b.at || a.receivedAt - b.receivedAt || (a.id < b.id ? -1 : 1)
