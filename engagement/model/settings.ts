import type { CustomerChannel } from './channels.ts'
import type { Condition, CounterDefinition, FieldRef } from './condition.ts'
import type { PropertyType } from './event-definition.ts'
import type { MessageClass } from './message-class.ts'
import type { EventFilter, MinuteOfDay } from './workflow.ts'

/** Quiet hours of a channel in the customer's zone; `from` may be later than `to` (over midnight). */
export interface QuietHours {
  readonly from: MinuteOfDay
  readonly to: MinuteOfDay
}

/** At most `count` marketing messages on the channel (or on `any`) within `ms`. */
export interface FrequencyCap {
  readonly channel: CustomerChannel | 'any'
  readonly count: number
  readonly ms: number
}

/** How close service messages that are not urgent may follow each other, and how many there may be. */
export interface Spacing {
  readonly apartMs: number
  readonly atMost: readonly {
    readonly count: number
    readonly ms: number
    readonly per: 'customer' | 'topic' | 'workflow'
  }[]
}

/** A workflow-independent rule that opens an incident: while it is open, marketing waits. */
export interface IncidentRule {
  readonly name: string
  readonly openedBy: EventFilter
  readonly closedBy: EventFilter
  readonly onePer?: FieldRef
  /** Milliseconds. */
  readonly atMost: number
}

/** Which events count as complaints, and which earlier telling counts as ahead of them. */
export interface ComplaintRule {
  readonly event: string
  readonly same?: string
  readonly where?: Condition
}

export interface Brand {
  readonly name: string
  readonly postalAddress: string
  readonly supportEmail: string
  readonly supportUrl?: string
  readonly siteUrl: string
  readonly logoUrl?: string
  readonly color: string
  /** Free texts and links for messages, by name (`survey_url`). */
  readonly links: { readonly [name: string]: string }
}

export interface Sender {
  readonly email: string
  readonly name: string
  /** Localised `name` by locale; `name` is the fallback locale's. */
  readonly nameByLocale?: { readonly [locale: string]: string }
  readonly replyTo?: string
  /** SMS origination identity. */
  readonly smsFrom?: string
}

export interface Settings {
  readonly brand: Brand
  /** Localised overrides of `brand` (name, postalAddress) by locale. */
  readonly brandByLocale: { readonly [locale: string]: Partial<Brand> }
  readonly senders: { readonly [c in MessageClass]: Sender }
  readonly locales: readonly string[]
  readonly fallbackLocale: string
  readonly topics: { readonly [topic: string]: { readonly name: { readonly [locale: string]: string } } }
  readonly caps: readonly FrequencyCap[]
  /** Absent: service messages go as they come. */
  readonly spacing?: Spacing
  readonly quietHours: { readonly [channel in CustomerChannel]?: QuietHours }
  readonly defaultZone: string
  /** Zones that a customer of whom nothing is known may be in. */
  readonly plausibleZones: readonly string[]
  readonly incidents: readonly IncidentRule[]
  readonly complaints: readonly ComplaintRule[]
  /** What happens to events that nothing refers to. */
  readonly unreferencedEvents: 'keep' | 'drop'
  /** Events from outside whose name the vocabulary does not have; kept where a catalogue says nothing. */
  readonly unknownEvents?: 'keep' | 'refuse'
  /** Event names that are dropped whatever `unreferencedEvents` says, unless something refers to them. */
  readonly dropEvents: readonly string[]
  /** Milliseconds an item of the timeline lives. */
  readonly timelineMs: number
  /** Where webhooks and hand-over cards go: name -> https URL. */
  readonly endpoints: { readonly [name: string]: string }
  readonly counters: readonly CounterDefinition[]
  /** Traits that are known, with their types: reserved ones, the shop's own, those that steps set. Absent in a catalogue of an earlier version. */
  readonly traits?: { readonly [name: string]: PropertyType | { readonly kind: 'any' } }
}
