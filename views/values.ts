import * as z from 'zod/mini'
import type { Json, JsonObject } from '#engagement/customer/json.ts'

/** A time as programs and people read it. */
export const Time = z.iso.datetime()
export const timeOf = (instant: number): string => new Date(instant).toISOString()

/** `{ name: time }`, or nothing where there is none. */
export const timed = <Name extends string>(
  name: Name,
  instant: number | undefined,
): { readonly [name in Name]?: string } =>
  // One member, named by the argument.
  instant === undefined ? {} : ({ [name]: timeOf(instant) } as { readonly [name in Name]: string })

/** What was parsed as JSON is JSON. */
export const AnyJson = z.custom<Json>((value) => value !== undefined)
export const JsonMembers = z.custom<JsonObject>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
)

/** A list as the core has them. */
export const listOf = <Item extends z.ZodMiniType>(item: Item) => z.readonly(z.array(item))
