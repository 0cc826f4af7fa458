import { profileView } from '../customer/apply-traits.ts'
import { isObject, type Json, type JsonObject } from '../customer/json.ts'
import { readAddress } from '../customer/read-address.ts'
import type { CustomerState } from '../journey/customer-state.ts'
import type { Run } from '../journey/run.ts'
import type { TimelineEntry } from '../journey/timeline-entry.ts'
import type { Message } from '../message/message.ts'
import { cleanText } from './outside/clean-text.ts'
import { defuseValue } from './outside/defuse.ts'

/** What the card of a hand-over is made of. */
export interface CardFacts {
  readonly state: CustomerState
  readonly run: Run
  readonly workflowName: string
  readonly reason: string
  readonly timeline: readonly TimelineEntry[]
  readonly messages: readonly Message[]
  readonly now: number
}

const MOST_EVENTS = 20
const iso = (at: number): string => new Date(at).toISOString()
/** Traits that help a person answer; everything else stays here. */
const TRAITS = ['name', 'firstName', 'lastName', 'email', 'phone', 'locale', 'timezone', 'country'] as const

/**
 * The whole story for the person who takes over, on one card: who, why, what happened, what we told them, what was
 * promised, what was tried.
 */
export function composeCard(facts: CardFacts): JsonObject {
  const { state, run, reason, workflowName, now } = facts
  const { customer_id, email, ...customer } = customerOf(state)
  const known = { customer_id: customer_id ?? '', ...(email === undefined ? {} : { email }) }
  return harmless(
    {
      reason,
      at: iso(now),
      workflow: { id: run.workflow, name: workflowName, entered_at: iso(run.enteredAt) },
      customer,
      entered_by: { event: run.entry.name, at: iso(run.entry.at), properties: run.entry.properties },
      what_happened: happened(facts.timeline),
      what_we_told_them: told(facts.messages),
      what_was_promised: promised(state),
      what_was_tried: tried(facts.messages),
    },
    known,
  )
}

/**
 * A person reads the card, in a program that makes links of words: what customers and producers wrote looks like none. An
 * address of the web stays where a field says by its name that it holds one; what the customer is found by stays as it is.
 */
function harmless(card: JsonObject & { readonly customer: JsonObject }, known: JsonObject): JsonObject {
  const shown = Object.fromEntries(Object.entries(card).map(([name, value]) => [name, asText(value, name)]))
  const customer = asText(card.customer, 'customer')
  return { ...shown, customer: { ...known, ...(isObject(customer) ? customer : {}) } }
}

function asText(value: Json, name: string): Json {
  if (typeof value === 'string') {
    const address = /(?:^|_)url$/i.test(name) ? readAddress(value) : undefined
    return address ?? defuseValue(cleanText(value))
  }
  if (typeof value !== 'object' || value === null) return value
  if (!isObject(value)) return value.map((item) => asText(item, name))
  return Object.fromEntries(Object.entries(value).map(([each, member]) => [each, asText(member, each)]))
}

function customerOf(state: CustomerState): JsonObject {
  const traits = profileView(state.profile)
  const known = Object.fromEntries(TRAITS.flatMap((name) => (traits[name] === undefined ? [] : [[name, traits[name]]])))
  return { customer_id: state.head.userId ?? state.head.anonymousIds.at(-1) ?? state.customerId, ...known }
}

const happened = (timeline: readonly TimelineEntry[]): Json =>
  timeline
    .flatMap((entry) => (entry.event === undefined || entry.event.name === 'identify' ? [] : [entry.event]))
    .slice(-MOST_EVENTS)
    .map((event) => ({ at: iso(event.at), event: event.name, properties: event.properties }))

const REACHED: ReadonlySet<string> = new Set(['sent', 'delivered', 'unknown', 'bounced', 'complained'])

const told = (messages: readonly Message[]): Json =>
  inOrder(messages.filter((each) => REACHED.has(each.status) && each.sentAt !== undefined)).map((each) => ({
    at: iso(each.sentAt ?? each.plannedAt),
    message: each.name,
    workflow: each.workflow,
    channel: each.channel,
    status: each.status,
  }))

const tried = (messages: readonly Message[]): Json =>
  inOrder(messages.filter((each) => !REACHED.has(each.status) && each.reason !== undefined)).map((each) => ({
    at: iso(each.plannedAt),
    message: each.name,
    channel: each.channel,
    result: each.status,
    reason: each.reason ?? '',
  }))

const promised = (state: CustomerState): Json =>
  state.promises.map((promise) => ({
    ...promise.about,
    promise: promise.name,
    about: promise.key,
    status: promise.status,
    due: iso(promise.due),
    first_told: iso(promise.firstDue),
    ...(promise.expected === undefined ? {} : { expected: iso(promise.expected) }),
  }))

const inOrder = (messages: readonly Message[]): readonly Message[] =>
  messages.toSorted((a, b) => (a.sentAt ?? a.plannedAt) - (b.sentAt ?? b.plannedAt))
