import type { Step, Workflow } from '../model/workflow.ts'
import type { Course, Held } from './course.ts'
import { type Desk, decide, type MessageChange, putRun, runScope } from './desk.ts'
import { isMessage, takeBack } from './end-run.ts'
import { courseOf, goodUntilOf, lookAfterAt, type Planned, payloadOf, planCall, planSend } from './plan-send.ts'
import type { MessageActivity, Run } from './run.ts'

type MessageStep = MessageChange['step']

/** The way leads to the message that the run was on before: it goes on with it. */
export function tryAgain(
  desk: Desk,
  workflow: Workflow,
  run: Run,
  step: MessageStep,
  course: Course,
  { activity, item, keep }: Held,
): Planned {
  if (keep === true) return goOnHolding(desk, workflow, run, step, course, activity)
  if (item === 'unknown') {
    const { channel } = activity
    decide(desk, workflow, run, { verdict: 'planned', reason: 'repeated-after-unknown', step: step.id, channel })
    return putOnItsWayAgain(desk, run, step, { ...activity, repeated: true }, item)
  }
  if (item === 'planned') return putOnItsWayAgain(desk, run, step, activity, item)
  if (step.kind === 'send') return planSend(desk, workflow, run, step, course, activity)
  // One that came over from another customer is written here for the first time.
  return item === undefined
    ? planCall(desk, workflow, run, step, course)
    : putOnItsWayAgain(desk, run, step, activity, item)
}

/** A new trigger changes nothing about the hold itself: what the message is about is the newest. */
function goOnHolding(
  desk: Desk,
  workflow: Workflow,
  run: Run,
  step: MessageStep,
  course: Course,
  activity: MessageActivity,
): Planned {
  const { asked: _, done: __, goodUntil: before, ...kept } = activity
  const goodUntil = step.kind === 'send' ? goodUntilOf(workflow, step, runScope(desk, run), activity.since) : before
  putRun(desk, {
    ...run,
    activity: { ...kept, ...courseOf(run, course, activity), ...(goodUntil === undefined ? {} : { goodUntil }) },
  })
  return 'waiting'
}

/** The record that should have carried it may be lost, or nobody knows what became of it. */
function putOnItsWayAgain(
  desk: Desk,
  run: Run,
  step: MessageStep,
  activity: MessageActivity,
  from: 'planned' | 'unknown' | 'held',
): Planned {
  const { step: id, messageId, channel, tried, since, goodUntil, repeated, asked, done, first } = activity
  const attempt = activity.attempt + 1
  const until = goodUntil === undefined ? {} : { goodUntil }
  putRun(desk, {
    ...run,
    activity: {
      kind: 'sending',
      step: id,
      messageId,
      channel,
      tried,
      since,
      attempt,
      until: lookAfterAt(desk.now, attempt),
      ...until,
      ...(repeated === undefined ? {} : { repeated }),
      ...(asked === undefined ? {} : { asked }),
      ...(done === undefined ? {} : { done }),
      ...(first === undefined ? {} : { first }),
    },
  })
  desk.changes.push({
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
    ...(step.kind === 'send' ? {} : { payload: payloadOf(desk, run, step) }),
  })
  return 'waiting'
}

/** The way leads elsewhere now: the message that the run was on does not leave. The run, for what is planned from now on. */
export function leaveMessage(desk: Desk, workflow: Workflow, run: Run, { activity, item, keep }: Held): Run {
  const step: Step | undefined = workflow.steps[activity.step]
  if (step === undefined || !isMessage(step)) return run
  const reason = keep === true ? 're-armed' : 'other-way'
  const message = step.kind === 'send' ? step.message : step.kind === 'webhook' ? step.url : step.to
  const note = { step: step.id, channel: activity.channel, message }
  if (item === 'unknown')
    decide(desk, workflow, run, { verdict: 'flagged', reason: 'outcome-unknown-for-good', ...note })
  else decide(desk, workflow, run, { verdict: 'skipped', reason, ...note })
  if (item === 'planned' || item === 'held') takeBack(desk, run, step, activity, reason)
  const isStored = activity.attempt > 0 || activity.tried.length > 0
  const left: Run = activity.first === true && item !== 'unknown' ? { ...run, firstMessagePlanned: false } : run
  return isStored ? { ...left, round: (left.round ?? 0) + 1 } : left
}
