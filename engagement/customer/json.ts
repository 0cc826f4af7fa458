/** Any value that JSON can carry: what events, traits and properties are made of. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** A JSON object: the properties of an event, the traits of a profile. */
export type JsonObject = { readonly [key: string]: Json }

/** Walks `path` into `value`; undefined where a step is missing. Own properties only. */
export function dig(value: Json | undefined, path: readonly string[]): Json | undefined {
  let here = value
  for (const step of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return undefined
    here = (here as JsonObject)[step]
  }
  return here
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
