import * as z from 'zod/mini'
import type { JsonObject } from './json.ts'
import { isText } from './sound-value.ts'

/** What a producer put in the bus's `detail` is JSON already, so an object is a JSON object. PHP spells an empty one `[]`. */
const JsonRecord = z.pipe(
  z.transform((value: unknown) => (Array.isArray(value) && value.length === 0 ? {} : value)),
  z.custom<JsonObject>(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    'expected an object',
  ),
)
/** Numbers are ids too, where they are exact; an empty text is none, and half a character is not repaired in an id. */
const Id = z.pipe(
  z.transform((value: unknown) =>
    Number.isSafeInteger(value) ? String(value) : typeof value === 'string' ? value.trim() || undefined : value,
  ),
  z.optional(z.string().check(z.maxLength(256), z.refine(isText))),
)
/** `2026-11-21 20:00:00+0900` is as clear as its ISO spelling. */
const Timestamp = z.pipe(
  z.transform((value: unknown) => (typeof value === 'string' ? isoSpelling(value) : value)),
  z.union([z.iso.datetime({ offset: true, local: true }), z.iso.date()]),
)

function isoSpelling(value: string): string {
  const spelled = value
    .trim()
    .replace(/^(\d{4}-\d\d-\d\d)[ t](?=\d)/, '$1T')
    .replace(/z$/, 'Z')
  return spelled.replace(/(T.*[+-]\d\d)(\d\d)$/, '$1:$2')
}

/** The canonical event as producers put it in `detail`; tolerant of members it does not know. */
export const EventDetail = z.object({
  messageId: Id,
  userId: z.nullable(Id),
  anonymousId: z.nullable(Id),
  timestamp: z.nullish(Timestamp),
  properties: z.nullish(JsonRecord),
  traits: z.nullish(JsonRecord),
  context: z.catch(z.nullish(JsonRecord), undefined),
})
export type EventDetail = z.infer<typeof EventDetail>
