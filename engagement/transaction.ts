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

/** Items and bytes of everything that is written and removed. `measure`: how many bytes a part has. */
export function weigh(written: Written, measure: (part: object) => number = bytesOf): Weight {
  const { before, after, entries, messages, absentMarkers = [], absorbed } = written
  const scale: Scale = { items: absentMarkers.length, bytes: 0, measure }
  weighState(scale, before, after)
  if (absorbed !== undefined) weighState(scale, absorbed.before, absorbed.after)
  for (const entry of entries) put(scale, entry)
  for (const { message } of messages) put(scale, message)
  return { items: scale.items, bytes: scale.bytes }
}

/** What lies on it so far. */
interface Scale {
  items: number
  bytes: number
  readonly measure: (part: object) => number
}

/** One item, of one part or of several. */
function put(scale: Scale, ...parts: readonly object[]): void {
  scale.items += 1
  for (const part of parts) scale.bytes += scale.measure(part)
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
function weighState(scale: Scale, before: CustomerState | undefined, after: CustomerState): void {
  put(scale, after.head)
  const changed = before?.profile !== after.profile || before.memory !== after.memory
  if (changed && !(before === undefined && isEmpty(after.profile) && isEmpty(after.memory)))
    put(scale, after.profile, after.memory)
  weighParts(scale, before?.runs ?? [], after.runs, runId)
  weighParts(scale, before?.promises ?? [], after.promises, ({ name, key }) => `${name}#${key}`)
  weighParts<Backlog[number]>(scale, before?.backlog ?? [], after.backlog ?? [], (part) => String(part.n))
  weighTimer(scale, before, after)
}

/** Nothing is written of what a new customer has nothing in. */
export const isEmpty = (part: CustomerState['profile'] | CustomerState['memory']): boolean =>
  Object.values(part).every((member) => Object.keys(member).length === 0)

/** A timer is written anew, and the one before it removed. */
function weighTimer(scale: Scale, before: CustomerState | undefined, after: CustomerState): void {
  const [old, next] = [before?.head.timer, after.head.timer]
  if (old?.at === next?.at && old?.generation === next?.generation) return
  scale.items += (old === undefined ? 0 : 1) + (next === undefined ? 0 : 1)
}

/** Parts that are written and parts that are removed. */
function weighParts<Part extends object>(
  scale: Scale,
  before: readonly Part[],
  after: readonly Part[],
  id: (part: Part) => string,
): void {
  if (before === after) return
  const known = new Set(before)
  const written = after.filter((part) => !known.delete(part))
  for (const part of written) put(scale, part)
  if (known.size === 0) return
  const replaced = new Set(written.map(id))
  for (const part of known) if (!replaced.has(id(part))) scale.items += 1
}
