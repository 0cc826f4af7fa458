import { PermanentError } from '#engagement/errors.ts'
import type { CustomerState } from '#engagement/journey/customer-state.ts'
import type { MessageWrite } from '#engagement/journey/message-write.ts'
import { type Run, runId } from '#engagement/journey/run.ts'
import type { TimelineEntry } from '#engagement/journey/timeline-entry.ts'
import type { Message, MessageStatus } from '#engagement/message/message.ts'
import type { PromiseState } from '#engagement/promise/promise-state.ts'
import type { Commit, CommitResult, Marker } from '#stages/ports/commit.ts'

export type CommitAnswer = CommitResult | { readonly kind: 'thrown'; readonly code: string }

/** A timer as a sweep may tell it: where it is stored is the store's own affair. */
export interface ModelTimer {
  readonly customerId: string
  readonly at: number
  readonly generation: number
}

const MINUTE = 60_000
export const startOfMinute = (at: number): number => Math.floor(at / MINUTE) * MINUTE

/**
 * Customers as the ports describe them, gone through naively: a state, a list of entries, messages by id and one timer a
 * customer. Everything that goes in or out is a copy, as it would come back from a store.
 */
export class CustomersModel {
  readonly #states = new Map<string, CustomerState>()
  readonly #entries: { readonly customerId: string; readonly entry: TimelineEntry }[] = []
  readonly #messages: Message[] = []
  #timers: ModelTimer[] = []
  #cursor: number | undefined

  load(customerId: string): CustomerState | undefined {
    return this.#states.get(customerId)
  }

  /** What was seen before comes first, then who was faster; what exists and should not is a broken promise. */
  commit(commit: Commit): CommitAnswer {
    const { before, after, entries, messages, absentMarkers = [], absorbed } = commit
    // Nothing is written, and what was loaded is what there is, as far as anybody here knows.
    if (before !== undefined && isNothing(commit)) return { kind: 'committed', state: before }
    const [first, ...raised] = entries
    const markers = [...(first === undefined ? [] : [{ customerId: after.customerId, id: first.id }]), ...absentMarkers]
    const seen = markers.map(({ customerId, id }) => this.#entry(customerId, id)).find((each) => each !== undefined)
    if (seen !== undefined) return duplicateOf(seen)
    const sides = [{ before, after }, ...(absorbed === undefined ? [] : [absorbed])]
    const isCurrent = sides.every((side) => this.#states.get(side.after.customerId)?.version === side.before?.version)
    if (!isCurrent || !messages.every((write) => this.#isAsExpected(write))) return { kind: 'conflict' }
    if (raised.some(({ id }) => this.#entry(after.customerId, id) !== undefined))
      return { kind: 'thrown', code: 'entry-exists' }
    for (const side of sides) this.#put(side.after)
    for (const entry of entries) this.#entries.push({ customerId: after.customerId, entry: copy(entry) })
    for (const { message } of messages) this.#replace(message)
    const stored = this.load(after.customerId)
    return stored === undefined ? { kind: 'committed' } : { kind: 'committed', state: stored }
  }

  keep(customerId: string, entry: TimelineEntry, absentMarkers: readonly Marker[] = []): CommitAnswer {
    const seen = [{ customerId, id: entry.id }, ...absentMarkers]
      .map((marker) => this.#entry(marker.customerId, marker.id))
      .find((each) => each !== undefined)
    if (seen !== undefined) return duplicateOf(seen)
    this.#entries.push({ customerId, entry: copy(entry) })
    return { kind: 'committed' }
  }

  message(customerId: string, id: string): Message | undefined {
    return this.#messages.find((each) => each.customerId === customerId && each.id === id)
  }

  messages(customerId: string): readonly Message[] {
    return this.#messages.filter((each) => each.customerId === customerId).toSorted((a, b) => (a.id < b.id ? -1 : 1))
  }

  saveMessage(message: Message, expect: readonly MessageStatus[]): boolean {
    if (!this.#isAsExpected({ message, expect })) return false
    this.#replace(message)
    return true
  }

  timeline(customerId: string, since: number | undefined, events: readonly string[] | undefined) {
    return this.#entries
      .filter((each) => each.customerId === customerId)
      .map(({ entry }) => entry)
      .filter(({ at }) => since === undefined || at >= since)
      .filter(({ event }) => events === undefined || events.some((name) => name === event?.name))
      .toSorted((a, b) => a.at - b.at || a.receivedAt - b.receivedAt || (a.id < b.id ? -1 : 1))
  }

  due(minute: number): readonly ModelTimer[] {
    return this.#timers.filter(({ at }) => startOfMinute(at) === startOfMinute(minute))
  }

  remove(timer: ModelTimer): void {
    this.#timers = this.#timers.filter(
      (each) => each.customerId !== timer.customerId || each.generation !== timer.generation || each.at !== timer.at,
    )
  }

  cursor(): number | undefined {
    return this.#cursor
  }

  saveCursor(minute: number): void {
    this.#cursor = Math.max(this.#cursor ?? minute, minute)
  }

  #entry(customerId: string, id: string): TimelineEntry | undefined {
    return this.#entries.find((each) => each.customerId === customerId && each.entry.id === id)?.entry
  }

  #isAsExpected({ message: { customerId, id }, expect }: MessageWrite): boolean {
    const stored = this.message(customerId, id)
    return expect === 'absent' ? stored === undefined : expect.some((status) => status === stored?.status)
  }

  #replace(message: Message): void {
    const place = this.#messages.findIndex(
      ({ id, customerId }) => id === message.id && customerId === message.customerId,
    )
    this.#messages.splice(place === -1 ? this.#messages.length : place, 1, copy(message))
  }

  /** A timer that did not change is left alone, also where a sweep has removed it. */
  #put(after: CustomerState): void {
    const { customerId } = after
    const old = this.#states.get(customerId)?.head.timer
    const { timer } = after.head
    const { backlog = [], ...state } = copy(after)
    this.#states.set(customerId, {
      ...state,
      runs: state.runs.toSorted(byEntry),
      promises: state.promises.toSorted(byMaking),
      ...(backlog.length === 0 ? {} : { backlog: backlog.toSorted((a, b) => a.n - b.n) }),
    })
    if (old?.at === timer?.at && old?.generation === timer?.generation) return
    this.#timers = this.#timers.filter((each) => each.customerId !== customerId)
    if (timer !== undefined) this.#timers.push({ customerId, at: timer.at, generation: timer.generation })
  }
}

/** Calls a store's commit; a broken promise is an answer too. */
export async function answerOf(call: () => Promise<CommitResult>): Promise<CommitAnswer> {
  try {
    return await call()
  } catch (error) {
    if (error instanceof PermanentError) return { kind: 'thrown', code: error.code }
    throw error
  }
}

/** Nothing to record, and every part is the one that was loaded. */
function isNothing({ before, after, entries, messages, absorbed }: Commit): boolean {
  if (before === undefined || absorbed !== undefined || entries.length > 0 || messages.length > 0) return false
  const parts = ['head', 'profile', 'memory', 'runs', 'promises', 'backlog'] as const
  return parts.every((part) => before[part] === after[part])
}

const duplicateOf = ({ contentHash }: TimelineEntry): CommitAnswer => ({
  kind: 'duplicate',
  ...(contentHash === undefined ? {} : { contentHash }),
})

const byEntry = (a: Run, b: Run): number => a.enteredAt - b.enteredAt || (runId(a) < runId(b) ? -1 : 1)
const nameOf = ({ name, key }: PromiseState): string => `${name}#${key}`
const byMaking = (a: PromiseState, b: PromiseState): number => a.madeAt - b.madeAt || (nameOf(a) < nameOf(b) ? -1 : 1)

const copy = <T>(value: T): T => structuredClone(value)
