import { createHash } from 'node:crypto'
import { inflateRawSync } from 'node:zlib'
import { PermanentError } from '#engagement/errors.ts'
import type { Clock } from '#stages/ports/clock.ts'
import type { QuarantineStore } from '#stages/ports/quarantine-store.ts'
import type { Item } from './item.ts'

/** A stored item, or a part of one, that does not read. What stands beside it is read all the same. */
export interface Unreadable {
  readonly item: Item
  readonly reason: string
}

export type Read<Value> =
  | { readonly kind: 'read'; readonly value: Value }
  | { readonly kind: 'unreadable'; readonly unreadable: Unreadable }

/** Parses one item. Where it is broken, that is a value: one item must not hide the others. */
export function tryParse<Value>(item: Item, parse: (item: Item) => Value): Read<Value> {
  try {
    return { kind: 'read', value: parse(item) }
  } catch (error) {
    if (!(error instanceof PermanentError)) throw error
    return { kind: 'unreadable', unreadable: { item, reason: error.message } }
  }
}

export type KeepUnreadable = (unreadable: Unreadable) => Promise<void>

/** Puts it where people see it: the quarantine, code `broken-item`, under a derived id. */
export function keepUnreadable(quarantine: Pick<QuarantineStore, 'add'>, clock: Clock): KeepUnreadable {
  return async ({ item, reason }) => {
    const place = `${item['PK']?.S ?? '?'} / ${item['SK']?.S ?? '?'}`
    const raw = bodyIn(item)
    const id = createHash('sha256')
      .update(JSON.stringify([place, raw]))
      .digest('base64url')
      .slice(0, 22)
    await quarantine.add({ id, at: clock.now(), code: 'broken-item', reason, place, raw })
  }
}

/** The body as text, as far as there is one. */
function bodyIn(item: Item): string {
  const { d, z: deflated } = item
  if (d?.S !== undefined) return d.S
  if (deflated?.B === undefined) return JSON.stringify(item)
  try {
    return inflateRawSync(deflated.B).toString()
  } catch {
    // That it cannot be inflated is what is told.
    return Buffer.from(deflated.B).toString('base64')
  }
}
