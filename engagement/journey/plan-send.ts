import type { Json, JsonObject } from '../customer/json.ts'
import { readDeadline } from '../customer/read-date.ts'
import type { SeenValue } from '../decision/decision.ts'
import { explain } from '../decision/explain.ts'
import { orderChannels, type Permission, permit, type Request } from '../decision/permission.ts'
import type { Reason } from '../decision/reasons.ts'
import type { Scope } from '../decision/scope.ts'
import type { CallChannel, CustomerChannel } from '../model/channels.ts'
import type { Operand } from '../model/condition.ts'
import { LIMITS } from '../model/limits.ts'
import { classFacts } from '../model/message-class.ts'
import type { Step, Workflow } from '../model/workflow.ts'
import type { Course } from './course.ts'
import { takeBack } from './end-run.ts'
import { limitReached } from './entries.ts'
import { within } from './fit-items.ts'
import { isReplaced } from './is-replaced.ts'
import { type KnownCustomer, openIncidents, runScope } from './known-customer.ts'
import { addChange, addDecision, decide, putRun, type ReactionDraft } from './reaction-draft.ts'
import type { MessageActivity, Run, RunActivity } from './run.ts'
import { read } from './schedule.ts'
import { NO_SPACE, withhold } from './withhold.ts'

type SendStep = Extract<Step, { kind: 'send' }>
type CallStep = Extract<Step, { kind: CallChannel }>

/** How long a planned message may be on its way before the run looks after it: its own safety net. */
const LOOK_AFTER_MS = 5 * 60_000
const LOOK_AFTER_AT_MOST_MS = 60 * 60_000

/** When the run looks after its message: each further attempt is given twice the time, for a queue may just be long. */
export const lookAfterAt = (now: number, attempt: number): number =>
  now + Math.min(LOOK_AFTER_MS * 2 ** (attempt - 1), LOOK_AFTER_AT_MOST_MS)

/** A call that could not be made for so long takes its way for failure: what follows it must not wait for ever. */
const CALL_GOOD_FOR_MS = 6 * 3_600_000

/** What has come of planning. `waiting`: the run holds or sends; `over`: the step is done with, nothing was or will be sent. */
export interface Planned {
  readonly kind: 'waiting' | 'over'
  readonly draft: ReactionDraft
}

export const waiting = (draft: ReactionDraft): Planned => ({ kind: 'waiting', draft })
const over = (draft: ReactionDraft): Planned => ({ kind: 'over', draft })

/**
 * Plans the message of a send step on the first channel that may reach the customer, holds it, or gives it up with a
 * reason. Everything is asked again at the moment of sending.
 */
export function planSend(
  draft: ReactionDraft,
  workflow: Workflow,
  run: Run,
  step: SendStep,
  course: Course,
  earlier?: MessageActivity,
): Planned {
  const scope = runScope(draft, run)
  const skip = (reason: Reason, values?: readonly SeenValue[]): ReactionDraft => {
    const seen = values === undefined ? {} : { values }
    const message = step.message
    const skipped = decide(draft, workflow, run, { verdict: 'skipped', reason, step: step.id, message, ...seen })
    return earlier === undefined ? skipped : giveUpHeld(skipped, run, step, earlier, reason)
  }
  const against = whyNot(draft, workflow, run, scope, earlier)
  if (against !== undefined) return over(skip(against.reason, against.values))
  const since = earlier?.since ?? draft.now
  const goodUntil = earlier === undefined ? goodUntilOf(workflow, step, scope, since) : earlier.goodUntil
  const tried = earlier?.tried ?? []
  const channels = channelsNow(draft, step, earlier)
  const request = requestOf(workflow, step, goodUntil)
  const found = firstOpen(channels, (channel) => ask(draft, { ...request, channel }, earlier?.messageId))
  if (found === undefined) return over(skip(tried.length > 0 ? 'no-channel-left' : 'no-address'))
  const { channel, permission } = found
  if (permission.kind === 'skipped') {
    const values = 'values' in permission ? permission.values : undefined
    const given = skip(permission.reason, values)
    if (permission.reason !== NO_SPACE) return over(given)
    return over(withhold(given, workflow, run, { step: step.id, channel, message: step.message }, values))
  }
  // A written message whose address is gone goes elsewhere, and never comes back: its item is done with.
  const left = earlier !== undefined && isWritten(earlier) && earlier.channel !== channel
  const planning = left ? giveUpHeld(draft, run, step, earlier, 'no-address') : draft
  const common: Common = {
    step: step.id,
    channel,
    tried: left ? [...tried, earlier.channel] : tried,
    since,
    messageId: draft.messageIdOf(run, step.id, channel),
    ...(goodUntil === undefined ? {} : { goodUntil }),
    attempt: attemptOn(channel, earlier),
    ...(earlier?.repeated === undefined ? {} : { repeated: earlier.repeated }),
    ...courseOf(run, course, earlier),
  }
  return waiting(
    permission.kind === 'held'
      ? holdBack(planning, workflow, run, step, common, permission)
      : putOnItsWay(planning, workflow, run, step, common),
  )
}

/** What speaks against the message whatever the channel. */
function whyNot(
  known: KnownCustomer,
  workflow: Workflow,
  run: Run,
  scope: Scope,
  earlier: MessageActivity | undefined,
): { readonly reason: Reason; readonly values?: readonly SeenValue[] } | undefined {
  if (run.heldOut) return { reason: 'holdout' }
  const asked = workflow.onlyWhile === undefined ? undefined : explain(workflow.onlyWhile, scope)
  if (asked !== undefined && asked.verdict !== 'matched')
    return { reason: `only-while-${asked.verdict}`, values: asked.values }
  const spaced = earlier?.kind === 'holding' && earlier.reason === 'spacing'
  return spaced && isReplaced(known, workflow, run, earlier) ? { reason: 'replaced' } : undefined
}

const requestOf = (workflow: Workflow, step: SendStep, goodUntil: number | undefined): Omit<Request, 'channel'> => ({
  class: workflow.class,
  workflow: workflow.id,
  urgent: step.urgent,
  ...(workflow.topic === undefined ? {} : { topic: workflow.topic }),
  ...(goodUntil === undefined ? {} : { goodUntil }),
})

/** What a message remembers of the way to it. `earlier`: the same one, held or refused on another channel before. */
export const courseOf = (
  run: Run,
  { asked, done }: Course,
  earlier?: MessageActivity,
): Pick<MessageActivity, 'asked' | 'done' | 'first'> => ({
  ...(asked === undefined ? {} : { asked }),
  ...(done.length === 0 ? {} : { done }),
  ...(earlier?.first === true || !run.firstMessagePlanned ? { first: true } : {}),
})

const isWritten = ({ kind, attempt }: MessageActivity): boolean => kind === 'holding' && attempt > 0

/** How often the message was written on this channel already; a channel is not tried again. */
const attemptOn = (channel: CustomerChannel, earlier: MessageActivity | undefined): number =>
  earlier !== undefined && earlier.channel === channel && !earlier.tried.includes(channel) ? earlier.attempt : 0

type Common = Omit<Extract<RunActivity, { kind: 'holding' }>, 'kind' | 'until' | 'reason'>

function holdBack(
  draft: ReactionDraft,
  workflow: Workflow,
  run: Run,
  step: SendStep,
  common: Common,
  { kind: _, ...why }: Extract<Permission, { kind: 'held' }>,
): ReactionDraft {
  const { until, reason } = why
  const { channel } = common
  const held = putRun(draft, { ...run, activity: { ...common, kind: 'holding', until, reason } })
  return decide(held, workflow, run, { verdict: 'held', ...why, step: step.id, channel, message: step.message })
}

function putOnItsWay(
  draft: ReactionDraft,
  workflow: Workflow,
  run: Run,
  step: SendStep,
  common: Common,
): ReactionDraft {
  const attempt = common.attempt + 1
  const { channel, goodUntil } = common
  const activity: RunActivity = { ...common, kind: 'sending', until: lookAfterAt(draft.now, attempt), attempt }
  const sending: Run = { ...run, firstMessagePlanned: true, activity }
  const planned = addChange(putRun(draft, sending), {
    id: common.messageId,
    run: sending,
    step,
    channel,
    status: 'planned',
    attempt,
    plannedAt: common.since,
    expect: attempt === 1 ? 'absent' : ['held'],
    ...(common.repeated === undefined ? {} : { repeated: common.repeated }),
    ...(goodUntil === undefined ? {} : { goodUntil }),
  })
  const message = step.message
  return decide(planned, workflow, run, { verdict: 'planned', reason: 'allowed', step: step.id, channel, message })
}

/** Channels still to be tried; a message that was written already stays on its own while it can go there. */
function channelsNow(
  { profile }: KnownCustomer,
  step: SendStep,
  earlier: MessageActivity | undefined,
): readonly CustomerChannel[] {
  const channels = orderChannels(step.channels, profile).filter((channel) => !earlier?.tried.includes(channel))
  const own =
    earlier !== undefined && earlier.attempt > 0 ? channels.find((channel) => channel === earlier.channel) : undefined
  return own === undefined ? channels : [own, ...channels.filter((channel) => channel !== own)]
}

/** A message that was written and held says in its own item why nothing comes of it. */
const giveUpHeld = (
  draft: ReactionDraft,
  run: Run,
  step: SendStep,
  earlier: MessageActivity,
  reason: Reason,
): ReactionDraft => (isWritten(earlier) ? takeBack(draft, run, step, earlier, reason, 'skipped') : draft)

/** Plans a call to a machine or a person: no consent, no quiet hours, the same protocol. */
export function planCall(draft: ReactionDraft, workflow: Workflow, run: Run, step: CallStep, course: Course): Planned {
  const message = step.kind === 'webhook' ? step.url : step.to
  if (run.heldOut)
    return over(decide(draft, workflow, run, { verdict: 'skipped', reason: 'holdout', step: step.id, message }))
  const messageId = draft.messageIdOf(run, step.id, step.kind)
  const activity: RunActivity = {
    kind: 'sending',
    step: step.id,
    channel: step.kind,
    tried: [],
    since: draft.now,
    messageId,
    until: lookAfterAt(draft.now, 1),
    goodUntil: draft.now + CALL_GOOD_FOR_MS,
    attempt: 1,
    ...courseOf(run, course),
  }
  const sending: Run = { ...run, activity, firstMessagePlanned: true }
  const { draft: resolved, values: payload } = payloadOf(putRun(draft, sending), run, step)
  const planned = addChange(resolved, {
    id: messageId,
    run: sending,
    step,
    channel: step.kind,
    status: 'planned',
    attempt: 1,
    plannedAt: draft.now,
    expect: 'absent',
    payload,
  })
  const why = { verdict: 'planned', reason: 'allowed', step: step.id, channel: step.kind, message } as const
  return waiting(decide(planned, workflow, run, why))
}

/** Values of operands, and the draft that says what of them is left out. */
export interface Resolved {
  readonly draft: ReactionDraft
  readonly values: JsonObject
}

/** What a call carries, as things are when it is planned. */
export const payloadOf = (draft: ReactionDraft, run: Run, step: CallStep): Resolved =>
  step.kind === 'webhook' ? resolveWithin(draft, run, step.body) : { draft, values: { reason: step.reason } }

/** Operands as plain values; what is missing is left out. */
export function resolveAll(operands: { readonly [name: string]: Operand }, scope: Scope): JsonObject {
  const resolved: { [name: string]: Json } = {}
  for (const [name, operand] of Object.entries(operands)) {
    const value =
      operand.kind === 'value' ? operand.value : operand.kind === 'field' ? read(operand.field, scope) : operand.amounts
    if (value !== undefined) resolved[name] = value
  }
  return resolved
}

/** As `resolveAll`, within what a call or an event may carry; what is left out is told. */
export function resolveWithin(
  draft: ReactionDraft,
  run: Run,
  operands: { readonly [name: string]: Operand },
): Resolved {
  const all = resolveAll(operands, runScope(draft, run))
  const values = within(all, LIMITS.payloadBytes)
  const left = Object.keys(all).filter((name) => !(name in values))
  if (left.length === 0) return { draft, values }
  const asked = `${left.join(', ')} within ${LIMITS.payloadBytes} bytes`.slice(0, 300)
  return { draft: addDecision(draft, limitReached(draft.now, 'value-too-large', asked)), values }
}

/** `own`: id of the message where it was written before; the place that an earlier attempt took does not count against it. */
function ask(known: KnownCustomer, request: Request, own: string | undefined): Permission {
  const { profile, head, catalogue, now } = known
  const standing = {
    profile,
    consent: head.consent,
    slots: head.slots.filter((slot) => slot.messageId !== own),
    served: (head.served ?? []).filter((each) => each.messageId !== own),
    incidentsEndAt: openIncidents(known).map((each) => each.endsAt),
  }
  return permit(request, standing, catalogue.catalogue.settings, now)
}

/** The first channel that is not refused. */
function firstOpen(
  channels: readonly CustomerChannel[],
  permissionOn: (channel: CustomerChannel) => Permission,
): { channel: CustomerChannel; permission: Exclude<Permission, { kind: 'refused' }> } | undefined {
  for (const channel of channels) {
    const permission = permissionOn(channel)
    if (permission.kind !== 'refused') return { channel, permission }
  }
  return undefined
}

export function goodUntilOf(workflow: Workflow, step: SendStep, scope: Scope, since: number): number | undefined {
  const { goodUntil } = step
  if (goodUntil === undefined) {
    const { goodForMs } = classFacts(workflow.class)
    return goodForMs === undefined ? undefined : since + goodForMs
  }
  if (goodUntil.kind === 'plus') return since + goodUntil.span.ms
  const date = readDeadline(read(goodUntil.field, scope), scope.zone)
  return date === undefined ? undefined : date - (goodUntil.minus?.ms ?? 0)
}
