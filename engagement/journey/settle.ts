import type { SeenValue } from '../decision/decision.ts'
import type { Reason } from '../decision/reasons.ts'
import { classFacts } from '../model/message-class.ts'
import type { Workflow } from '../model/workflow.ts'
import { addClaim, dropClaim } from './claim.ts'
import { completeRun, isMessage, lastWord } from './end-run.ts'
import { goOnAfter, goOnElsewhere, goOnUnknowing, goOnWithout } from './go-on-after.ts'
import type { MessageChange } from './message-change.ts'
import { addChange, decide, putRun, type ReactionDraft } from './reaction-draft.ts'
import type { Run, SendingActivity } from './run.ts'
import { freeSlotOfAttempt, takeSlot } from './slots.ts'
import { NO_SPACE, withhold } from './withhold.ts'

type MessageStep = MessageChange['step']

type Seen = readonly SeenValue[]

/** What became of a message, as the send stage or a look after it found out. */
export type SendResult =
  | { readonly verdict: 'claimed' }
  | { readonly verdict: 'sent'; readonly providerId?: string }
  | { readonly verdict: 'unknown' }
  | { readonly verdict: 'held'; readonly reason: Reason; readonly until: number; readonly values?: Seen }
  | { readonly verdict: 'skipped'; readonly reason: Reason; readonly values?: Seen }
  | { readonly verdict: 'refused'; readonly reason: Reason }

/** A claim lasts at least this long; one that is older belongs to a sender that is gone, its outcome unknown. */
const LEASE_MS = 2 * 60_000
/** How long feedback may take to resolve an unknown outcome before a service message is repeated once. */
const FEEDBACK_MS = 15 * 60_000

/** A message of a run, of which something became. */
interface Settling {
  readonly workflow: Workflow
  readonly run: Run
  readonly step: MessageStep
  readonly activity: SendingActivity
}

/** Takes what became of a run's message and lets the run go on. */
export function settleRun(
  draft: ReactionDraft,
  workflow: Workflow,
  run: Run,
  activity: SendingActivity,
  result: SendResult,
): ReactionDraft {
  const step = workflow.steps[activity.step]
  if (step === undefined || !isMessage(step)) return completeRun(draft, workflow, run, 'step-missing')
  const settling: Settling = { workflow, run, step, activity }
  const told = result.verdict === 'claimed' ? draft : dropClaim(draft, activity.messageId)
  switch (result.verdict) {
    case 'claimed':
      return claim(told, settling)
    case 'sent':
      return goOnSent(told, settling, result)
    case 'unknown':
      return awaitFeedback(told, settling)
    case 'held':
      return hold(freeSlotOfAttempt(told, activity.messageId, activity.repeated), settling, result)
    case 'skipped':
      return goOnSkipped(freeSlotOfAttempt(told, activity.messageId, activity.repeated), settling, result)
    case 'refused':
      return goOnRefused(freeSlotOfAttempt(told, activity.messageId, activity.repeated), settling, result)
  }
}

/** The message's item changes with what became of it. */
function change(
  draft: ReactionDraft,
  { run, step, activity }: Settling,
  status: MessageChange['status'],
  expect: MessageChange['expect'],
  more: Partial<MessageChange> = {},
): ReactionDraft {
  return addChange(draft, {
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

/** Which message a decision is about. */
const noteOf = ({ step, activity }: Settling) => ({
  step: step.id,
  channel: activity.channel,
  message: step.kind === 'send' ? step.message : step.kind === 'webhook' ? step.url : step.to,
})

function claim(draft: ReactionDraft, settling: Settling): ReactionDraft {
  const { workflow, run, activity } = settling
  // Never earlier than the look that is due already: the customer's timer need not be written anew.
  const until = Math.max(activity.until, draft.now + LEASE_MS)
  const claimed = putRun(draft, { ...run, activity: { ...activity, claimedAt: draft.now, until } })
  const counted = takeSlot(addClaim(claimed, activity.messageId, until), workflow, run, activity)
  return change(counted, settling, 'claimed', ['planned'], { claimedAt: draft.now })
}

function goOnSent(
  draft: ReactionDraft,
  settling: Settling,
  { providerId }: Extract<SendResult, { verdict: 'sent' }>,
): ReactionDraft {
  const { workflow, run, step } = settling
  const more = providerId === undefined ? {} : { providerId }
  const sent = change(draft, settling, 'sent', ['claimed', 'unknown'], more)
  const decided = decide(sent, workflow, run, { verdict: 'sent', reason: 'accepted', ...noteOf(settling) })
  return goOnAfter(decided, workflow, run, step)
}

function goOnSkipped(
  draft: ReactionDraft,
  settling: Settling,
  result: Extract<SendResult, { verdict: 'skipped' }>,
): ReactionDraft {
  const { workflow, run, step, activity } = settling
  const note = noteOf(settling)
  const { status, reason } = lastWord(activity, 'skipped', result.reason)
  const skipped = change(draft, settling, status, ['planned', 'claimed'], { reason })
  const decided = decide(skipped, workflow, run, { verdict: 'skipped', ...seen(result), ...note })
  const flagged = result.reason === NO_SPACE ? withhold(decided, workflow, run, note, result.values) : decided
  return goOnWithout(flagged, workflow, run, step, activity)
}

function goOnRefused(
  draft: ReactionDraft,
  settling: Settling,
  { reason }: Extract<SendResult, { verdict: 'refused' }>,
): ReactionDraft {
  const { workflow, run, step, activity } = settling
  const refused = change(draft, settling, 'refused', ['planned', 'claimed', 'unknown'], { reason })
  const verdict = step.kind === 'send' ? 'skipped' : 'failed'
  const decided = decide(refused, workflow, run, { verdict, reason, ...noteOf(settling) })
  return goOnElsewhere(decided, workflow, run, step, activity)
}

/** Why, with the values that led to it where they are known. */
const seen = ({ reason, values }: { readonly reason: Reason; readonly values?: Seen }) => ({
  reason,
  ...(values === undefined ? {} : { values }),
})

function hold(
  draft: ReactionDraft,
  settling: Settling,
  result: Extract<SendResult, { verdict: 'held' }>,
): ReactionDraft {
  const { workflow, run, step, activity } = settling
  const { until, reason } = result
  const note = noteOf(settling)
  if (activity.goodUntil !== undefined && until > activity.goodUntil && reason !== 'incident-open') {
    const last = lastWord(activity, 'skipped', 'stale')
    const stale = change(draft, settling, last.status, ['planned', 'claimed', 'unknown'], { reason: last.reason })
    const decided = decide(stale, workflow, run, { verdict: 'skipped', reason: 'stale', ...note })
    return goOnWithout(decided, workflow, run, step, activity)
  }
  const held = change(draft, settling, 'held', ['planned', 'claimed', 'unknown'], { reason })
  const { claimedAt: _, unknown: __, kind: ___, ...kept } = activity
  const holding = putRun(held, { ...run, activity: { ...kept, kind: 'holding', until, reason } })
  return decide(holding, workflow, run, { verdict: 'held', ...seen(result), until, ...note })
}

/** Marketing is never repeated: it goes on. Service waits for feedback; `lookAfter` repeats it once. */
function awaitFeedback(draft: ReactionDraft, settling: Settling): ReactionDraft {
  const { workflow, run, activity } = settling
  const reason = 'outcome-unknown'
  const unknown = change(draft, settling, 'unknown', ['claimed'], { reason })
  const flagged = decide(unknown, workflow, run, { verdict: 'flagged', reason, ...noteOf(settling) })
  return classFacts(workflow.class).repeated
    ? putRun(flagged, { ...run, activity: { ...activity, unknown: true, until: draft.now + FEEDBACK_MS } })
    : goOnUnknowing(flagged, workflow, run, activity)
}
