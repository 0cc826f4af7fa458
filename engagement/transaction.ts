import { bytesOf } from './customer/bytes-of.ts'
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

/** No item is larger: what leaves the core fits one, and the store takes no larger one whatever stands beside it. */
const LARGEST_ITEM = 400_000

/** Whether all of it fits. It is measured only where there are so many items that they may be too much together. */
export function isRoomFor(written: Written, room: Weight): boolean {
  const { items } = weigh(written, () => 0)
  return items <= room.items && (items * LARGEST_ITEM <= room.bytes || weigh(written).bytes <= room.bytes)
}

/** How many bytes a part has. */
type Measure = (part: object) => number

/** Items and bytes of everything that is written and removed. */
export function weigh(written: Written, measure: Measure = bytesOf): Weight {
  const { before, after, entries, messages, absentMarkers = [], absorbed } = written
  return sum([
    { items: absentMarkers.length, bytes: 0 },
    weighState(before, after, measure),
    absorbed === undefined ? NOTHING : weighState(absorbed.before, absorbed.after, measure),
    weighAll(entries, measure),
    messages.length === 0
      ? NOTHING
      : weighAll(
          messages.map(({ message }) => message),
          measure,
        ),
  ])
}

const NOTHING: Weight = { items: 0, bytes: 0 }

function sum(weights: readonly Weight[]): Weight {
  let [items, bytes] = [0, 0]
  for (const weight of weights) {
    items += weight.items
    bytes += weight.bytes
  }
  return { items, bytes }
}

/** Each part is an item. */
function weighAll(parts: readonly object[], measure: Measure): Weight {
  let bytes = 0
  for (const part of parts) bytes += measure(part)
  return { items: parts.length, bytes }
}

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
  const { head, profile, memory, runs, promises, backlog = [] } = after
  const isOther = before?.profile !== profile || before.memory !== memory
  const isWritten = isOther && !(before === undefined && isEmpty(profile) && isEmpty(memory))
  return sum([
    { items: 1, bytes: measure(head) },
    // The two are one item.
    isWritten ? { items: 1, bytes: measure(profile) + measure(memory) } : NOTHING,
    weighParts(before?.runs ?? [], runs, runId, measure),
    weighParts(before?.promises ?? [], promises, ({ name, key }) => `${name}#${key}`, measure),
    weighParts<Backlog[number]>(before?.backlog ?? [], backlog, (part) => String(part.n), measure),
    weighTimer(before, after),
  ])
}

/** Nothing is written of what a new customer has nothing in. A number that is kept is something. */
export const isEmpty = (part: CustomerState['profile'] | CustomerState['memory']): boolean =>
  Object.values(part).every((member) => typeof member === 'object' && Object.keys(member).length === 0)

/** A timer is written anew, and the one before it removed. */
function weighTimer(before: CustomerState | undefined, after: CustomerState): Weight {
  const [old, next] = [before?.head.timer, after.head.timer]
  if (old?.at === next?.at && old?.generation === next?.generation) return NOTHING
  return { items: (old === undefined ? 0 : 1) + (next === undefined ? 0 : 1), bytes: 0 }
}

/** Parts that are written and parts that are removed. */
function weighParts<Part extends object>(
  before: readonly Part[],
  after: readonly Part[],
  id: (part: Part) => string,
  measure: Measure,
): Weight {
  if (before === after) return NOTHING
  const known = new Set(before)
  const written = after.filter((part) => !known.delete(part))
  const { items, bytes } = weighAll(written, measure)
  if (known.size === 0) return { items, bytes }
  const replaced = new Set(written.map(id))
  const removed = [...known].filter((part) => !replaced.has(id(part))).length
  return { items: items + removed, bytes }
}
