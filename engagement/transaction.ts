import { bytesOf } from './customer/bytes-of.ts'
import { mostBytesOf } from './customer/most-bytes-of.ts'
import type { Backlog } from './journey/backlog.ts'
import type { CustomerState } from './journey/customer-state.ts'
import type { MessageWrite } from './journey/message-write.ts'
import { runId } from './journey/run.ts'
import type { TimelineEntry } from './journey/timeline-entry.ts'

/** Items and bytes, of what is written or of what may be. */
export interface Weight {
  readonly items: number
  readonly bytes: number
}

/**
 * What one transaction of the store holds: 100 items and 4 MB. Bytes are counted as JSON, which is never smaller than what
 * is stored; the rest is for keys and attributes.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
export const TRANSACTION: Weight = { items: 100, bytes: 3_500_000 }

/** Everything that is written together. `before` is what is stored. */
export interface Written {
  readonly before: CustomerState | undefined
  readonly after: CustomerState
  readonly entries: readonly TimelineEntry[]
  readonly messages: readonly MessageWrite[]
  readonly absentMarkers?: readonly unknown[]
  readonly absorbed?: { readonly before: CustomerState | undefined; readonly after: CustomerState }
}

/** How many bytes a part has: to the byte, or at most. */
type Measure = (part: object) => number

export function weigh(written: Written, measure: Measure = bytesOf): Weight {
  const { before, after, entries, messages, absentMarkers = [], absorbed } = written
  const one = (part: object): Weight => ({ items: 1, bytes: measure(part) })
  return sum([
    weighState(before, after, measure),
    ...(absorbed === undefined ? [] : [weighState(absorbed.before, absorbed.after, measure)]),
    ...entries.map(one),
    ...messages.map(({ message }) => one(message)),
    { items: absentMarkers.length, bytes: 0 },
  ])
}

/** Whether all of it fits. Bytes are measured only where it is not plain that there are few enough. */
export function isRoomFor(written: Written, room: Weight): boolean {
  const most = weigh(written, mostBytesOf)
  return fits(most, room) || (most.items <= room.items && weigh(written).bytes <= room.bytes)
}

const fits = (weight: Weight, room: Weight): boolean => weight.items <= room.items && weight.bytes <= room.bytes

/** The largest number up to `all` that is still well; 0 where not even one is. */
export function mostThat(isWell: (count: number) => boolean, all: number): number {
  if (isWell(all)) return all
  let [well, over] = [0, all]
  while (over - well > 1) {
    const count = Math.floor((well + over) / 2)
    if (isWell(count)) well = count
    else over = count
  }
  return well
}

/** What is written of a state: its head, and the parts that are others than before. */
function weighState(before: CustomerState | undefined, after: CustomerState, measure: Measure): Weight {
  const changed = before?.profile !== after.profile || before.memory !== after.memory
  const profile = changed && !(before === undefined && isEmpty(after.profile) && isEmpty(after.memory))
  return sum([
    { items: 1, bytes: measure(after.head) },
    ...(profile ? [{ items: 1, bytes: measure(after.profile) + measure(after.memory) }] : []),
    difference(before?.runs ?? [], after.runs, runId, measure),
    difference(before?.promises ?? [], after.promises, ({ name, key }) => `${name}#${key}`, measure),
    difference<Backlog[number]>(before?.backlog ?? [], after.backlog ?? [], (part) => String(part.n), measure),
    weighTimer(before, after),
  ])
}

/** Nothing is written of what a new customer has nothing in. A number that is kept is something. */
export const isEmpty = (part: CustomerState['profile'] | CustomerState['memory']): boolean =>
  Object.values(part).every((member) => typeof member === 'object' && Object.keys(member).length === 0)

/** A timer is written anew, and the one before it removed. */
function weighTimer(before: CustomerState | undefined, after: CustomerState): Weight {
  const [old, next] = [before?.head.timer, after.head.timer]
  if (old?.at === next?.at && old?.generation === next?.generation) return { items: 0, bytes: 0 }
  return { items: (old === undefined ? 0 : 1) + (next === undefined ? 0 : 1), bytes: 0 }
}

/** Parts that are written and parts that are removed. */
function difference<Part extends object>(
  before: readonly Part[],
  after: readonly Part[],
  id: (part: Part) => string,
  measure: Measure,
): Weight {
  if (before === after) return { items: 0, bytes: 0 }
  const known = new Map(before.map((part) => [id(part), part]))
  const written = after.filter((part) => known.get(id(part)) !== part)
  const kept = new Set(after.map(id))
  const removed = before.filter((part) => !kept.has(id(part))).length
  return sum([{ items: removed, bytes: 0 }, ...written.map((part) => ({ items: 1, bytes: measure(part) }))])
}

const sum = (weights: readonly Weight[]): Weight => {
  let [items, bytes] = [0, 0]
  for (const weight of weights) {
    items += weight.items
    bytes += weight.bytes
  }
  return { items, bytes }
}
