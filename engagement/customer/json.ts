/** Any value that JSON can carry: what events, traits and properties are made of. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** A JSON object: the properties of an event, the traits of a profile. */
export type JsonObject = { readonly [key: string]: Json }

/** Walks `path` into `value`; undefined where a step is missing. Own properties, and of a list its `size`, `first` and `last`. */
export function dig(value: Json | undefined, path: readonly string[]): Json | undefined {
  let here = value
  for (const step of path) {
    if (typeof here !== 'object' || here === null) return undefined
    here = Array.isArray(here) ? ofList(here, step) : Object.hasOwn(here, step) ? (here as JsonObject)[step] : undefined
  }
  return here
}

function ofList(list: readonly Json[], step: string): Json | undefined {
  if (step === 'size') return list.length
  if (step === 'first') return list[0]
  if (step === 'last') return list.at(-1)
  return /^\d+$/.test(step) ? list[Number(step)] : undefined
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
