import { orderChannels, permit, zoneOf } from '#engagement/decision/permission.ts'
import type { CustomerState } from '#engagement/journey/customer-state.ts'
import type { Run } from '#engagement/journey/run.ts'
import type { Settings } from '#engagement/model/settings.ts'
import type { Step, Workflow } from '#engagement/model/workflow.ts'
import type { Waiting } from '#views/happening.ts'

type Send = Extract<Step, { kind: 'send' }>

/** What a run waits for, what may come next, and whether it could be sent as things stand; undefined where it does not wait. */
export function whatNext(run: Run, workflow: Workflow, state: CustomerState, settings: Settings): Waiting | undefined {
  const { activity } = run
  if (activity.kind !== 'waiting' && activity.kind !== 'listening') return undefined
  const step = workflow.steps[activity.step]
  const from =
    activity.kind === 'waiting' ? [activity.next] : step?.kind === 'wait_event' ? [step.onEvent, step.onTimeout] : []
  const sends = nextSends(from, workflow)
  const foreseen = foresee(sends, workflow, state, settings, activity.until)
  return {
    workflow: workflow.id,
    until: activity.until,
    zone: zoneOf(state.profile, settings),
    next: [...new Set(sends.map(({ message }) => message))],
    listens: activity.kind === 'listening' && step?.kind === 'wait_event' ? step.filter.events : [],
    unless: [...new Set(workflow.exitWhen.flatMap(({ events }) => events))],
    ...(foreseen === undefined ? {} : { foreseen }),
  }
}

/** The sends that can be reached without another wait. */
function nextSends(from: readonly (string | undefined)[], { steps }: Workflow): readonly Send[] {
  const seen = new Set<string>()
  const found: Send[] = []
  const visit = (id: string | undefined): void => {
    const step = id === undefined ? undefined : steps[id]
    if (step === undefined || seen.has(step.id)) return
    seen.add(step.id)
    if (step.kind === 'send') found.push(step)
    else for (const to of waysOn(step)) visit(to)
  }
  for (const id of from) visit(id)
  return found
}

function waysOn(step: Exclude<Step, { kind: 'send' }>): readonly (string | undefined)[] {
  switch (step.kind) {
    case 'branch':
      return [...step.ways.map(({ to }) => to), step.otherwise]
    case 'split':
      return step.ways.map(({ to }) => to)
    case 'set':
    case 'emit':
      return [step.next]
    case 'webhook':
    case 'hand_over':
    case 'wait':
    case 'wait_field':
    case 'wait_until':
    case 'wait_event':
    case 'end':
      return []
  }
}

/** Asked as sending asks, at the time of sending: a reason where none of the messages could go out by any channel. */
function foresee(
  sends: readonly Send[],
  workflow: Workflow,
  { head, profile }: CustomerState,
  settings: Settings,
  at: number,
): string | undefined {
  const topic = workflow.topic === undefined ? {} : { topic: workflow.topic }
  const standing = {
    profile,
    consent: head.consent,
    slots: head.slots,
    served: head.served ?? [],
    incidentsEndAt: head.incidents.map(({ endsAt }) => endsAt).filter((endsAt) => endsAt > at),
  }
  const answers = sends.flatMap(({ channels, urgent }) =>
    orderChannels(channels, profile).map((channel) =>
      permit({ class: workflow.class, workflow: workflow.id, ...topic, urgent, channel }, standing, settings, at),
    ),
  )
  if (answers.some(({ kind }) => kind === 'allowed' || kind === 'held')) return undefined
  return answers.find((answer) => answer.kind === 'skipped' || answer.kind === 'refused')?.reason
}
