import { consentScope } from './consent.ts'
import { type EventWarning, eventWarning } from './event-warning.ts'
import type { Json, JsonObject } from './json.ts'
import { type Tidied, tidyCountry, tidyEmail, tidyLocale, tidyPhone, tidyZone } from './trait-values.ts'

/** Traits that we can read, and what could not be read; values are never quoted. */
export interface NormalisedTraits {
  readonly traits: JsonObject
  readonly warnings: readonly EventWarning[]
}

/** One trait with its name, as JSON. */
export const MOST_BYTES = 8_192

const TIDY: { readonly [trait: string]: (value: Json) => Tidied } = {
  locale: tidyLocale,
  timezone: tidyZone,
  country: tidyCountry,
  email: tidyEmail,
  phone: tidyPhone,
}

/**
 * Reserved traits in one spelling (`locale`, `timezone`, `country`, `email`, `phone`, `consent`); others as they are.
 * `address.country` speaks for `country` where that is absent. A null stays: it takes the trait away.
 */
export function normaliseTraits(traits: JsonObject, place = 'detail.traits'): NormalisedTraits {
  const warnings: EventWarning[] = []
  const entries = Object.entries(withCountry(traits)).flatMap(([name, value]): [string, Json][] => {
    const tooLarge = tooLargeWarning(name, value, place)
    if (tooLarge !== undefined) {
      warnings.push(tooLarge)
      return []
    }
    if (name === 'consent') return tidyConsent(value, `${place}.consent`, warnings)
    const tidy = Object.hasOwn(TIDY, name) ? TIDY[name] : undefined
    if (tidy === undefined || value === null) return [[name, value]]
    const tidied = value === '' ? { kind: 'dropped' as const, reason: 'empty' } : tidy(value)
    const warning = tidied.kind === 'dropped' ? tidied.reason : tidied.warning
    const hint = tidied.kind === 'dropped' ? tidied.hint : undefined
    if (warning !== undefined) warnings.push(eventWarning('unreadable-trait', `${place}.${name}`, warning, hint))
    return tidied.kind === 'dropped' ? [] : [[name, tidied.value]]
  })
  return { traits: Object.fromEntries(entries), warnings }
}

function tooLargeWarning(name: string, value: Json, place: string): EventWarning | undefined {
  const bytes = Buffer.byteLength(name) + Buffer.byteLength(JSON.stringify(value))
  if (bytes <= MOST_BYTES) return undefined
  const message = `${bytes} bytes where a trait has at most ${MOST_BYTES}; it is not taken over`
  return eventWarning('too-large-trait', `${place}.${name}`, message, 'Send what conditions and messages read of it')
}

function withCountry(traits: JsonObject): JsonObject {
  const { address, country } = traits
  if (country !== undefined || !isObject(address) || address.country === undefined) return traits
  return { ...traits, country: address.country }
}

/**
 * By topic `granted` or `denied`, or so by channel (`{ shopping: { sms: denied } }`, which is `shopping/sms`). `false` can
 * only mean no, so it is heard; anything else is no evidence.
 */
function tidyConsent(value: Json, place: string, warnings: EventWarning[]): [string, Json][] {
  if (!isObject(value)) {
    warnings.push(eventWarning('unreadable-consent', place, 'expected topics with granted or denied'))
    return []
  }
  const statement = (scope: string, said: Json): [string, Json][] => {
    const word = said === false ? 'denied' : typeof said === 'string' ? said.trim().toLowerCase() : ''
    if (word === 'granted' || word === 'denied') return [[scope, word]]
    warnings.push(eventWarning('unreadable-consent', `${place}.${scope}`, 'expected granted or denied'))
    return []
  }
  const scopes = Object.entries(value).flatMap(([topic, said]) =>
    isObject(said)
      ? Object.entries(said).flatMap(([channel, each]) => statement(consentScope(topic, channel), each))
      : statement(topic, said),
  )
  return [['consent', Object.fromEntries(scopes)]]
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
