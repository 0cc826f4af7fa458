import * as z from 'zod'
import type { Decision } from '#engagement/decision/decision.ts'
import { isCustomerChannel } from '#engagement/model/channels.ts'
import type { Scenario } from '#language/form/scenario-schema.ts'
import type { ScenarioResult } from '#simulation/scenarios/run-scenario.ts'
import type { Sent } from '#simulation/world.ts'

type Expected = Scenario['expect'][number]
type ExpectedSent = Exclude<Expected, 'none' | { readonly decision: string }>

/** Where what happened is not what was expected. */
export type Difference =
  | { readonly kind: 'missing'; readonly expected: ExpectedSent }
  | { readonly kind: 'unexpected'; readonly sent: Sent }
  | {
      readonly kind: 'different'
      readonly expected: ExpectedSent
      readonly sent: Sent
      readonly fields: readonly FieldDifference[]
    }
  | {
      readonly kind: 'undecided'
      readonly expected: { readonly decision: string; readonly reason?: string | undefined }
    }

export interface FieldDifference {
  readonly field: string
  readonly expected: string
  readonly saw: string
}

/**
 * Sends, webhooks and hand-overs must be all there are, in order; `none` allows none; a scenario that names neither does
 * not ask. Of decisions some must be like each that is expected.
 */
export function compare(
  scenario: Scenario,
  { sent, decisions }: Pick<ScenarioResult, 'sent' | 'decisions'>,
): readonly Difference[] {
  const sends = scenario.expect.filter((one): one is ExpectedSent => one !== 'none' && !('decision' in one))
  const asks = sends.length > 0 || scenario.expect.includes('none')
  return [
    ...(asks ? compareSends(sends, sent) : []),
    ...scenario.expect.flatMap((one) => compareDecision(one, decisions)),
  ]
}

function compareDecision(expected: Expected, decisions: readonly Decision[]): readonly Difference[] {
  if (expected === 'none' || !('decision' in expected)) return []
  const left = decisions.some(
    ({ verdict, reason }) =>
      verdict === expected.decision && (expected.reason === undefined || reason === expected.reason),
  )
  return left ? [] : [{ kind: 'undecided', expected }]
}

/** Pairs in order what bears the same name; what is left over on either side is missing or was not expected. */
function compareSends(expected: readonly ExpectedSent[], sent: readonly Sent[]): readonly Difference[] {
  const [first, ...others] = expected
  if (first === undefined) return sent.map((one) => ({ kind: 'unexpected', sent: one }))
  const at = sent.findIndex((one) => isMeant(first, one))
  if (at < 0) return [{ kind: 'missing', expected: first }, ...compareSends(others, sent)]
  const early = sent.slice(0, at).map((one): Difference => ({ kind: 'unexpected', sent: one }))
  const found = sent[at]
  const fields = found === undefined ? [] : compareFields(first, found)
  const differs: readonly Difference[] =
    found === undefined || fields.length === 0 ? [] : [{ kind: 'different', expected: first, sent: found, fields }]
  return [...early, ...differs, ...compareSends(others, sent.slice(at + 1))]
}

function isMeant(expected: ExpectedSent, { name, outgoing }: Sent): boolean {
  if ('send' in expected) return expected.send === name && isCustomerChannel(outgoing.channel)
  if ('webhook' in expected) return expected.webhook === name && outgoing.channel === 'webhook'
  return expected.hand_over === name && outgoing.channel === 'hand_over'
}

function compareFields(expected: ExpectedSent, sent: Sent): readonly FieldDifference[] {
  const at =
    expected.at === undefined || secondOf(Date.parse(expected.at)) === secondOf(sent.at)
      ? []
      : [{ field: 'at', expected: expected.at, saw: inOffsetOf(expected.at, sent.at) }]
  if ('send' in expected) return [...at, ...compareMessage(expected, sent)]
  if ('webhook' in expected || expected.reason === undefined) return at
  return [...at, ...unequal('reason', expected.reason, cardReason(sent))]
}

/** Scenarios are written, and shown, to the second. */
const secondOf = (at: number): number => Math.floor(at / 1000)

function compareMessage(
  expected: Extract<ExpectedSent, { send: string }>,
  { outgoing, locale }: Sent,
): readonly FieldDifference[] {
  const subject = outgoing.channel === 'email' ? outgoing.subject : undefined
  const text = wordsOf(outgoing)
  const wanted = typeof expected.contains === 'string' ? [expected.contains] : (expected.contains ?? [])
  return [
    ...unequal('channel', expected.channel, outgoing.channel),
    ...unequal('locale', expected.locale, locale),
    ...unequal('subject', expected.subject, subject),
    ...wanted
      .filter((words) => !text.includes(words))
      .map((words) => ({ field: 'contains', expected: words, saw: text })),
  ]
}

const unequal = (field: string, expected: string | undefined, saw: string | undefined): readonly FieldDifference[] =>
  expected === undefined || expected === saw ? [] : [{ field, expected, saw: saw ?? '(none)' }]

/** Everything that a reader of the message reads. */
export function wordsOf(outgoing: Sent['outgoing']): string {
  switch (outgoing.channel) {
    case 'email':
      return `${outgoing.subject}\n${outgoing.text}`
    case 'sms':
    case 'line':
      return outgoing.text
    case 'webhook':
    case 'hand_over':
      return outgoing.body
  }
}

const Card = z.object({ reason: z.string() })

function cardReason({ outgoing }: Sent): string | undefined {
  if (outgoing.channel !== 'hand_over') return undefined
  const card = Card.safeParse(JSON.parse(outgoing.body))
  return card.success ? card.data.reason : undefined
}

/** The instant as the scenario writes its own: in the same offset. */
export function inOffsetOf(written: string, at: number): string {
  const offset = /([+-])(\d\d):?(\d\d)$/.exec(written)
  const minutes = offset === null ? 0 : (offset[1] === '-' ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3]))
  const local = new Date(at + minutes * 60_000).toISOString().slice(0, 19)
  return offset === null ? `${local}Z` : `${local}${offset[1]}${offset[2]}:${offset[3]}`
}
