import { describe, expect, it } from 'vitest'
import { readBusEvent } from '#adapters/aws/bus-event.ts'
import { formatDayTime } from '#engagement/content/format/date.ts'
import { readDate, readInstant } from '#engagement/customer/read-date.ts'
import { readZone, zoneHint } from '#engagement/customer/read-zone.ts'
import { isDeeperThan } from '#engagement/customer/sound-value.ts'
import { addLocalDays, nextLocalTime, zonesOfCountry } from '#engagement/customer/zone.ts'
import { readDuration } from '#language/form/duration.ts'
import { ingest } from '#stages/ingest.ts'
import { accepted, detail, envelope, ingestBench, texts } from '../../stages/ingest/ingest-bench.ts'

/** Every abbreviation of ICU and of CLDR that people write, and the names that only look like some. */
const WRITTEN =
  'ACT AET AGT ART AST BET BST CAT CNT CST CTT EAT ECT EST HST IET IST JST MIT MST NET NST PLT PNT PRT PST SST VST EDT CDT PDT KST AKST CEST WEST MSK GMT UTC UCT Z CET EET WET MET EST5EDT CST6CDT MST7MDT PST8PDT Japan ROK PRC GB NZ GMT+9 GMT-5 UTC+9 GMT0 Etc/GMT+9 +09:00 +0900 +09 -00:00 +23:59 +24:00 asia/tokyo US/Pacific SystemV/PST8 Factory posixrules constructor __proto__ Asia/T\u00f4kyo'.split(
    ' ',
  )
const NOON = Date.UTC(2026, 6, 1, 12)

describe('a time zone', () => {
  it.each(WRITTEN)('%s is either computed with, or unknown and told', async (written) => {
    const event = await accepted('identify', detail({ traits: { timezone: written } }))
    const zone = event.traits?.['timezone']
    if (typeof zone === 'string') {
      expect(Number.isInteger(nextLocalTime(NOON, 480, zone))).toBe(true)
      expect(Number.isInteger(addLocalDays(NOON, 1, zone))).toBe(true)
      expect(formatDayTime('2026-07-01T12:00:00Z', { locale: 'en', zone, now: NOON })).toContain('July')
      expect(readZone(zone)).toBe(zone)
    } else expect(texts(event)).toEqual([`detail.traits.timezone: not a time zone. ${zoneHint(written)}`])
  })

  it('of the runtime is accepted, whatever its capitals are', () => {
    const all = Intl.supportedValuesOf('timeZone')
    expect(
      all.filter((zone) => readZone(zone) === undefined || readZone(zone.toLowerCase()) !== readZone(zone)),
    ).toEqual([])
  })

  it('of every country can be computed with', () => {
    for (const country of ['JP', 'US', 'PA', 'AU', 'IN', 'BR', 'RU', 'KI', 'AQ'])
      for (const zone of zonesOfCountry(country)) expect(Number.isInteger(nextLocalTime(NOON, 480, zone))).toBe(true)
  })
})

describe('a date', () => {
  it.each([
    1_795_970_283.735,
    1_795_970_283,
    1.795_970_283_735e18,
    -1e16,
    8.64e15,
    Number.POSITIVE_INFINITY,
    Number.NaN,
  ])('is unknown where it is the number %d', (value) => expect(readInstant(value, 'UTC')).toBeUndefined())

  it('may be whole epoch milliseconds', () => {
    expect(readInstant(1_795_970_283_735, 'UTC')).toBe(1_795_970_283_735)
  })

  it.each([
    ['2026-11-24T09:00:00.1234567Z', '2026-11-24T09:00:00.123Z'],
    ['2026-11-24T09:00:00.57Z', '2026-11-24T09:00:00.570Z'],
    ['9999-12-31T23:59:59.999+14:00', '9999-12-31T09:59:59.999Z'],
  ])('%s is read to the millisecond', (written, meant) => {
    expect(readDate(written, 'UTC')).toEqual({ at: Date.parse(meant) })
  })

  it.each(['2026-11-24T09:00+99:99', '2026-11-24T09:00+24:00', '2026-11-24T09:00+09:75', '2026-13-01', '2026-02-30'])(
    'is unknown where it is %s',
    (written) => expect(readDate(written, 'UTC')).toBeUndefined(),
  )
})

describe('a duration', () => {
  it.each(['1.1m', '0.7s', '1.13h', '2.3d', '1.7s 1.1m'])('%s is a whole number of milliseconds', (written) => {
    expect(Number.isInteger(readDuration(written)?.ms)).toBe(true)
  })
})

describe('a number', () => {
  it.each(['1.7e308', '1e999', '-1e999', '9007199254740993', '1795970283735000000'])(
    '%s cannot be held: it is unknown, and told',
    async (written) => {
      const properties = JSON.parse(`{"sku":"tea","quantity":${written},"sizes":[1,${written},3]}`)
      const event = await accepted('Product Added', detail({ properties }))
      expect(event.properties).toEqual({ sku: 'tea', sizes: [1, null, 3] })
      expect(event.warnings?.map(({ code, place }) => [code, place])).toContainEqual([
        'unreadable-value',
        'detail.properties.quantity',
      ])
    },
  )

  it('that is no exact id makes no customer', async () => {
    const taken = await ingest(
      readBusEvent(envelope('Page Viewed', { messageId: 'm', userId: 2 ** 60 })),
      (await ingestBench()).deps,
    )
    expect(taken).toEqual({ kind: 'quarantined', code: 'bad-identity' })
  })
})

describe('half a character', () => {
  it('in a value or a name is replaced, left out, and told', async () => {
    const properties = { name: 'Tea\ud83d', 'b\udc00d': 1, note: '\uffff' }
    const event = await accepted('Product Added', detail({ properties }))
    expect(event.properties).toEqual({ name: 'Tea\ufffd', note: '\ufffd' })
    expect(event.warnings?.filter(({ code }) => code === 'unreadable-value')).toHaveLength(3)
    expect(JSON.stringify(event)).not.toMatch(/\\ud83d|\\udc00/)
  })

  it.each([
    [{ messageId: 'm\ud800', userId: 'u' }, 'bad-message-id'],
    [{ messageId: 'm', userId: 'u\ud800' }, 'bad-identity'],
    [{ messageId: 'm', anonymousId: '\uffff' }, 'bad-identity'],
  ])('in an id %j is refused with its place', async (given, code) => {
    expect(await ingest(readBusEvent(envelope('Page Viewed', given)), (await ingestBench()).deps)).toEqual({
      kind: 'quarantined',
      code,
    })
  })

  it('in the name of an event is refused', async () => {
    const taken = await ingest(
      readBusEvent(envelope('Page\ud800', { messageId: 'm', userId: 'u' })),
      (await ingestBench()).deps,
    )
    expect(taken).toEqual({ kind: 'quarantined', code: 'bad-name' })
  })
})

describe('nesting', () => {
  const nested = (levels: number): unknown => JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`)

  it.each([63, 65, 5_000, 100_000])('of %d levels is taken, or put aside with its reason', async (levels) => {
    const { deps } = await ingestBench()
    const given = { messageId: 'm', userId: 'u', properties: nested(levels - 1) }
    const taken = await ingest(readBusEvent(envelope('Page Viewed', given)), deps)
    if (levels > 64) {
      expect(taken).toEqual({ kind: 'quarantined', code: 'too-deep' })
      expect((await deps.quarantine.list())[0]).toMatchObject({ code: 'too-deep', place: 'detail' })
    } else expect(taken.kind).toBe('accepted')
  })

  it('is counted without recursion', () => {
    expect(isDeeperThan(nested(64), 64)).toBe(false)
    expect(isDeeperThan(nested(65), 64)).toBe(true)
    expect(isDeeperThan(nested(200_000), 64)).toBe(true)
  })
})
