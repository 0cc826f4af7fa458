import type { ListChange } from '../customer/computed.ts'
import type { CustomerEvent } from '../customer/customer-event.ts'
import { dig, isObject, type Json, type JsonObject } from '../customer/json.ts'
import type { ComputedDefinition } from '../model/computed-definition.ts'

export type ListDefinition = ComputedDefinition & { readonly kind: 'list' }

/** Characters that one line may carry, and its identity may have: what does not fit is left out, as if it were missing. */
const MOST_CARRIED = 1000
const LONGEST_IDENTITY = 256

/** What an event changes in the lists of a definition; nothing where it says nothing about them. */
export function readListChanges(event: CustomerEvent, definition: ListDefinition): readonly ListChange[] {
  const key = readKey(event, definition)
  const common = { at: event.at, id: event.messageId, ...(key === undefined ? {} : { key }) }
  if (definition.clear.includes(event.name)) return [{ ...common, kind: 'clear', lines: [] }]
  const changes: ListChange[] = []
  const own = readLines([event.properties], definition)
  if (definition.add.includes(event.name) && own.length > 0) changes.push({ ...common, kind: 'add', lines: own })
  if (definition.remove.includes(event.name) && own.length > 0)
    changes.push({ ...common, kind: 'remove', lines: own.map(({ properties: _, ...line }) => line) })
  for (const { event: name, items } of definition.replace) {
    const products = name === event.name ? dig(event.properties, items.path) : undefined
    if (Array.isArray(products)) changes.push({ ...common, kind: 'replace', lines: readLines(products, definition) })
  }
  return changes
}

function readKey(event: CustomerEvent, { onePer }: ListDefinition): string | undefined {
  if (onePer === undefined) return ''
  const key = dig(event.properties, onePer.path)
  return (typeof key === 'string' && key !== '') || typeof key === 'number' ? String(key) : undefined
}

function readLines(products: readonly Json[], definition: ListDefinition): ListChange['lines'] {
  return products.filter(isObject).flatMap((product) => {
    const id = identify(product, definition)
    if (id === undefined) return []
    const quantity = Object.hasOwn(product, 'quantity') ? product['quantity'] : undefined
    const counted = typeof quantity === 'number' && quantity >= 0 ? { quantity } : {}
    return [{ id, ...counted, properties: carry(product, definition) }]
  })
}

function identify(product: JsonObject, definition: ListDefinition): string | undefined {
  for (const name of definition.identity) {
    const value = Object.hasOwn(product, name) ? product[name] : undefined
    if ((typeof value === 'string' && value !== '') || typeof value === 'number')
      return String(value).slice(0, LONGEST_IDENTITY)
  }
  return undefined
}

function carry(product: JsonObject, definition: ListDefinition): JsonObject {
  const carried: { [name: string]: Json } = {}
  let room = MOST_CARRIED
  for (const name of definition.carry) {
    const value = Object.hasOwn(product, name) ? (product[name] ?? null) : null
    if (value === null) continue
    const weight = typeof value === 'string' ? value.length : JSON.stringify(value).length
    if (weight > room) continue
    carried[name] = value
    room -= weight
  }
  return carried
}
