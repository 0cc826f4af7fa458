import { addLocalDays, localDayAt, nextLocalTime } from '../customer/zone.ts'
import type { PromiseDefinition, RiskRule } from '../model/promise-definition.ts'
import type { MinuteOfDay, Span } from '../model/workflow.ts'
import type { PromiseState } from './promise-state.ts'

/** `span` after `at`; with a time of day the first such time after whole days of the customer's calendar. */
export function after(at: number, span: Span, minute: MinuteOfDay | undefined, zone: string): number {
  if (minute === undefined) return at + span.ms
  const later = span.days === undefined ? at + span.ms : addLocalDays(at, span.days, zone)
  return nextLocalTime(later, minute, zone)
}

/** `span` before `at`; with a time of day that time on the day as many calendar days earlier. */
export function before(at: number, span: Span, minute: MinuteOfDay | undefined, zone: string): number {
  if (minute === undefined) return at - span.ms
  return span.days === undefined ? localDayAt(at - span.ms, 0, minute, zone) : localDayAt(at, -span.days, minute, zone)
}

/** The instant at which a rule looks at the promise; undefined for rules that need no clock. */
export function riskInstant(rule: RiskRule, promise: PromiseState, zone: string): number | undefined {
  return rule.kind === 'before_due' ? before(promise.due, rule.before, rule.at, zone) : undefined
}

/** When the promise must be looked at again; undefined where only an event can change it. */
export function nextLook(promise: PromiseState, definition: PromiseDefinition, zone: string, now: number): number {
  const givesUp = promise.due + definition.givesUpAfter
  if (promise.status === 'broken') return givesUp
  const risks = promise.status === 'open' ? definition.atRisk.map((rule) => riskInstant(rule, promise, zone)) : []
  const coming = risks.filter((at): at is number => at !== undefined && at > now && at > promise.statedAt)
  return Math.min(promise.due + 1, ...coming)
}
