import type { CustomerChannel } from '../model/channels.ts'
import { followers } from '../model/step-graph.ts'
import type { MessageStep, Step, Workflow } from '../model/workflow.ts'

/** The step after one whose message does not leave. */
export const afterSkipped = (step: MessageStep): string | undefined =>
  step.kind === 'send' && step.onSkipped !== undefined ? step.onSkipped.to : step.next

/** The step after the next send, along steps with one way out; where the ways part before a send, there. */
export function afterNextSend(workflow: Workflow, from: string | undefined): string | undefined {
  let here = from
  while (here !== undefined) {
    const step = workflow.steps[here]
    if (step !== undefined && isFork(step)) return here
    if (step?.kind === 'send') return afterSkipped(step)
    if (step === undefined || !('next' in step) || step.next === undefined) return undefined
    here = step.next
  }
  return undefined
}

const isFork = (step: Step): boolean =>
  step.kind === 'branch' || step.kind === 'split' || step.kind === 'wait_event' || 'onFailure' in step

/** Channels of the send that a wait leads to; e-mail where none follows directly. */
export function channelsAfter(workflow: Workflow, from: string | undefined): readonly CustomerChannel[] {
  const step = from === undefined ? undefined : workflow.steps[from]
  return step?.kind === 'send' ? step.channels.slice(0, 1) : ['email']
}

/** Waits for an event that a step leads to without another wait in between. */
export function waitsAhead(workflow: Workflow, from: string): readonly Extract<Step, { kind: 'wait_event' }>[] {
  const found: Extract<Step, { kind: 'wait_event' }>[] = []
  const ahead = [from]
  for (let place = 0; place < ahead.length; place += 1) {
    const step = workflow.steps[ahead[place] ?? '']
    if (step?.kind === 'wait_event') found.push(step)
    if (step === undefined || isWait(step)) continue
    ahead.push(...followers(step).filter((id) => !ahead.includes(id)))
  }
  return found
}

const isWait = ({ kind }: Step): boolean =>
  kind === 'wait' || kind === 'wait_field' || kind === 'wait_until' || kind === 'wait_event'
