import { type CustomerEvent, IDENTIFY } from './customer-event.ts'
import type { EventDetail } from './event-detail.ts'
import { type EventWarning, MOST_WARNINGS } from './event-warning.ts'
import type { JsonObject } from './json.ts'
import { isObject, normaliseTraits } from './normalise-traits.ts'
import { soundMembers } from './sound-value.ts'

/** What is known of an event beside its detail. Times are epoch ms. */
export interface EventFacts {
  readonly name: string
  readonly messageId: string
  readonly customerId: string
  /** The customer that the anonymous id alone stands for, where there is a user id too. */
  readonly linkedId?: string
  readonly at: number
  readonly receivedAt: number
}

/**
 * The event as every later stage sees it: ids and traits in one spelling. `context.locale` and `context.timezone` are hints in
 * the same spelling, which speak only where the profile says nothing.
 */
export function normaliseEvent(detail: EventDetail, facts: EventFacts): CustomerEvent {
  const identify = facts.name === IDENTIFY
  const properties = soundMembers(identify ? {} : (detail.properties ?? {}), 'detail.properties')
  const given = soundMembers(identify ? (detail.traits ?? {}) : {}, 'detail.traits')
  const traits = normaliseTraits(given.value)
  const around = soundMembers(detail.context ?? {}, 'detail.context')
  const context = normaliseContext(around.value)
  const read = [properties, given, traits, around, context]
  const warnings = read.flatMap((each) => each.warnings).slice(0, MOST_WARNINGS)
  return {
    ...facts,
    ...(detail.userId ? { userId: detail.userId } : {}),
    ...(detail.anonymousId ? { anonymousId: detail.anonymousId } : {}),
    properties: properties.value,
    ...(identify ? { traits: traits.traits } : {}),
    context: context.context,
    ...(warnings.length === 0 ? {} : { warnings }),
    hops: 0,
  }
}

function normaliseContext(context: JsonObject): { context: JsonObject; warnings: readonly EventWarning[] } {
  const { locale, timezone, traits, ...others } = context
  const hints: JsonObject = {
    ...(locale === undefined ? {} : { locale }),
    ...(timezone === undefined ? {} : { timezone }),
  }
  const told = normaliseTraits(hints, 'detail.context')
  const known = normaliseTraits(isObject(traits) ? traits : {}, 'detail.context.traits')
  return {
    context: { ...others, ...told.traits, ...(isObject(traits) ? { traits: known.traits } : {}) },
    warnings: [...told.warnings, ...known.warnings],
  }
}
