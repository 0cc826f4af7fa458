import { type EventWarning, eventWarning } from './event-warning.ts'
import type { Json, JsonObject } from './json.ts'

/*
 * What an accepted value is: text that every store can hold, numbers that a computer holds exactly, and no deeper than
 * people nest. What is none of it is unknown, and told to whoever sent it.
 */

/** How deep `detail` may be nested: far beyond what events need, far below what a recursion can take. */
export const MOST_LEVELS = 64

/** Lone surrogates are no text, and U+FFFE and U+FFFF are no characters: queues and stores refuse both. */
const NO_TEXT = /[\p{Surrogate}\uFFFE\uFFFF]/u
const NOT_TEXT = new RegExp(NO_TEXT, 'gu')

export const isText = (text: string): boolean => !NO_TEXT.test(text)

/** A value as it can be kept, and what was changed or left out on the way; values are never quoted. */
export interface Sound<Value> {
  readonly value: Value
  readonly warnings: readonly EventWarning[]
}

/** Whether a value is nested deeper than `most` levels. Without recursion: it is asked before anything else. */
export function isDeeperThan(value: unknown, most: number = MOST_LEVELS): boolean {
  let level: readonly unknown[] = [value]
  for (let depth = 0; depth <= most; depth += 1) {
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []))
    if (level.length === 0) return false
  }
  return true
}

/** The members that can be kept. The same object back where all of them can. `place`: of the object. */
export function soundMembers(members: JsonObject, place: string): Sound<JsonObject> {
  const warnings: EventWarning[] = []
  return { value: soundObject(members, place, warnings), warnings }
}

function soundObject(members: JsonObject, place: string, warnings: EventWarning[]): JsonObject {
  let changed = false
  const sound = Object.entries(members).flatMap(([name, member]): [string, Json][] => {
    if (name === '__proto__' || !isText(name)) {
      changed = true
      warnings.push(eventWarning('unreadable-value', place, 'a name that cannot be kept', 'Leave the member out.'))
      return []
    }
    const kept = soundValue(member, `${place}.${name}`, warnings)
    if (kept !== member) changed = true
    return kept === undefined ? [] : [[name, kept]]
  })
  return changed ? Object.fromEntries(sound) : members
}

/** In a list a value that cannot be kept leaves its place empty, so that the others stay where they were. */
function soundList(items: readonly Json[], place: string, warnings: EventWarning[]): readonly Json[] {
  const sound = items.map((item, index) => soundValue(item, `${place}[${index}]`, warnings) ?? null)
  return sound.every((item, index) => item === items[index]) ? items : sound
}

function soundValue(value: Json, place: string, warnings: EventWarning[]): Json | undefined {
  if (typeof value === 'number') return soundNumber(value, place, warnings)
  if (typeof value === 'string') return soundText(value, place, warnings)
  if (typeof value !== 'object' || value === null) return value
  return isList(value) ? soundList(value, place, warnings) : soundObject(value, place, warnings)
}

const isList = (value: readonly Json[] | JsonObject): value is readonly Json[] => Array.isArray(value)

function soundNumber(value: number, place: string, warnings: EventWarning[]): number | undefined {
  if (Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER) return value
  const hint = 'An id is written as text; a time in ISO 8601, such as 2026-11-24T09:00:00Z.'
  warnings.push(eventWarning('unreadable-value', place, 'a number beyond what can be held exactly', hint))
  return undefined
}

function soundText(value: string, place: string, warnings: EventWarning[]): string {
  if (isText(value)) return value
  const hint = 'Cut text between characters, not within them.'
  warnings.push(eventWarning('unreadable-value', place, 'half a character: it was replaced', hint))
  return value.replaceAll(NOT_TEXT, '\uFFFD')
}
