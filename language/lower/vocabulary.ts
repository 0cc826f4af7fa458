import { IDENTIFY } from '#engagement/customer/customer-event.ts'
import type { EventDefinition, PropertyType } from '#engagement/model/event-definition.ts'
import type { KnownField, Shape } from './shape.ts'
import { unite } from './shape.ts'

/** What a promise lets others read, before it is lowered itself. */
export interface PromiseOutline {
  readonly name: string
  readonly onePer: string
  readonly madeBy: readonly string[]
  /** Every event that says something about it. */
  readonly events: readonly string[]
  readonly carry: readonly string[]
}

/** All that can be named in a condition, a step or a message. */
export interface Vocabulary {
  readonly events: { readonly [name: string]: EventDefinition }
  /** Events whose files have errors: they exist, but nothing is known of them. */
  readonly unreadable: readonly string[]
  readonly traits: Shape
  readonly computed: Shape
  /** Absent where promises.yaml has errors: then nothing is known of them. */
  readonly promises?: readonly PromiseOutline[]
  /** Absent where settings.yaml has errors. */
  readonly endpoints?: readonly string[]
  /** Absent where settings.yaml has errors. */
  readonly topics?: readonly string[]
}

const field = (kind: Exclude<PropertyType['kind'], 'list'>, required = false): KnownField => ({
  type: { kind },
  required,
})

/** Segment's reserved traits, and ours. */
export const RESERVED_TRAITS: Shape['fields'] = {
  address: field('object'),
  age: field('number'),
  avatar: field('url'),
  birthday: field('date'),
  company: field('object'),
  createdAt: field('date'),
  description: field('string'),
  email: field('string'),
  firstName: field('string'),
  gender: field('string'),
  id: field('string'),
  lastName: field('string'),
  name: field('string'),
  phone: field('string'),
  title: field('string'),
  username: field('string'),
  website: field('url'),
  locale: field('string'),
  timezone: field('string'),
  country: field('string'),
  preferred_channel: field('string'),
}

export const INCIDENT_FIELDS: Shape = {
  fields: { open: field('number', true), kinds: { type: { kind: 'list', of: { kind: 'string' } }, required: true } },
}

export const LIST_FIELDS: Shape['fields'] = { size: field('number'), quantity: field('number') }
export const HABIT_FIELDS: Shape['fields'] = {
  visits: field('number'),
  typical_gap: field('number'),
  last_at: field('date'),
}

export const PROMISE_FIELDS: Shape['fields'] = {
  status: field('string'),
  name: field('string'),
  key: field('string'),
  due: field('date'),
  first_due: field('date'),
  expected: field('date'),
  late_by: field('number'),
  slips: field('number'),
  renewals: field('number'),
  told: field('boolean'),
}

/** What `event.*` reads where one of these events is at hand. */
export function eventShape(vocabulary: Pick<Vocabulary, 'events'>, names: readonly string[]): Shape {
  return unite(
    names.map((name) => {
      if (name === IDENTIFY) return { fields: {}, open: true }
      return {
        fields: vocabulary.events[name]?.properties ?? {},
        ...(Object.hasOwn(vocabulary.events, name) ? {} : { open: true }),
      }
    }),
  )
}

/** What `promise.*` reads in a workflow that may be about these promises; nothing is certain, as there may be none. */
export function promiseShape(vocabulary: Pick<Vocabulary, 'events'>, promises: readonly PromiseOutline[]): Shape {
  return unite(promises.map((promise) => ({ fields: { ...carriedFields(vocabulary, promise), ...PROMISE_FIELDS } })))
}

/** The properties that a promise remembers, with the types that its events give them; none is certain. */
export function carriedFields(vocabulary: Pick<Vocabulary, 'events'>, promise: PromiseOutline): Shape['fields'] {
  const seen = eventShape(vocabulary, promise.events).fields
  const names = [...promise.carry, promise.onePer].filter((name) => Object.hasOwn(seen, name))
  return Object.fromEntries(names.map((name) => [name, { type: seen[name]?.type ?? { kind: 'any' }, required: false }]))
}
