import { ALL_MARKETING, type Consent, type ConsentRecord, consentScope, type StandingConsent } from './consent.ts'
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
    const { topic, channel } = event.properties
    const scope = consentScope(
      typeof topic === 'string' ? topic : ALL_MARKETING,
      typeof channel === 'string' ? channel : undefined,
    )
    return [[scope, { ...own, ...evidence }]]
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

/** Adds what was said to what is known of a scope; the order in which it comes to us does not matter. */
export function applyConsentRecord(consent: Consent, scope: string, record: ConsentRecord): Consent {
  const known = knownOf(consent, scope)
  const next = standing([record, ...recordsOf(known)])
  return next === undefined || isSame(next, known) ? consent : { ...consent, [scope]: next }
}

/** Scopes are named by others: `constructor` is one like any other. */
const knownOf = (consent: Consent, scope: string): StandingConsent | undefined =>
  Object.hasOwn(consent, scope) ? consent[scope] : undefined

/** Everything that is known of a scope. */
export const recordsOf = (known: StandingConsent | undefined): readonly ConsentRecord[] => {
  if (known === undefined) return []
  const { beside, ...record } = known
  return beside === undefined ? [record] : [record, beside]
}

/**
 * Of all that was said, what stands: the customer's latest act where it is a denial; else whichever came later, that act
 * or a system's latest word, at the same instant a denial.
 */
function standing(records: readonly ConsentRecord[]): StandingConsent | undefined {
  const own = latest(records.filter(isOwn))
  const told = latest(records.filter((record) => !isOwn(record)))
  if (own === undefined || told === undefined) return own ?? told
  const ownStands = own.status === 'denied' || isLater(own, told)
  return ownStands ? { ...own, beside: told } : { ...told, beside: own }
}

const latest = (records: readonly ConsentRecord[]): ConsentRecord | undefined =>
  records.reduce<ConsentRecord | undefined>(
    (found, record) => (found === undefined || isLater(record, found) ? record : found),
    undefined,
  )

/** The later act; at the same instant a denial, then one of the two whichever came first to us. */
function isLater(a: ConsentRecord, b: ConsentRecord): boolean {
  if (a.at !== b.at) return a.at > b.at
  if (a.status !== b.status) return a.status === 'denied'
  return `${a.source} ${a.evidence}` > `${b.source} ${b.evidence}`
}

const isSame = (a: StandingConsent, b: StandingConsent | undefined): boolean =>
  b !== undefined &&
  a.status === b.status &&
  a.at === b.at &&
  a.source === b.source &&
  a.evidence === b.evidence &&
  (a.beside === undefined ? b.beside === undefined : isSame(a.beside, b.beside))

/**
 * The record that decides about marketing of `topic` on `channel`: the later of what was said of the topic, of all
 * marketing, and of either on this channel.
 */
export function consentRecordFor(consent: Consent, topic: string, channel?: string): ConsentRecord | undefined {
  const topics = [topic, ALL_MARKETING]
  const scopes = channel === undefined ? topics : [...topics, ...topics.map((each) => consentScope(each, channel))]
  return standing(scopes.flatMap((scope) => recordsOf(knownOf(consent, scope))))
}

/** Whether marketing of `topic` is allowed on `channel`: `denied` and `missing` are both no. */
export const consentFor = (consent: Consent, topic: string, channel?: string): 'granted' | 'denied' | 'missing' =>
  consentRecordFor(consent, topic, channel)?.status ?? 'missing'
