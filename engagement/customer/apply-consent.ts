import { ALL_MARKETING, type Consent, type ConsentRecord } from './consent.ts'
import type { CustomerEvent } from './customer-event.ts'

const OWN_ACTS = ['page', 'one-click', 'complaint', 'stop'] as const

/** Takes over what an event says about consent: an `identify` with `traits.consent`, or an act of the customer. */
export function applyConsent(consent: Consent, event: CustomerEvent): Consent {
  return statements(event).reduce((known, [topic, record]) => applyConsentRecord(known, topic, record), consent)
}

function statements(event: CustomerEvent): readonly (readonly [string, ConsentRecord])[] {
  const evidence = { at: event.at, evidence: event.messageId }
  const own = ownAct(event)
  if (own !== undefined) {
    const topic = event.properties['topic']
    return [[typeof topic === 'string' ? topic : ALL_MARKETING, { ...own, ...evidence }]]
  }
  const told = event.traits?.['consent']
  if (typeof told !== 'object' || told === null || Array.isArray(told)) return []
  return Object.entries(told).flatMap(([topic, status]) =>
    status === 'granted' || status === 'denied'
      ? [[topic, { status, source: 'identify' as const, ...evidence }] as const]
      : [],
  )
}

/**
 * `Unsubscribed` and spam complaints deny, whoever reports them; `Resubscribed` grants only where our own pages raised
 * it (`hops` is 0 for everything that came from outside).
 */
function ownAct(event: CustomerEvent): Pick<ConsentRecord, 'status' | 'source'> | undefined {
  if (event.name === 'Unsubscribed') return { status: 'denied', source: sourceOf(event) }
  if (event.name === 'Email Marked as Spam') return { status: 'denied', source: 'complaint' }
  if (event.name === 'Resubscribed' && event.hops > 0) return { status: 'granted', source: sourceOf(event) }
  return undefined
}

function sourceOf(event: CustomerEvent): ConsentRecord['source'] {
  return OWN_ACTS.find((act) => act === event.properties['source']) ?? 'page'
}

const isOwn = (record: ConsentRecord): boolean => record.source !== 'identify'

/** The later act wins, ties deny; an own denial is lifted by a later own act only. */
export function applyConsentRecord(consent: Consent, topic: string, record: ConsentRecord): Consent {
  const known = consent[topic]
  if (known !== undefined && !overrules(record, known)) return consent
  return { ...consent, [topic]: record }
}

function overrules(record: ConsentRecord, known: ConsentRecord): boolean {
  if (record.evidence === known.evidence && record.status === known.status) return false
  // An own denial that arrives late still stands against anything but a later own act.
  if (isOwn(record) && record.status === 'denied' && !isOwn(known)) return true
  if (isOwn(known) && known.status === 'denied' && !isOwn(record)) return false
  if (record.at === known.at) return record.status === 'denied' && known.status === 'granted'
  return record.at > known.at
}

/** Whether marketing about `topic` is allowed: `denied` and `missing` are both no. */
export function consentFor(consent: Consent, topic: string): 'granted' | 'denied' | 'missing' {
  const [own, all] = [consent[topic], consent[ALL_MARKETING]]
  if (own === undefined || all === undefined) return (own ?? all)?.status ?? 'missing'
  return overrules(own, all) && !overrules(all, own) ? own.status : all.status
}
