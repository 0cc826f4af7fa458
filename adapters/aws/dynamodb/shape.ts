import * as z from 'zod/mini'
import { isInstant } from '#engagement/customer/instant.ts'
import type { Json, JsonObject } from '#engagement/customer/json.ts'

/** Any value inside an item: it comes out of `JSON.parse`, so that it is JSON need not be checked again. */
export const AnyJson = z.custom<Json>((value) => value !== undefined)
export const AnyJsonObject = z.custom<JsonObject>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
)

/** Epoch milliseconds. An earlier version stored fractions of them: they are read as the next whole one. */
export const Instant = z.pipe(
  z.number().check(z.refine((at) => isInstant(Math.ceil(at)))),
  z.transform((at) => Math.ceil(at)),
)
