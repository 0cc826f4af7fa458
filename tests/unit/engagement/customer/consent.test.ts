import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyConsentRecord, consentFor } from '#engagement/customer/apply-consent.ts'
import type { Consent, ConsentRecord } from '#engagement/customer/consent.ts'

type Said = readonly [scope: string, record: ConsentRecord]

const said = (...all: readonly Said[]): Consent =>
  all.reduce<Consent>((known, [scope, record]) => applyConsentRecord(known, scope, record), {})

const record = (status: 'granted' | 'denied', source: ConsentRecord['source'], at: number): ConsentRecord => ({
  status,
  source,
  at,
  evidence: `${source} ${at}`,
})

const ANY: fc.Arbitrary<Said> = fc.tuple(
  fc.constantFrom('shopping', 'shopping/sms', 'marketing', 'marketing/email'),
  fc
    .record({
      status: fc.constantFrom<ConsentRecord['status']>('granted', 'denied'),
      source: fc.constantFrom<ConsentRecord['source']>('identify', 'page', 'one-click', 'complaint'),
      at: fc.integer({ min: 0, max: 5 }),
      evidence: fc.constantFrom('a', 'b', 'c'),
    })
    .map((each): ConsentRecord => each),
)

describe('consent', () => {
  it('is the same in whatever order its statements arrive, and however often', () => {
    const shuffled = fc
      .array(ANY, { maxLength: 7 })
      .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 })))
    fc.assert(
      fc.property(shuffled, ([all, mixed]) => {
        expect(said(...mixed)).toEqual(said(...all))
      }),
      { numRuns: 2_000 },
    )
  })

  it("is the shop's later word where the customer had allowed it again before, however late that is heard", () => {
    const acts: readonly Said[] = [
      ['shopping', record('denied', 'page', 2)],
      ['shopping', record('granted', 'page', 3)],
      ['shopping', record('denied', 'identify', 5)],
    ]
    expect(consentFor(said(...acts), 'shopping')).toBe('denied')
    expect(consentFor(said(...acts.toReversed()), 'shopping')).toBe('denied')
  })

  it('denied on one channel leaves the others', () => {
    const consent = said(['shopping', record('granted', 'identify', 1)], ['shopping/sms', record('denied', 'page', 2)])
    expect(['email', 'sms', 'line'].map((channel) => consentFor(consent, 'shopping', channel))).toEqual([
      'granted',
      'denied',
      'granted',
    ])
  })

  it('follows the later act between a channel, its topic and all marketing', () => {
    const consent = said(
      ['marketing', record('denied', 'page', 2)],
      ['shopping/email', record('granted', 'page', 3)],
      ['letter/sms', record('granted', 'page', 1)],
    )
    expect(consentFor(consent, 'shopping', 'email')).toBe('granted')
    expect(consentFor(consent, 'shopping', 'sms')).toBe('denied')
    expect(consentFor(consent, 'letter', 'sms')).toBe('denied')
  })

  it('is never given again by a system where the customer denied it', () => {
    const consent = said(
      ['shopping', record('denied', 'one-click', 1)],
      ['shopping/email', record('granted', 'identify', 9)],
    )
    expect(consentFor(consent, 'shopping', 'email')).toBe('denied')
  })
})
