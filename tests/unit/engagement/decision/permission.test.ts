import { describe, expect, it } from 'vitest'
import type { Consent } from '#engagement/customer/consent.ts'
import { EMPTY_PROFILE, type Profile } from '#engagement/customer/profile.ts'
import {
  addressFor,
  orderChannels,
  type Permission,
  permit,
  plausibleZones,
  quietUntil,
  type Request,
  type Standing,
  zoneOf,
} from '#engagement/decision/permission.ts'
import type { Settings } from '#engagement/model/settings.ts'
import type { Overlay } from '../engine-case.ts'
import { catalogueOf } from '../engine-workspace.ts'

const at = (time: string): number => Date.parse(`2026-11-${time.replace(' ', 'T')}Z`)
const NOW = at('21 10:00')
const MINUTE = 60_000
const HOUR = 60 * MINUTE

const settingsWith = (settings: NonNullable<Overlay['settings']> = {}): Settings => catalogueOf({ settings }).settings

const NIGHT = settingsWith({ quiet_hours: { email: { from: '21:00', to: '08:00' } } })
const PLAIN = settingsWith()

function profileOf(traits: Readonly<Record<string, string>>): Profile {
  const known = Object.entries(traits).map(([name, value]) => [name, { value, at: 0 }])
  return { ...EMPTY_PROFILE, traits: Object.fromEntries(known) }
}

const said = (status: 'granted' | 'denied'): Consent => ({
  shopping: { status, at: 0, source: 'identify', evidence: 'e' },
})

const MARKETING: Request = {
  class: 'marketing',
  workflow: 'a',
  topic: 'shopping',
  urgent: false,
  channel: 'email',
}
const SERVICE: Request = { class: 'service', workflow: 'a', urgent: false, channel: 'email' }
const STANDING: Standing = {
  profile: profileOf({ email: 'hana@example.com', timezone: 'UTC' }),
  consent: said('granted'),
  slots: [],
  served: [],
  incidentsEndAt: [],
}
const ALLOWED: Permission = { kind: 'allowed', address: 'hana@example.com' }

interface Case {
  readonly name: string
  readonly request: Request
  readonly standing?: Partial<Standing>
  readonly settings?: Settings
  readonly now?: number
  readonly expect: Permission
}

const slot = (minutes: number, channel: 'email' | 'sms' = 'email') => ({
  channel,
  at: NOW - minutes * MINUTE,
  messageId: `m${minutes}`,
})
const capped = (channel: string): Settings => settingsWith({ caps: [{ channel, count: 2, within: '1d' }] })

const CASES: readonly Case[] = [
  { name: 'goes where nothing stands in its way', request: MARKETING, expect: ALLOWED },
  { name: 'is of use up to its last instant', request: { ...MARKETING, goodUntil: NOW }, expect: ALLOWED },
  {
    name: 'is of no use after it, whatever else there is',
    request: { ...MARKETING, goodUntil: NOW - 1 },
    standing: { consent: {} },
    expect: { kind: 'skipped', reason: 'stale' },
  },
  {
    name: 'needs consent',
    request: MARKETING,
    standing: { consent: {} },
    expect: { kind: 'skipped', reason: 'no-consent' },
  },
  {
    name: 'needs a topic to have consent to',
    request: { class: 'marketing', workflow: 'a', urgent: false, channel: 'email' },
    expect: { kind: 'skipped', reason: 'no-consent' },
  },
  {
    name: 'respects a denial',
    request: MARKETING,
    standing: { consent: said('denied') },
    expect: { kind: 'skipped', reason: 'consent-denied' },
  },
  { name: 'of service needs no consent', request: SERVICE, standing: { consent: said('denied') }, expect: ALLOWED },
  {
    name: 'goes nowhere without an address',
    request: SERVICE,
    standing: { profile: EMPTY_PROFILE },
    expect: { kind: 'refused', reason: 'no-address' },
  },
  {
    name: 'passes no suppression',
    request: { ...SERVICE, urgent: true },
    standing: { suppressed: 'bounce' },
    expect: { kind: 'refused', reason: 'suppressed' },
  },
  {
    name: 'waits for the last of several incidents',
    request: MARKETING,
    standing: { incidentsEndAt: [NOW + HOUR, NOW + 3 * HOUR, NOW + 2 * HOUR] },
    expect: { kind: 'held', reason: 'incident-open', until: NOW + 3 * HOUR },
  },
  {
    name: 'waits for an incident until it is of no use',
    request: { ...MARKETING, goodUntil: NOW + HOUR },
    standing: { incidentsEndAt: [NOW + 3 * HOUR] },
    expect: { kind: 'held', reason: 'incident-open', until: NOW + HOUR + 1 },
  },
  {
    name: 'is asked for again, later, while an incident is over its time',
    request: MARKETING,
    standing: { incidentsEndAt: [NOW - HOUR] },
    expect: { kind: 'held', reason: 'incident-open', until: NOW + 1 },
  },
  {
    name: 'of service does not wait for incidents',
    request: SERVICE,
    standing: { incidentsEndAt: [NOW + HOUR] },
    expect: ALLOWED,
  },
  {
    name: 'waits for the morning',
    request: SERVICE,
    settings: NIGHT,
    now: at('21 21:00'),
    expect: { kind: 'held', reason: 'quiet-hours', until: at('22 08:00') },
  },
  {
    name: 'goes at the very end of the night',
    request: SERVICE,
    settings: NIGHT,
    now: at('22 08:00'),
    expect: ALLOWED,
  },
  {
    name: 'goes on another channel, which has no night',
    request: { ...SERVICE, channel: 'sms' },
    standing: { profile: profileOf({ phone: '+15550100' }) },
    settings: NIGHT,
    now: at('21 22:00'),
    expect: { kind: 'allowed', address: '+15550100' },
  },
  {
    name: 'waits for the morning where it is still of use then',
    request: { ...SERVICE, goodUntil: at('22 08:00') },
    settings: NIGHT,
    now: at('21 22:00'),
    expect: { kind: 'held', reason: 'quiet-hours', until: at('22 08:00') },
  },
  {
    name: 'does not wait for a morning at which it is of no use',
    request: { ...SERVICE, goodUntil: at('22 07:59') },
    settings: NIGHT,
    now: at('21 22:00'),
    expect: { kind: 'skipped', reason: 'stale' },
  },
  {
    name: 'that is urgent passes the night',
    request: { ...SERVICE, urgent: true },
    settings: NIGHT,
    now: at('21 22:00'),
    expect: ALLOWED,
  },
  {
    name: 'of marketing is never urgent',
    request: { ...MARKETING, urgent: true },
    settings: NIGHT,
    now: at('21 22:00'),
    expect: { kind: 'held', reason: 'quiet-hours', until: at('22 08:00') },
  },
  {
    name: 'goes below a cap',
    request: MARKETING,
    standing: { slots: [slot(60)] },
    settings: capped('email'),
    expect: ALLOWED,
  },
  {
    name: 'is skipped at a cap',
    request: MARKETING,
    standing: { slots: [slot(60), slot(90)] },
    settings: capped('email'),
    expect: { kind: 'skipped', reason: 'frequency-cap' },
  },
  {
    name: 'is not counted any more after the time of the cap',
    request: MARKETING,
    standing: { slots: [slot(60), slot(24 * 60)] },
    settings: capped('email'),
    expect: ALLOWED,
  },
  {
    name: 'is counted to the last instant of the cap',
    request: MARKETING,
    standing: { slots: [slot(60), slot(24 * 60)] },
    settings: capped('email'),
    now: NOW - 1,
    expect: { kind: 'skipped', reason: 'frequency-cap' },
  },
  {
    name: 'on another channel does not count for the cap of one',
    request: MARKETING,
    standing: { slots: [slot(60), slot(90, 'sms')] },
    settings: capped('email'),
    expect: ALLOWED,
  },
  {
    name: 'obeys no cap of another channel',
    request: MARKETING,
    standing: { slots: [slot(60, 'sms'), slot(90, 'sms')] },
    settings: capped('sms'),
    expect: ALLOWED,
  },
  {
    name: 'on another channel counts for the cap of all',
    request: MARKETING,
    standing: { slots: [slot(60), slot(90, 'sms')] },
    settings: capped('any'),
    expect: { kind: 'skipped', reason: 'frequency-cap' },
  },
  {
    name: 'of service obeys no cap',
    request: SERVICE,
    standing: { slots: [slot(60), slot(90)] },
    settings: capped('email'),
    expect: ALLOWED,
  },
]

describe('a message', () => {
  it.each(CASES)('$name', ({ request, standing = {}, settings = PLAIN, now = NOW, expect: wanted }) => {
    expect(permit(request, { ...STANDING, ...standing }, settings, now)).toEqual(wanted)
  })
})

/** One left ten minutes before eight in the evening's last quarter of an hour, and the night begins at nine. */
const SPACED = settingsWith({
  spacing: { apart: '15m' },
  quiet_hours: { email: { from: '21:00', to: '08:00' } },
})
const left = (when: number) => [{ at: when, messageId: 'm', workflow: 'b', key: 'o1' }]
const held = (until: number): object => ({ kind: 'held', reason: 'spacing', until })

describe('a service message close to another', () => {
  it.each<readonly [name: string, now: string, last: string, goodUntil: string | undefined, expected: object]>([
    ['waits for its distance', '21 10:01', '21 10:00', undefined, held(at('21 10:15'))],
    ['waits for its distance to the last instant of its use', '21 10:01', '21 10:00', '21 10:15', held(at('21 10:15'))],
    [
      'goes a minute before its use ends, where that is sooner',
      '21 10:01',
      '21 10:00',
      '21 10:14',
      held(at('21 10:13')),
    ],
    ['goes at once, where its use ends within the minute', '21 10:01', '21 10:00', '21 10:01:30', ALLOWED],
    [
      'keeps a minute at the least, where its use lasts that long',
      '21 10:00:30',
      '21 10:00',
      '21 10:01',
      held(at('21 10:01')),
    ],
    [
      'waits for the morning, where its distance ends at night',
      '21 20:50',
      '21 20:48',
      undefined,
      held(at('22 08:00')),
    ],
    [
      'goes in the last minute of the day, where its use ends in the night',
      '21 20:50',
      '21 20:48',
      '21 23:00',
      held(at('21 20:59')),
    ],
    ['does not keep its minute into the night', '21 20:59:30', '21 20:59', '21 21:30', ALLOWED],
  ])('%s', (_, now, last, goodUntil, expected) => {
    const request = { ...SERVICE, ...(goodUntil === undefined ? {} : { goodUntil: at(goodUntil) }) }
    expect(permit(request, { ...STANDING, served: left(at(last)) }, SPACED, at(now))).toMatchObject(expected)
  })

  it('keeps its minute by the clock of the shop, where no hour is outside the night in all zones of the customer', () => {
    const long = settingsWith({ spacing: { apart: '15m' }, quiet_hours: { email: { from: '09:00', to: '08:00' } } })
    const standing = {
      ...STANDING,
      profile: profileOf({ email: 'hana@example.com', country: 'US' }),
      served: left(at('21 08:29')),
    }
    const request = { ...SERVICE, goodUntil: at('21 08:35') }
    expect(permit(request, standing, long, at('21 08:29:30'))).toMatchObject(held(at('21 08:30')))
  })

  it('goes at once where it is urgent, and where it is marketing', () => {
    const standing = { ...STANDING, served: left(NOW) }
    expect(permit({ ...SERVICE, urgent: true }, standing, SPACED, NOW)).toEqual(ALLOWED)
    expect(permit(MARKETING, standing, SPACED, NOW)).toEqual(ALLOWED)
  })
})

describe('the zone of a customer', () => {
  it.each<
    readonly [
      name: string,
      traits: Readonly<Record<string, string>>,
      zone: string,
      plausible: readonly string[] | undefined,
    ]
  >([
    ['is their own', { timezone: 'Asia/Tokyo', country: 'DE' }, 'Asia/Tokyo', ['Asia/Tokyo']],
    ['is not one that nobody knows', { timezone: 'Mars/Base', country: 'JP' }, 'Asia/Tokyo', ['Asia/Tokyo']],
    ['is the only one of their country', { country: 'JP' }, 'Asia/Tokyo', ['Asia/Tokyo']],
    ['is the only one of the country they read in', { locale: 'ja-JP' }, 'Asia/Tokyo', ['Asia/Tokyo']],
    ['is of the country they live in before that', { country: 'JP', locale: 'de-DE' }, 'Asia/Tokyo', ['Asia/Tokyo']],
    ["is the shop's where a locale names no country", { locale: 'ja' }, 'UTC', ['UTC']],
    ["is the shop's where a locale ends in something else", { locale: 'zh-Hans' }, 'UTC', ['UTC']],
    ["is the shop's where nothing is known", {}, 'UTC', ['UTC']],
    ["is the shop's where their country has several", { country: 'US' }, 'UTC', undefined],
  ])('%s', (_, traits, zone, plausible) => {
    expect(zoneOf(profileOf(traits), PLAIN)).toBe(zone)
    if (plausible !== undefined) expect(plausibleZones(profileOf(traits), PLAIN)).toEqual(plausible)
  })

  it('may be each of their country, and the night is kept in all of them', () => {
    const american = profileOf({ country: 'US' })
    expect(plausibleZones(american, PLAIN)).toEqual(expect.arrayContaining(['America/New_York', 'Pacific/Honolulu']))
    // Eight in the morning in New York is three at night in Honolulu.
    const night = { from: 21 * 60, to: 8 * 60 }
    expect(quietUntil(at('21 13:00'), night, american, PLAIN)).toBe(at('21 18:00'))
  })

  it("is the shop's for a night that no hour of their country is outside of", () => {
    const long = { from: 9 * 60, to: 8 * 60 }
    expect(quietUntil(at('21 10:00'), long, profileOf({ country: 'US' }), PLAIN)).toBe(at('22 08:00'))
  })
})

describe('the channel of a customer', () => {
  it('has the address that it is reached at', () => {
    expect(addressFor('sms', profileOf({ phone: '+15550100', email: 'a@b.example' }))).toBe('+15550100')
    expect(addressFor('sms', profileOf({ email: 'a@b.example' }))).toBeUndefined()
  })

  it('is the preferred one first, where the step has it', () => {
    expect(orderChannels(['email', 'sms', 'line'], profileOf({ preferred_channel: 'sms' }))).toEqual([
      'sms',
      'email',
      'line',
    ])
    expect(orderChannels(['email', 'sms'], profileOf({ preferred_channel: 'line' }))).toEqual(['email', 'sms'])
    expect(orderChannels(['email', 'sms'], profileOf({}))).toEqual(['email', 'sms'])
  })
})
