import type { Step, Workflow } from '../model/workflow.ts'
import type { Course, Held } from './course.ts'
import { isMessage, takeBack } from './end-run.ts'
import { runScope } from './known-customer.ts'
import type { MessageChange } from './message-change.ts'
import {
  courseOf,
  goodUntilOf,
  lookAfterAt,
  type Planned,
  payloadOf,
  planCall,
  planSend,
  waiting,
} from './plan-send.ts'
import { addChange, type DraftWithRun, decide, putRun, type ReactionDraft } from './reaction-draft.ts'
import type { MessageActivity, Run } from './run.ts'

type MessageStep = MessageChange['step']

/** The way leads to the message that the run was on before: it goes on with it. */
export function tryAgain(
  draft: ReactionDraft,
  workflow: Workflow,
  run: Run,
  step: MessageStep,
  course: Course,
  { activity, item, keep }: Held,
): Planned {
  if (keep === true) return goOnHolding(draft, workflow, run, step, course, activity)
  if (item === 'unknown') {
    const { channel } = activity
    const why = { verdict: 'planned', reason: 'repeated-after-unknown', step: step.id, channel } as const
    return putOnItsWayAgain(decide(draft, workflow, run, why), run, step, { ...activity, repeated: true }, item)
  }
  if (item === 'planned') return putOnItsWayAgain(draft, run, step, activity, item)
  if (step.kind === 'send') return planSend(draft, workflow, run, step, course, activity)
  // One that came over from another customer is written here for the first time.
  return item === undefined
    ? planCall(draft, workflow, run, step, course)
    : putOnItsWayAgain(draft, run, step, activity, item)
}

/** A new trigger changes nothing about the hold itself: what the message is about is the newest. */
function goOnHolding(
  draft: ReactionDraft,
  workflow: Workflow,
  run: Run,
  step: MessageStep,
  course: Course,
  activity: MessageActivity,
): Planned {
  const { asked: _, done: __, goodUntil: before, ...kept } = activity
  const goodUntil = step.kind === 'send' ? goodUntilOf(workflow, step, runScope(draft, run), activity.since) : before
  const holding: Run = {
    ...run,
    activity: { ...kept, ...courseOf(run, course, activity), ...(goodUntil === undefined ? {} : { goodUntil }) },
  }
  return waiting(putRun(draft, holding))
}

/** The record that should have carried it may be lost, or nobody knows what became of it. */
function putOnItsWayAgain(
  draft: ReactionDraft,
  run: Run,
  step: MessageStep,
  activity: MessageActivity,
  from: 'planned' | 'unknown' | 'held',
): Planned {
  const { step: id, messageId, channel, tried, since, goodUntil, repeated, asked, done, first } = activity
  const attempt = activity.attempt + 1
  const until = goodUntil === undefined ? {} : { goodUntil }
  const again = putRun(draft, {
    ...run,
    // A trigger may have begun the run anew while this was held: from here on something of it leaves.
    firstMessagePlanned: true,
    activity: {
      kind: 'sending',
      step: id,
      messageId,
      channel,
      tried,
      since,
      attempt,
      until: lookAfterAt(draft.now, attempt),
      ...until,
      ...(repeated === undefined ? {} : { repeated }),
      ...(asked === undefined ? {} : { asked }),
      ...(done === undefined ? {} : { done }),
      ...(first === undefined ? {} : { first }),
    },
  })
  const called = step.kind === 'send' ? undefined : payloadOf(again, run, step)
  const planned = addChange(called?.draft ?? again, {
    id: messageId,
    run,
    step,
    channel,
    status: 'planned',
    attempt,
    plannedAt: since,
    expect: [from],
    ...(repeated === undefined ? {} : { repeated }),
    ...until,
    ...(called === undefined ? {} : { payload: called.values }),
  })
  return waiting(planned)
}

/** The way leads elsewhere now: the message that the run was on does not leave. The run, for what is planned from now on. */
export function leaveMessage(
  draft: ReactionDraft,
  workflow: Workflow,
  run: Run,
  { activity, item, keep }: Held,
): DraftWithRun {
  const step: Step | undefined = workflow.steps[activity.step]
  if (step === undefined || !isMessage(step)) return { draft, run }
  const reason = keep === true ? 're-armed' : 'other-way'
  const message = step.kind === 'send' ? step.message : step.kind === 'webhook' ? step.url : step.to
  const note = { step: step.id, channel: activity.channel, message }
  const decided = decide(
    draft,
    workflow,
    run,
    item === 'unknown'
      ? { verdict: 'flagged', reason: 'outcome-unknown-for-good', ...note }
      : { verdict: 'skipped', reason, ...note },
  )
  const isOpen = item === 'planned' || item === 'held'
  const isStored = activity.attempt > 0 || activity.tried.length > 0
  const left: Run = activity.first === true && item !== 'unknown' ? { ...run, firstMessagePlanned: false } : run
  return {
    draft: isOpen ? takeBack(decided, run, step, activity, reason) : decided,
    run: isStored ? { ...left, round: (left.round ?? 0) + 1 } : left,
  }
}
