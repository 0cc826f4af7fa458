import type { Json, JsonObject } from '../customer/json.ts'
import { readAddress } from '../customer/read-address.ts'
import type { Scope } from '../decision/scope.ts'
import { ROOTS } from '../model/condition.ts'
import type { Settings } from '../model/settings.ts'
import { brandScope } from './brand-scope.ts'
import type { MessageLinks } from './links.ts'
import { anyItem } from './liquid/paths.ts'
import { cleanText } from './outside/clean-text.ts'

/** In whose name a message is written, and where it leads. */
export interface ScopeContext {
  readonly settings: Settings
  readonly locale: string
  readonly links: MessageLinks
}

/**
 * What a message's Liquid reads: the roots of conditions, `brand`, `links` and `now`. Of what came from outside only what
 * can be shown: texts in one line of visible characters, and, in the fields of `addresses`, addresses that can be followed.
 */
export function messageScope(
  scope: Scope,
  { settings, locale, links }: ScopeContext,
  addresses: ReadonlySet<string>,
): JsonObject {
  const fields: { [name: string]: Json } = {}
  for (const root of ROOTS) {
    const value = scope[root]
    if (value !== undefined) fields[root] = presentable(value, root, addresses) ?? {}
  }
  return { ...fields, ...ownRoots(scope, { settings, locale, links }) }
}

/** What a message reads beside the fields of conditions, by root. */
export const OWN_ROOTS = ['brand', 'links', 'now'] as const

const ownRoots = (
  { now }: Scope,
  { settings, locale, links }: ScopeContext,
): { readonly [root in (typeof OWN_ROOTS)[number]]: Json } => ({
  brand: brandScope(settings, locale),
  links: { ...links },
  now,
})

/** A blank text is as missing as no text; Liquid itself would take it for true. */
function presentable(value: Json, path: string, addresses: ReadonlySet<string>): Json | undefined {
  if (typeof value === 'string') return presentableText(value, addresses.has(anyItem(path)))
  if (value === null) return undefined
  if (typeof value !== 'object') return value
  if (isList(value)) return value.map((item) => presentable(item, `${path}[]`, addresses) ?? null)
  const kept: { [name: string]: Json } = {}
  for (const [name, member] of Object.entries(value)) {
    const present = presentable(member, `${path}.${name}`, addresses)
    if (present !== undefined) Object.defineProperty(kept, name, { value: present, enumerable: true })
  }
  return kept
}

function presentableText(value: string, isAddress: boolean): string | undefined {
  const text = isAddress ? readAddress(value) : cleanText(value)
  return text === '' ? undefined : text
}

/** `Array.isArray` does not narrow readonly arrays. */
const isList = (value: object): value is readonly Json[] => Array.isArray(value)
