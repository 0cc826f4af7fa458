import { dig, type Json } from '../customer/json.ts'
import type { Profile } from '../customer/profile.ts'
import { readDeadline } from '../customer/read-date.ts'
import { addLocalDays, lastOutside, nextLocalTime } from '../customer/zone.ts'
import { plausibleZones } from '../decision/permission.ts'
import type { Scope } from '../decision/scope.ts'
import type { CustomerChannel } from '../model/channels.ts'
import type { FieldRef } from '../model/condition.ts'
import type { Settings } from '../model/settings.ts'
import type { MinuteOfDay, Span, Step } from '../model/workflow.ts'
import { before } from '../promise/promise-times.ts'

/** A field of a scope; undefined where it is missing. */
export function read(field: FieldRef, scope: Scope): Json | undefined {
  return dig(scope[field.root], field.path)
}

/** `span` after `from`; with a time of day the first such local time after it (whole days are calendar days). */
export function waitUntil(from: number, span: Span, at: MinuteOfDay | undefined, zone: string): number {
  if (at === undefined) return from + span.ms
  const later = span.days === undefined ? from + span.ms : addLocalDays(from, span.days, zone)
  return nextLocalTime(later, at, zone)
}

/** The wait whose length a field tells (a customer's own rhythm); what is unknown waits the least allowed. */
export function waitByField(from: number, step: Extract<Step, { kind: 'wait_field' }>, scope: Scope): number {
  const value = read(step.field, scope)
  const wanted = typeof value === 'number' && Number.isFinite(value) ? value * step.times : step.atLeast.ms
  return from + Math.round(Math.min(Math.max(wanted, step.atLeast.ms), step.atMost.ms))
}

/** The instant a `wait until` names, moved before quiet hours where the step says so; undefined where the date is unknown. */
export function instantOf(
  step: Extract<Step, { kind: 'wait_until' }>,
  scope: Scope,
  profile: Profile,
  settings: Settings,
  channels: readonly CustomerChannel[],
): number | undefined {
  const date = readDeadline(read(step.until, scope), scope.zone)
  if (date === undefined) return undefined
  const earlier = step.minus === undefined ? date : before(date, step.minus, step.at, scope.zone)
  const later = step.plus === undefined ? earlier : waitUntil(earlier, step.plus, step.at, scope.zone)
  const bare = step.minus === undefined && step.plus === undefined && step.at !== undefined
  const instant = bare ? before(date, { ms: 0, days: 0 }, step.at, scope.zone) : later
  return step.quietHours === 'before' ? beforeQuietHours(instant, profile, settings, channels) : instant
}

function beforeQuietHours(
  instant: number,
  profile: Profile,
  settings: Settings,
  channels: readonly CustomerChannel[],
): number {
  const zones = plausibleZones(profile, settings)
  return channels.reduce((at, channel) => {
    const quiet = settings.quietHours[channel]
    return quiet === undefined ? at : (lastOutside(at, quiet, zones) ?? at)
  }, instant)
}
