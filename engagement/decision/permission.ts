import { consentFor } from '../customer/apply-consent.ts'
import { textTrait } from '../customer/apply-traits.ts'
import type { Consent } from '../customer/consent.ts'
import type { Profile } from '../customer/profile.ts'
import { readZone } from '../customer/read-zone.ts'
import { firstOutside, lastOutside, zonesOfCountry } from '../customer/zone.ts'
import { CHANNELS, type CustomerChannel } from '../model/channels.ts'
import { classFacts, type MessageClass } from '../model/message-class.ts'
import type { QuietHours, Settings } from '../model/settings.ts'
import type { SeenValue } from './decision.ts'
import { type Served, spaceFor } from './spacing.ts'

/** What permission is asked for. Times are epoch milliseconds. */
export interface Request {
  readonly class: MessageClass
  readonly workflow: string
  readonly topic?: string
  readonly urgent: boolean
  readonly channel: CustomerChannel
  /** Held longer than this, the message is stale. */
  readonly goodUntil?: number
}

/** What permission depends on; `suppressed` is known only at the moment of sending. */
export interface Standing {
  readonly profile: Profile
  readonly consent: Consent
  readonly slots: readonly { readonly channel: CustomerChannel; readonly at: number; readonly messageId: string }[]
  /** Service messages that left. */
  readonly served: readonly Served[]
  readonly incidentsEndAt: readonly number[]
  readonly suppressed?: string
}

/** `refused`: not on this channel; `skipped`: not at all; `held`: not now. */
export type Permission =
  | { readonly kind: 'allowed'; readonly address: string }
  | { readonly kind: 'refused'; readonly reason: 'no-address' | 'suppressed' }
  | { readonly kind: 'skipped'; readonly reason: 'no-consent' | 'consent-denied' | 'frequency-cap' | 'stale' }
  /** Its use ends before there is space for it: a person is told. */
  | { readonly kind: 'skipped'; readonly reason: 'no-space'; readonly values: readonly SeenValue[] }
  | { readonly kind: 'held'; readonly reason: 'incident-open' | 'quiet-hours'; readonly until: number }
  | {
      readonly kind: 'held'
      readonly reason: 'spacing'
      readonly until: number
      readonly values: readonly SeenValue[]
    }

/** Whether a message may reach this customer on this channel now. Nobody passes a suppression. */
export function permit(request: Request, standing: Standing, settings: Settings, now: number): Permission {
  const { needsConsent, mayBeUrgent, waitsForIncidents, paced } = classFacts(request.class)
  const urgent = request.urgent && mayBeUrgent
  if (request.goodUntil !== undefined && now > request.goodUntil) return { kind: 'skipped', reason: 'stale' }
  const denial = needsConsent ? withoutConsent(request, standing) : undefined
  if (denial !== undefined) return denial
  const address = addressFor(request.channel, standing.profile)
  if (address === undefined) return { kind: 'refused', reason: 'no-address' }
  if (standing.suppressed !== undefined) return { kind: 'refused', reason: 'suppressed' }
  if (waitsForIncidents && standing.incidentsEndAt.length > 0) {
    return hold('incident-open', Math.max(...standing.incidentsEndAt), request, now)
  }
  const quiet = settings.quietHours[request.channel]
  if (quiet !== undefined && !urgent) {
    const open = quietUntil(now, quiet, standing.profile, settings)
    if (open > now) return hold('quiet-hours', open, request, now)
  }
  if (paced === 'caps' && isCapped(request.channel, standing, settings, now))
    return { kind: 'skipped', reason: 'frequency-cap' }
  const spaced = paced === 'spacing' && !urgent ? spaceOut(request, standing, settings, now) : undefined
  if (spaced !== undefined) return spaced
  return { kind: 'allowed', address }
}

function withoutConsent(request: Request, standing: Standing): Permission | undefined {
  const consent = request.topic === undefined ? 'missing' : consentFor(standing.consent, request.topic, request.channel)
  if (consent === 'granted') return undefined
  return { kind: 'skipped', reason: consent === 'denied' ? 'consent-denied' : 'no-consent' }
}

/** An incident may close earlier than it must: its hold lasts to `goodUntil` at most; quiet hours end when they end. */
function hold(reason: 'incident-open' | 'quiet-hours', until: number, request: Request, now: number): Permission {
  const limit = request.goodUntil ?? Number.POSITIVE_INFINITY
  if (reason === 'quiet-hours' && until > limit) return { kind: 'skipped', reason: 'stale' }
  return { kind: 'held', reason, until: Math.max(Math.min(until, limit + 1), now + 1) }
}

/**
 * Before its use ends a message goes though it stands close to another, so long before; beyond a count it does not go.
 * And so long after the other at the least, where its use lasts that long.
 */
const LAST_MOMENT_MS = 60_000

/** A service message waits for space, never past its use. */
function spaceOut(request: Request, standing: Standing, settings: Settings, now: number): Permission | undefined {
  const space = spaceFor(request, standing.served, settings, now)
  if (space === undefined) return undefined
  const { values } = space
  const quiet = settings.quietHours[request.channel]
  const open = quiet === undefined ? space.at : quietUntil(space.at, quiet, standing.profile, settings)
  const { goodUntil } = request
  if (goodUntil === undefined || open <= goodUntil) return { kind: 'held', reason: 'spacing', until: open, values }
  if (space.kind === 'at_most') return { kind: 'skipped', reason: 'no-space', values }
  const latest = lastMoment(goodUntil - LAST_MOMENT_MS, quiet, standing.profile, settings)
  const clear = space.last + LAST_MOMENT_MS
  const isClear =
    clear <= goodUntil && (quiet === undefined || quietUntil(clear, quiet, standing.profile, settings) === clear)
  const until = Math.max(latest ?? now, isClear ? clear : now)
  return until <= now ? undefined : { kind: 'held', reason: 'spacing', until, values }
}

/** The last instant up to `at` at which the customer may be written to. */
function lastMoment(
  at: number,
  quiet: QuietHours | undefined,
  profile: Profile,
  settings: Settings,
): number | undefined {
  return quiet === undefined ? at : lastOutside(at, quiet, plausibleZones(profile, settings))
}

function isCapped(channel: CustomerChannel, standing: Standing, settings: Settings, now: number): boolean {
  return settings.caps.some((cap) => {
    if (cap.channel !== 'any' && cap.channel !== channel) return false
    const taken = standing.slots.filter(
      (slot) => (cap.channel === 'any' || slot.channel === channel) && slot.at > now - cap.ms,
    )
    return taken.length >= cap.count
  })
}

/** Where the channel reaches the customer; undefined where we do not know. */
export const addressFor = (channel: CustomerChannel, profile: Profile): string | undefined =>
  textTrait(profile, CHANNELS[channel].address)

/** The zone for waits: the customer's own, else their country's only one, else the shop's. */
export function zoneOf(profile: Profile, settings: Settings): string {
  const own = ownZone(profile)
  if (own !== undefined) return own
  const plausible = zonesOfCountry(countryOf(profile) ?? '')
  return plausible.length === 1 && plausible[0] !== undefined ? plausible[0] : settings.defaultZone
}

/** Every zone the customer may be in: quiet hours keep quiet in all of them. */
export function plausibleZones(profile: Profile, settings: Settings): readonly string[] {
  const own = ownZone(profile)
  if (own !== undefined) return [own]
  const zones = zonesOfCountry(countryOf(profile) ?? '')
  return zones.length > 0 ? zones : settings.plausibleZones
}

/** A trait may come from anywhere (a `set` step, an older version): one that is no zone is unknown. */
function ownZone(profile: Profile): string | undefined {
  const own = textTrait(profile, 'timezone')
  return own === undefined ? undefined : readZone(own)
}

function countryOf(profile: Profile): string | undefined {
  const country = textTrait(profile, 'country')
  if (country !== undefined) return country
  const region = textTrait(profile, 'locale')?.split('-').at(-1)
  return region !== undefined && /^[A-Z]{2}$/.test(region) ? region : undefined
}

/** When the customer may be written to: `now` outside quiet hours. Without a common hour the shop's zone decides. */
export function quietUntil(now: number, quiet: QuietHours, profile: Profile, settings: Settings): number {
  const zones = plausibleZones(profile, settings)
  return firstOutside(now, quiet, zones) ?? firstOutside(now, quiet, [settings.defaultZone]) ?? now
}

/** The step's channels in the order to try them: the customer's preferred one first where it is among them. */
export function orderChannels(channels: readonly CustomerChannel[], profile: Profile): readonly CustomerChannel[] {
  const preferred = textTrait(profile, 'preferred_channel')
  const first = channels.find((channel) => channel === preferred)
  return first === undefined ? channels : [first, ...channels.filter((channel) => channel !== first)]
}
