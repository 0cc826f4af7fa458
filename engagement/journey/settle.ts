import { readDeadline } from '../customer/read-date.ts'
import type { SeenValue } from '../decision/decision.ts'
import { servedMs } from '../decision/spacing.ts'
import { isCustomerChannel } from '../model/channels.ts'
import { classFacts } from '../model/message-class.ts'
import type { Step, Workflow } from '../model/workflow.ts'
import { renewPromise } from '../promise/judge-promise.ts'
import { addClaim, dropClaim } from './claim.ts'
import { type Desk, decide, type MessageChange, promiseKey, promiseRef, putRun, runScope } from './desk.ts'
import { completeRun, isMessage, lastWord } from './end-run.ts'
import type { Run, RunActivity } from './run.ts'
import { read } from './schedule.ts'
import { afterSkipped } from './step-after.ts'
import { takeWayAgain, walk } from './walk.ts'
import { NO_SPACE, withhold } from './withhold.ts'

type Sending = Extract<RunActivity, { kind: 'sending' }>
type MessageStep = MessageChange['step']

type Seen = readonly SeenValue[]

/** What became of a message, as the send stage or a look after it found out. */
export type Verdict =
  | { readonly verdict: 'claimed' }
  | { readonly verdict: 'sent'; readonly providerId?: string }
  | { readonly verdict: 'unknown' }
  | { readonly verdict: 'held'; readonly reason: string; readonly until: number; readonly values?: Seen }
  | { readonly verdict: 'skipped'; readonly reason: string; readonly values?: Seen }
  | { readonly verdict: 'refused'; readonly reason: string }

/** A claim lasts at least this long; one that is older belongs to a sender that is gone, its outcome unknown. */
const LEASE_MS = 2 * 60_000
/** How long feedback may take to resolve an unknown outcome before a service message is repeated once. */
const FEEDBACK_MS = 15 * 60_000
/** Slots of caps that are remembered: more than any cap counts. */
const MOST_SLOTS = 100

/** Takes what became of a run's message and lets the run go on. */
export function settleRun(desk: Desk, workflow: Workflow, run: Run, activity: Sending, outcome: Verdict): void {
  const step = workflow.steps[activity.step]
  if (step === undefined || !isMessage(step)) return completeRun(desk, workflow, run, 'step-missing')
  const message = step.kind === 'send' ? step.message : step.kind === 'webhook' ? step.url : step.to
  const change = (
    status: MessageChange['status'],
    expect: MessageChange['expect'],
    more: Partial<MessageChange> = {},
  ): void => {
    desk.changes.push({
      id: activity.messageId,
      run,
      step,
      channel: activity.channel,
      status,
      attempt: activity.attempt,
      plannedAt: activity.since,
      expect,
      ...(activity.claimedAt === undefined ? {} : { claimedAt: activity.claimedAt }),
      ...(activity.repeated === undefined ? {} : { repeated: activity.repeated }),
      ...(activity.goodUntil === undefined ? {} : { goodUntil: activity.goodUntil }),
      ...more,
    })
  }
  const changeTo = ({ status, reason }: ReturnType<typeof lastWord>, expect: MessageChange['expect']): void =>
    change(status, expect, { reason })
  const note = { step: step.id, channel: activity.channel, message }
  if (outcome.verdict !== 'claimed') dropClaim(desk, activity.messageId)
  switch (outcome.verdict) {
    case 'claimed': {
      // Never earlier than the look that is due already: the customer's timer need not be written anew.
      const until = Math.max(activity.until, desk.now + LEASE_MS)
      putRun(desk, { ...run, activity: { ...activity, claimedAt: desk.now, until } })
      addClaim(desk, activity.messageId, until)
      takeSlot(desk, workflow, run, activity)
      return change('claimed', ['planned'], { claimedAt: desk.now })
    }
    case 'sent':
      change('sent', ['claimed', 'unknown'], outcome.providerId === undefined ? {} : { providerId: outcome.providerId })
      decide(desk, workflow, run, { verdict: 'sent', reason: 'accepted', ...note })
      return goOnAfter(desk, workflow, run, step)
    case 'unknown':
      change('unknown', ['claimed'], { reason: 'outcome-unknown' })
      return awaitFeedback(desk, workflow, run, activity, note)
    case 'held':
      giveSlotBack(desk, activity.messageId)
      return hold(desk, workflow, run, activity, outcome, change, note)
    case 'skipped':
      giveSlotBack(desk, activity.messageId)
      changeTo(lastWord(activity, 'skipped', outcome.reason), ['planned', 'claimed'])
      decide(desk, workflow, run, { verdict: 'skipped', ...seen(outcome), ...note })
      if (outcome.reason === NO_SPACE) withhold(desk, workflow, run, note, outcome.values)
      return goOnWithout(desk, workflow, run, step, activity)
    case 'refused': {
      giveSlotBack(desk, activity.messageId)
      change('refused', ['planned', 'claimed', 'unknown'], { reason: outcome.reason })
      decide(desk, workflow, run, {
        verdict: step.kind === 'send' ? 'skipped' : 'failed',
        reason: outcome.reason,
        ...note,
      })
      return goOnElsewhere(desk, workflow, run, step, activity)
    }
  }
}

/** The channel cannot reach the customer: the next one may, where this is still the right message; a call has one only. */
function goOnElsewhere(desk: Desk, workflow: Workflow, run: Run, step: MessageStep, activity: Sending): void {
  if (step.kind !== 'send') return goOnWithout(desk, workflow, run, step, activity)
  takeWayAgain(desk, workflow, run, { activity: { ...activity, tried: [...activity.tried, activity.channel] } })
}

/** Why, with the values that led to it where they are known. */
const seen = ({ reason, values }: { readonly reason: string; readonly values?: Seen }) => ({
  reason,
  ...(values === undefined ? {} : { values }),
})

/** Goes on once a message has arrived. */
function goOnAfter(desk: Desk, workflow: Workflow, run: Run, step: MessageStep): void {
  if (step.kind === 'send') tellPromises(desk, run, step.renews)
  else if (step.onFailure !== undefined)
    decide(desk, workflow, run, { verdict: 'branched', reason: 'on_success', step: step.id })
  if (step.kind === 'send' && step.onSkipped !== undefined)
    decide(desk, workflow, run, { verdict: 'branched', reason: 'on_sent', step: step.id })
  walk(desk, workflow, run, step.next)
}

/**
 * Goes on where a message did not arrive, or nobody knows. What follows a call may rest on it ("a person has taken over"),
 * so a call has a way of its own for that; where none is written, the journey ends here and somebody is asked to look.
 */
function goOnWithout(
  desk: Desk,
  workflow: Workflow,
  run: Run,
  step: Step | undefined,
  { asked, done = [] }: Pick<Sending, 'asked' | 'done'>,
): void {
  if (step === undefined || !isMessage(step)) return completeRun(desk, workflow, run, 'step-missing')
  if (step.kind === 'send') {
    if (step.onSkipped !== undefined)
      decide(desk, workflow, run, { verdict: 'branched', reason: 'on_skipped', step: step.id })
    const course = { done: [...done, step.id], ...(asked === undefined ? {} : { asked }) }
    return walk(desk, workflow, run, afterSkipped(step), desk.now, course)
  }
  if (step.onFailure !== undefined) {
    decide(desk, workflow, run, { verdict: 'branched', reason: 'on_failure', step: step.id })
    return walk(desk, workflow, run, step.onFailure.to)
  }
  decide(desk, workflow, run, { verdict: 'flagged', reason: 'call-failed', step: step.id, channel: step.kind })
  completeRun(desk, workflow, run, 'call-failed')
}

function hold(
  desk: Desk,
  workflow: Workflow,
  run: Run,
  activity: Sending,
  outcome: Extract<Verdict, { verdict: 'held' }>,
  change: (status: MessageChange['status'], expect: MessageChange['expect'], more?: Partial<MessageChange>) => void,
  note: { step: string; channel: MessageChange['channel']; message: string },
): void {
  if (activity.goodUntil !== undefined && outcome.until > activity.goodUntil && outcome.reason !== 'incident-open') {
    const { status, reason } = lastWord(activity, 'skipped', 'stale')
    change(status, ['planned', 'claimed', 'unknown'], { reason })
    decide(desk, workflow, run, { verdict: 'skipped', reason: 'stale', ...note })
    return goOnWithout(desk, workflow, run, workflow.steps[activity.step], activity)
  }
  change('held', ['planned', 'claimed', 'unknown'], { reason: outcome.reason })
  const { claimedAt: _, unknown: __, kind: ___, ...kept } = activity
  putRun(desk, { ...run, activity: { ...kept, kind: 'holding', until: outcome.until, reason: outcome.reason } })
  decide(desk, workflow, run, { verdict: 'held', ...seen(outcome), until: outcome.until, ...note })
}

/** Marketing is never repeated: it goes on. Service waits for feedback; `lookAfter` repeats it once. */
function awaitFeedback(
  desk: Desk,
  workflow: Workflow,
  run: Run,
  activity: Sending,
  note: { step: string; channel: MessageChange['channel']; message: string },
): void {
  decide(desk, workflow, run, { verdict: 'flagged', reason: 'outcome-unknown', ...note })
  if (classFacts(workflow.class).repeated)
    return putRun(desk, { ...run, activity: { ...activity, unknown: true, until: desk.now + FEEDBACK_MS } })
  goOnUnknowing(desk, workflow, run, activity)
}

/** Nobody knows whether it has arrived: what follows a message is done, for it may have; what follows a call is not. */
export function goOnUnknowing(
  desk: Desk,
  workflow: Workflow,
  run: Run,
  activity: Pick<Sending, 'step' | 'asked' | 'done'>,
): void {
  const step = workflow.steps[activity.step]
  if (step?.kind === 'send') walk(desk, workflow, run, step.next)
  else goOnWithout(desk, workflow, run, step, activity)
}

/** What feedback told of a message meanwhile, in the words of its status. */
export type Heard = 'sent' | 'refused' | undefined

/** Feedback moves a message on of which the sender has said nothing: it had left after all, or never will. */
export function heardOf(status: string | undefined): Heard {
  if (status === 'refused') return 'refused'
  return status === 'sent' || status === 'delivered' || status === 'bounced' || status === 'complained'
    ? 'sent'
    : undefined
}

/** A look at a message that should have been settled by now. */
export function lookAfter(desk: Desk, workflow: Workflow, run: Run, activity: Sending, heard: Heard): void {
  const isOut = activity.unknown || activity.claimedAt !== undefined
  if (isOut && heard !== undefined) return resolve(desk, workflow, run, activity, heard)
  if (activity.unknown) return repeatOnce(desk, workflow, run, activity)
  if (activity.claimedAt !== undefined) return settleRun(desk, workflow, run, activity, { verdict: 'unknown' })
  takeWayAgain(desk, workflow, run, { activity, item: 'planned' })
}

/** Feedback has written the message's own item: only the run learns of it here. */
function resolve(desk: Desk, workflow: Workflow, run: Run, activity: Sending, heard: 'sent' | 'refused'): void {
  dropClaim(desk, activity.messageId)
  const step = workflow.steps[activity.step]
  if (step === undefined || !isMessage(step)) return completeRun(desk, workflow, run, 'step-missing')
  const note = { step: step.id, channel: activity.channel }
  if (heard === 'sent') {
    decide(desk, workflow, run, { verdict: 'sent', reason: 'confirmed-by-feedback', ...note })
    return goOnAfter(desk, workflow, run, step)
  }
  giveSlotBack(desk, activity.messageId)
  decide(desk, workflow, run, { verdict: 'skipped', reason: 'refused-by-feedback', ...note })
  goOnElsewhere(desk, workflow, run, step, activity)
}

/** A repeat is allowed once; the second unknown outcome stands. */
function repeatOnce(desk: Desk, workflow: Workflow, run: Run, activity: Sending): void {
  if (!activity.repeated) return takeWayAgain(desk, workflow, run, { activity, item: 'unknown' })
  const { step, channel } = activity
  decide(desk, workflow, run, { verdict: 'flagged', reason: 'outcome-unknown-for-good', step, channel })
  goOnUnknowing(desk, workflow, run, activity)
}

function takeSlot(desk: Desk, workflow: Workflow, run: Run, activity: Sending): void {
  const { channel } = activity
  if (!isCustomerChannel(channel)) return
  if (classFacts(workflow.class).paced === 'spacing') return noteServed(desk, workflow, run, activity)
  const longest = Math.max(0, ...desk.catalogue.catalogue.settings.caps.map((cap) => cap.ms))
  const kept = desk.head.slots.filter((slot) => slot.at > desk.now - longest && slot.messageId !== activity.messageId)
  desk.head = {
    ...desk.head,
    slots: [...kept, { channel, at: desk.now, messageId: activity.messageId }].slice(-MOST_SLOTS),
  }
}

function noteServed(desk: Desk, { id, topic }: Workflow, { key }: Run, { messageId }: Sending): void {
  const kept = servedMs(desk.catalogue.catalogue.settings)
  if (kept === 0) return
  const others = (desk.head.served ?? []).filter((each) => each.at > desk.now - kept && each.messageId !== messageId)
  const own = { at: desk.now, messageId, workflow: id, key, ...(topic === undefined ? {} : { topic }) }
  desk.head = { ...desk.head, served: [...others, own].slice(-MOST_SLOTS) }
}

export function giveSlotBack(desk: Desk, messageId: string): void {
  const slots = desk.head.slots.filter((slot) => slot.messageId !== messageId)
  if (slots.length !== desk.head.slots.length) desk.head = { ...desk.head, slots }
  const served = desk.head.served?.filter((each) => each.messageId !== messageId)
  if (served !== undefined && served.length !== desk.head.served?.length) desk.head = { ...desk.head, served }
}

/** The customer was told: promises that the message names a new date for are renewed. */
function tellPromises(desk: Desk, run: Run, renews: { readonly [promise: string]: Parameters<typeof read>[0] }): void {
  const about = promiseRef(desk, run.entry)
  const scope = runScope(desk, run)
  desk.promises = desk.promises.map((promise) => {
    const definition = desk.catalogue.promise(promise.name)
    const field = renews[promise.name]
    if (definition === undefined || promiseKey(definition, run.entry) !== promise.key) return promise
    if (field === undefined && about?.name !== promise.name) return promise
    const due = field === undefined ? undefined : readDeadline(read(field, scope), scope.zone)
    return renewPromise(promise, definition, due ?? promise.due, scope.zone, desk.now)
  })
}
