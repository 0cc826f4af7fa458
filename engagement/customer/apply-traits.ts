import { bytesOf } from './bytes-of.ts'
import type { CustomerEvent } from './customer-event.ts'
import type { Json, JsonObject } from './json.ts'
import { isWithin } from './most-bytes-of.ts'
import type { Profile, Trait } from './profile.ts'

/** Traits that a device's context hints at; a hint never overrides a trait that somebody set. */
const HINTS = ['locale', 'timezone', 'country'] as const
/** Event time of a hint: anything that is set on purpose is newer. */
const HINTED = 0

/** `consent` travels with traits but is evidence, not a trait. */
const NOT_TRAITS = new Set(['consent'])

/** Sets the event's traits, each only where it is not older than what is known. Same profile back where nothing changes. */
export function applyTraits(profile: Profile, event: CustomerEvent): Profile {
  if (event.traits === undefined && HINTS.every((name) => event.context[name] === undefined)) return profile
  const changed = new Map<string, Trait>()
  for (const name of HINTS) {
    const value = event.context[name]
    if (typeof value === 'string' && profile.traits[name] === undefined) changed.set(name, { value, at: HINTED })
  }
  for (const [name, value] of Object.entries(event.traits ?? {})) {
    if (!NOT_TRAITS.has(name) && value !== undefined) setTrait(profile, changed, name, value, event.at)
  }
  return putTraits(profile, changed)
}

/** All traits of a profile, and all of them together as JSON. */
export const MOST_TRAITS = { count: 500, bytes: 100_000 }

/** The profile with these traits, as far as it has room: those that are known already go before new ones. */
export function putTraits(profile: Profile, changed: ReadonlyMap<string, Trait>): Profile {
  if (changed.size === 0) return profile
  const traits = { ...profile.traits, ...Object.fromEntries(changed) }
  if (haveRoom(traits)) return { ...profile, traits }
  const taken: { [name: string]: Trait } = { ...profile.traits }
  let [count, bytes] = [Object.keys(taken).length, bytesOf(profile.traits)]
  const knownFirst = [...changed].sort(([a], [b]) => Number(b in profile.traits) - Number(a in profile.traits))
  for (const [name, trait] of knownFirst) {
    const before = taken[name]
    const more = weightOf(name, trait) - (before === undefined ? 0 : weightOf(name, before))
    const added = before === undefined ? 1 : 0
    if (count + added > MOST_TRAITS.count || bytes + more > MOST_TRAITS.bytes) continue
    taken[name] = trait
    count += added
    bytes += more
  }
  return { ...profile, traits: taken }
}

/** As a member of an object in JSON, with its comma and colon. */
const weightOf = (name: string, trait: Trait): number => Buffer.byteLength(JSON.stringify(name)) + bytesOf(trait) + 2

/** Which of these the profile has not taken. */
export const traitsLeftOut = (profile: Profile, changed: Iterable<string>, at: number): readonly string[] =>
  [...changed].filter((name) => !NOT_TRAITS.has(name) && (profile.traits[name]?.at ?? Number.NEGATIVE_INFINITY) < at)

const haveRoom = (traits: Profile['traits']): boolean =>
  Object.keys(traits).length <= MOST_TRAITS.count && isWithin(MOST_TRAITS.bytes, traits)

function setTrait(profile: Profile, changed: Map<string, Trait>, name: string, value: Json, at: number): void {
  const known = profile.traits[name]
  if (known !== undefined && known.at > at) return
  if (known !== undefined && known.at === at && same(known.value, value)) return
  changed.set(name, { value, at })
}

const same = (a: Json, b: Json): boolean => a === b || JSON.stringify(a) === JSON.stringify(b)

const views = new WeakMap<Profile['traits'], JsonObject>()

/** Trait values by name: what `profile.*` reads. A trait that was set to null is missing. */
export function profileView(profile: Profile): JsonObject {
  const known = views.get(profile.traits)
  if (known !== undefined) return known
  const view: { [name: string]: Json } = {}
  for (const [name, trait] of Object.entries(profile.traits)) if (trait.value !== null) view[name] = trait.value
  views.set(profile.traits, view)
  return view
}

/** A trait that is a non-empty string; undefined otherwise. */
export function textTrait(profile: Profile, name: string): string | undefined {
  const value = profile.traits[name]?.value
  return typeof value === 'string' && value !== '' ? value : undefined
}
