import type { Json, JsonObject } from '../customer/json.ts'
import type { Scope } from '../decision/scope.ts'
import { ROOTS } from '../definition/condition.ts'
import type { Settings } from '../definition/settings.ts'
import { brandScope } from './brand-scope.ts'

/** Addresses made for this one message. */
export interface MessageLinks {
  readonly unsubscribe?: string
  readonly preferences?: string
}

/** What a message's Liquid reads: the roots of conditions, `brand`, `links` and `now`, without anything empty. */
export function messageScope(scope: Scope, settings: Settings, locale: string, links: MessageLinks): JsonObject {
  const fields: { [name: string]: Json } = {}
  for (const root of ROOTS) {
    const value = scope[root]
    if (value !== undefined) fields[root] = withoutEmpty(value) ?? {}
  }
  return { ...fields, brand: brandScope(settings, locale), links: { ...links }, now: scope.now }
}

/** A blank text is as missing as no text; Liquid itself would take it for true. */
function withoutEmpty(value: Json): Json | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value
  if (value === null) return undefined
  if (typeof value !== 'object') return value
  if (isList(value)) return value.map((item) => withoutEmpty(item) ?? null)
  const kept: { [name: string]: Json } = {}
  for (const [name, member] of Object.entries(value)) {
    const present = withoutEmpty(member)
    if (present !== undefined) Object.defineProperty(kept, name, { value: present, enumerable: true })
  }
  return kept
}

/** `Array.isArray` does not narrow readonly arrays. */
const isList = (value: object): value is readonly Json[] => Array.isArray(value)
