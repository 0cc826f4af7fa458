import type { CustomerEvent } from './customer-event.ts'
import type { Json, JsonObject } from './json.ts'
import type { Profile, Trait } from './profile.ts'

/** Traits that a device's context hints at; a hint never overrides a trait that somebody set. */
const HINTS = ['locale', 'timezone', 'country'] as const
/** Event time of a hint: anything that is set on purpose is newer. */
const HINTED = 0

/** `consent` travels with traits but is evidence, not a trait. */
const NOT_TRAITS = new Set(['consent'])

/** Sets the event's traits, each only where it is not older than what is known. Same profile back where nothing changes. */
export function applyTraits(profile: Profile, event: CustomerEvent): Profile {
  const changed = new Map<string, Trait>()
  for (const name of HINTS) {
    const value = event.context[name]
    if (typeof value === 'string' && profile.traits[name] === undefined) changed.set(name, { value, at: HINTED })
  }
  for (const [name, value] of Object.entries(event.traits ?? {})) {
    if (!NOT_TRAITS.has(name) && value !== undefined) setTrait(profile, changed, name, value, event.at)
  }
  return changed.size === 0 ? profile : { ...profile, traits: { ...profile.traits, ...Object.fromEntries(changed) } }
}

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
