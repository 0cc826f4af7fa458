import { dig, type Json } from '../customer/json.ts'
import { readDate, readInstant } from '../customer/read-date.ts'
import { dayAt } from '../customer/zone.ts'
import type { CompareCondition, FieldRef, Operand } from '../model/condition.ts'
import type { Verdict } from './decision.ts'
import { allOf, is, not } from './kleene.ts'
import type { Scope } from './scope.ts'

/** How far ahead of now a date may lie and still be `within_last`: clocks differ. Milliseconds. */
export const CLOCK_SKEW = 5 * 60_000

/** The value of a field; undefined where it is missing or null. */
export function readField(field: FieldRef, scope: Scope): Json | undefined {
  return dig(scope[field.root], field.path) ?? undefined
}

/** The value of an operand; undefined where it is missing, or where `event.currency` picks no amount. */
export function readOperand(operand: Operand | undefined, scope: Scope): Json | undefined {
  if (operand === undefined) return undefined
  switch (operand.kind) {
    case 'value':
      return operand.value ?? undefined
    case 'field':
      return readField(operand.field, scope)
    case 'money':
      return pickAmount(operand.amounts, scope)
  }
}

/** The amount in `event.currency`; undefined where the event has none or it is not listed. */
export function pickAmount(amounts: { readonly [currency: string]: number }, scope: Scope): number | undefined {
  const currency = scope.event?.['currency']
  return typeof currency === 'string' && Object.hasOwn(amounts, currency) ? amounts[currency] : undefined
}

/** One comparison, `ifMissing` not yet applied. */
export function compare(condition: CompareCondition, scope: Scope): Verdict {
  const value = readField(condition.field, scope)
  const operand = readOperand(condition.operands[0], scope)
  if (condition.comparison === 'exists') {
    if (scope[condition.field.root] === undefined || typeof operand !== 'boolean') return 'unknown'
    return is((value !== undefined) === operand)
  }
  if (value === undefined || operand === undefined) return 'unknown'
  return compareValues(condition, value, operand, scope)
}

function compareValues(condition: CompareCondition, value: Json, operand: Json, scope: Scope): Verdict {
  switch (condition.comparison) {
    case 'equals':
      return equal(value, operand)
    case 'not_equals':
      return not(equal(value, operand))
    case 'in':
      return member(value, operand)
    case 'not_in':
      return not(member(value, operand))
    case 'above':
      return ordered(value, operand, scope.zone, (order) => order > 0)
    case 'below':
      return ordered(value, operand, scope.zone, (order) => order < 0)
    case 'at_least':
      return ordered(value, operand, scope.zone, (order) => order >= 0)
    case 'at_most':
      return ordered(value, operand, scope.zone, (order) => order <= 0)
    case 'between':
      return between(value, operand, readOperand(condition.operands[1], scope), scope.zone)
    case 'contains':
      return contains(value, operand)
    case 'starts_with':
      return typeof value === 'string' && typeof operand === 'string' ? is(value.startsWith(operand)) : 'unknown'
    case 'within_last':
      return aged(value, operand, scope, (age, limit) => age >= -CLOCK_SKEW && age <= limit)
    case 'older_than':
      return aged(value, operand, scope, (age, limit) => age > limit)
    case 'exists':
      return 'unknown'
  }
}

/** Equality of strings, numbers and booleans of one type; anything else cannot be compared. */
export function equal(left: Json | undefined, right: Json | undefined): Verdict {
  return isScalar(left) && typeof left === typeof right ? is(left === right) : 'unknown'
}

function isScalar(value: Json | undefined): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

/** Matched where an entry equals the value; unknown where nothing in the list is even of its type. */
function member(value: Json, list: Json): Verdict {
  if (!isScalar(value) || !Array.isArray(list)) return 'unknown'
  if (list.includes(value)) return 'matched'
  return list.length === 0 || list.some((entry) => typeof entry === typeof value) ? 'unmatched' : 'unknown'
}

function contains(value: Json, operand: Json): Verdict {
  if (typeof value === 'string') return typeof operand === 'string' ? is(value.includes(operand)) : 'unknown'
  return member(operand, value)
}

/** Numbers by size; two dates by instant, or by calendar day where one of them has no time. */
function ordered(
  value: Json | undefined,
  operand: Json | undefined,
  zone: string,
  holds: (order: number) => boolean,
): Verdict {
  if (typeof value === 'number' && typeof operand === 'number') return is(holds(value - operand))
  const left = readDate(value, zone)
  const right = readDate(operand, zone)
  if (!left || !right) return 'unknown'
  if (left.day === undefined && right.day === undefined) return is(holds(left.at - right.at))
  const [day, other] = [left.day ?? dayAt(left.at, zone), right.day ?? dayAt(right.at, zone)]
  return is(holds(day < other ? -1 : Number(day > other)))
}

function between(value: Json, low: Json, high: Json | undefined, zone: string): Verdict {
  return allOf(
    [ordered(value, low, zone, (order) => order >= 0), ordered(value, high, zone, (order) => order <= 0)],
    (verdict) => verdict,
  )
}

function aged(value: Json, limit: Json, scope: Scope, holds: (age: number, limit: number) => boolean): Verdict {
  const at = readInstant(value, scope.zone)
  return at === undefined || typeof limit !== 'number' ? 'unknown' : is(holds(scope.now - at, limit))
}
