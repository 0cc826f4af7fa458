import { readDeadline } from '../customer/read-date.ts'
import type { Step, Workflow } from '../model/workflow.ts'
import { renewPromise } from '../promise/judge-promise.ts'
import { completeRun, isMessage } from './end-run.ts'
import { promiseKey, promiseRef, runScope } from './known-customer.ts'
import type { MessageChange } from './message-change.ts'
import { decide, type ReactionDraft } from './reaction-draft.ts'
import type { Run, SendingActivity } from './run.ts'
import { read } from './schedule.ts'
import { afterSkipped } from './step-after.ts'
import { takeWayAgain, walk } from './walk.ts'

type MessageStep = MessageChange['step']

/** Goes on once a message has arrived. */
export function goOnAfter(draft: ReactionDraft, workflow: Workflow, run: Run, step: MessageStep): ReactionDraft {
  const told = step.kind === 'send' ? renewPromises(draft, run, step.renews) : draft
  const way = wayOfSuccess(step)
  const branched =
    way === undefined ? told : decide(told, workflow, run, { verdict: 'branched', reason: way, step: step.id })
  return walk(branched, workflow, run, step.next)
}

/** The way has a name where there is another one. */
function wayOfSuccess(step: MessageStep): string | undefined {
  if (step.kind === 'send') return step.onSkipped === undefined ? undefined : 'on_sent'
  return step.onFailure === undefined ? undefined : 'on_success'
}

/**
 * Goes on where a message did not arrive, or nobody knows. What follows a call may rest on it ("a person has taken over"),
 * so a call has a way of its own for that; where none is written, the journey ends here and somebody is asked to look.
 */
export function goOnWithout(
  draft: ReactionDraft,
  workflow: Workflow,
  run: Run,
  step: Step | undefined,
  { asked, done = [] }: Pick<SendingActivity, 'asked' | 'done'>,
): ReactionDraft {
  if (step === undefined || !isMessage(step)) return completeRun(draft, workflow, run, 'step-missing')
  const branch = (reason: string): ReactionDraft =>
    decide(draft, workflow, run, { verdict: 'branched', reason, step: step.id })
  if (step.kind === 'send') {
    const course = { done: [...done, step.id], ...(asked === undefined ? {} : { asked }) }
    const branched = step.onSkipped === undefined ? draft : branch('on_skipped')
    return walk(branched, workflow, run, afterSkipped(step), draft.now, course)
  }
  if (step.onFailure !== undefined) return walk(branch('on_failure'), workflow, run, step.onFailure.to)
  const why = { verdict: 'flagged', reason: 'call-failed', step: step.id, channel: step.kind } as const
  return completeRun(decide(draft, workflow, run, why), workflow, run, 'call-failed')
}

/** The channel cannot reach the customer: the next one may, where this is still the right message; a call has one only. */
export function goOnElsewhere(
  draft: ReactionDraft,
  workflow: Workflow,
  run: Run,
  step: MessageStep,
  activity: SendingActivity,
): ReactionDraft {
  if (step.kind !== 'send') return goOnWithout(draft, workflow, run, step, activity)
  return takeWayAgain(draft, workflow, run, { activity: { ...activity, tried: [...activity.tried, activity.channel] } })
}

/** Nobody knows whether it has arrived: what follows a message is done, for it may have; what follows a call is not. */
export function goOnUnknowing(
  draft: ReactionDraft,
  workflow: Workflow,
  run: Run,
  activity: Pick<SendingActivity, 'step' | 'asked' | 'done'>,
): ReactionDraft {
  const step = workflow.steps[activity.step]
  return step?.kind === 'send'
    ? walk(draft, workflow, run, step.next)
    : goOnWithout(draft, workflow, run, step, activity)
}

/** The customer was told: promises that the message names a new date for are renewed. */
function renewPromises(
  draft: ReactionDraft,
  run: Run,
  renews: { readonly [promise: string]: Parameters<typeof read>[0] },
): ReactionDraft {
  const { catalogue, now } = draft
  const about = promiseRef(draft, run.entry)
  const scope = runScope(draft, run)
  const promises = draft.promises.map((promise) => {
    const definition = catalogue.promise(promise.name)
    const field = renews[promise.name]
    if (definition === undefined || promiseKey(definition, run.entry) !== promise.key) return promise
    if (field === undefined && about?.name !== promise.name) return promise
    const due = field === undefined ? undefined : readDeadline(read(field, scope), scope.zone)
    return renewPromise(promise, definition, due ?? promise.due, scope.zone, now)
  })
  return { ...draft, promises }
}
