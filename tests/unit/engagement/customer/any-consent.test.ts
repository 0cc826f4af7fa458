import fc from 'fast-check'
import { expect, it } from 'vitest'
import { applyConsent, consentFor, consentRecordFor } from '#engagement/customer/apply-consent.ts'
import type { CustomerEvent } from '#engagement/customer/customer-event.ts'
import type { CustomerState } from '#engagement/journey/customer-state.ts'
import { mergeCustomers } from '#engagement/merge-customers.ts'
import { indexCatalogue } from '#engagement/model/live-catalogue.ts'
import { catalogue } from '#tests/contracts/catalogue-samples.ts'
import { event, newcomer } from '#tests/contracts/state-samples.ts'
import { draws } from '#tests/draws.ts'
import { ConsentAtWork, consentCommands, deliverAll } from './models/consent-commands.ts'
import { ConsentHost } from './models/consent-host.ts'
import { type ConsentChange, ConsentModel } from './models/consent-model.ts'

const START = Date.parse('2026-11-21T10:00:00Z')

it('allows what a recount of everything that was ever said allows, in whatever order it is heard and however often', async () => {
  await fc.assert(
    fc.asyncProperty(consentCommands(40), async (commands) => {
      const work = new ConsentAtWork(new ConsentModel(START))
      const host = await ConsentHost.create(START)
      await fc.asyncModelRun(() => ({ model: work, real: host }), commands)
      await deliverAll(work, host)
    }),
    { numRuns: draws(100) },
  )
})

/** Few scopes and instants, so that words and acts meet. */
const SCOPES = ['shopping', 'shopping/email', 'marketing'] as const
const CHANGE: fc.Arbitrary<ConsentChange> = fc.record({
  of: fc.constantFrom('hana', 'browser'),
  scope: fc.constantFrom(...SCOPES),
  status: fc.constantFrom('granted', 'denied'),
  at: fc.nat(5),
  by: fc.constantFrom('customer', 'system'),
})

it('is recounted alike by two customers who hear a part each, in any order and twice, and turn out to be one', () => {
  const live = indexCatalogue(catalogue([]))
  const stories = fc.array(CHANGE, { maxLength: 8 }).chain((changes) => {
    const heard = changes.map((change, place) => ({ change, heard: eventOf(change, place) }))
    return fc.record({
      changes: fc.constant(changes),
      arrivals: fc.shuffledSubarray([...heard, ...heard], { minLength: heard.length * 2 }),
      mergedAt: fc.nat(heard.length * 2),
    })
  })
  const hearing = (state: CustomerState, heard: CustomerEvent): CustomerState => ({
    ...state,
    head: { ...state.head, consent: applyConsent(state.head.consent, heard) },
  })
  fc.assert(
    fc.property(stories, ({ changes, arrivals, mergedAt }) => {
      const before = arrivals.slice(0, mergedAt)
      const [hana, browser] = (['hana', 'browser'] as const).map((person) =>
        before
          .filter(({ change }) => change.of === person)
          .reduce((state, each) => hearing(state, each.heard), newcomer(person)),
      )
      if (hana === undefined || browser === undefined) throw new Error('two customers')
      const { survivor } = mergeCustomers(hana, browser, live, START)
      const { consent } = arrivals.slice(mergedAt).reduce((state, each) => hearing(state, each.heard), survivor).head
      const model = new ConsentModel(START)
      Object.assign(model, { changes, linked: true })
      for (const channel of ['email', 'sms']) {
        expect([channel, consentFor(consent, 'shopping', channel)]).toEqual([
          channel,
          model.answer('hana', 'shopping', channel),
        ])
        const record = consentRecordFor(consent, 'shopping', channel)
        const evident = changes.flatMap(({ status, at }, place) =>
          status === record?.status && at === record.at ? [`e-${place}`] : [],
        )
        if (record !== undefined) expect(evident).toContain(record.evidence)
      }
    }),
    { numRuns: draws(2_000) },
  )
})

/** The event by which a change is heard: a system's `identify`, or an act on our own pages. */
function eventOf({ scope, status, at, by }: ConsentChange, place: number): CustomerEvent {
  const messageId = `e-${place}`
  if (by === 'system') return event(messageId, { name: 'identify', at, traits: { consent: { [scope]: status } } })
  const [topic = '', channel] = scope.split('/')
  const properties = { topic, ...(channel === undefined ? {} : { channel }), source: 'page' }
  return event(messageId, { name: status === 'denied' ? 'Unsubscribed' : 'Resubscribed', at, properties, hops: 1 })
}
