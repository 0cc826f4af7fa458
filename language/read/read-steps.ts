import type { CallChannel } from '#engagement/model/channels.ts'
import type { CounterDefinition, Operand } from '#engagement/model/condition.ts'
import type { EventFilter, Step, Workflow } from '#engagement/model/workflow.ts'
import { readCondition, sayOperand } from './read-condition.ts'
import type { Tongue } from './tongue.ts'

/** The steps of a workflow, a sentence each, numbered as in its file; ways are indented below their step. */
export function readSteps(workflow: Pick<Workflow, 'steps' | 'counters'>, tongue: Tongue): readonly string[] {
  return readList(workflow, '', tongue)
}

type Readable = Pick<Workflow, 'steps' | 'counters'>

const indent = (lines: readonly string[]): readonly string[] => lines.map((line) => `   ${line}`)

/** The steps whose ids begin with `prefix` and end with their number. */
function readList(workflow: Readable, prefix: string, tongue: Tongue): readonly string[] {
  const lines: string[] = []
  for (let number = 1; ; number += 1) {
    const step = workflow.steps[`${prefix}${number}`]
    if (step === undefined) return lines
    const [head = '', ...rest] = readStep(step, workflow, tongue)
    lines.push(`${number}. ${head}`, ...indent(rest))
  }
}

function readStep(step: Step, workflow: Readable, tongue: Tongue): readonly string[] {
  switch (step.kind) {
    case 'wait':
      return [tongue.wait(step)]
    case 'wait_field':
      return [tongue.waitField(step)]
    case 'wait_until':
      return [tongue.waitUntil(step)]
    case 'wait_event':
      return readWaitEvent(step, workflow, tongue)
    case 'send':
      return [tongue.send(step, step.channels), ...readSendWays(step, workflow, tongue)]
    case 'branch':
      return readBranch(step, workflow, tongue)
    case 'split':
      return [
        tongue.split(),
        ...step.ways.flatMap(({ name, percent }) => [
          tongue.way(name, percent),
          ...wayOf(workflow, `${step.id}.${name}.`, tongue),
        ]),
      ]
    case 'set':
      return [tongue.set(readValues(step.traits, tongue))]
    case 'emit':
      return [tongue.emit(tongue.event(step.event), readValues(step.properties, tongue))]
    case 'webhook':
      return [tongue.webhook(step.url, readValues(step.body, tongue)), ...readCallWays(step, workflow, tongue)]
    case 'hand_over':
      return [tongue.handOver(step.to, step.reason), ...readCallWays(step, workflow, tongue)]
    case 'end':
      return [tongue.end(step.reason)]
  }
}

/** A way's steps, indented; where it has none the journey simply goes on. */
function wayOf(workflow: Readable, prefix: string, tongue: Tongue): readonly string[] {
  const lines = readList(workflow, prefix, tongue)
  return indent(lines.length === 0 ? [tongue.goesOn()] : lines)
}

function readBranch(step: Step & { readonly kind: 'branch' }, workflow: Readable, tongue: Tongue): readonly string[] {
  const ways = step.ways.flatMap((way, index) => [
    tongue.if(readCondition(way.if, tongue, workflow.counters), index === 0),
    ...wayOf(workflow, `${step.id}.if${index + 1}.`, tongue),
  ])
  const otherwise = readList(workflow, `${step.id}.otherwise.`, tongue)
  return otherwise.length === 0 ? ways : [...ways, tongue.otherwise(), ...indent(otherwise)]
}

function readWaitEvent(
  step: Step & { readonly kind: 'wait_event' },
  workflow: Readable,
  tongue: Tongue,
): readonly string[] {
  const head = tongue.waitEvent(
    readEvents(step.filter, tongue),
    readWhere(step.filter, workflow.counters, tongue),
    'ms' in step.timeout ? tongue.duration(step.timeout.ms) : undefined,
    'ms' in step.timeout ? undefined : step.timeout.until,
  )
  const came = readList(workflow, `${step.id}.on_event.`, tongue)
  const timeout = readList(workflow, `${step.id}.on_timeout.`, tongue)
  return [
    head,
    ...(came.length === 0 ? [] : [tongue.onEvent(), ...indent(came)]),
    ...(timeout.length === 0 ? [] : [tongue.onTimeout(), ...indent(timeout)]),
  ]
}

function readSendWays(
  { id, onSkipped }: Step & { readonly kind: 'send' },
  workflow: Readable,
  tongue: Tongue,
): readonly string[] {
  if (onSkipped === undefined) return []
  const [sent, skipped] = [
    readList(workflow, `${id}.on_sent.`, tongue),
    readList(workflow, `${id}.on_skipped.`, tongue),
  ]
  return [
    ...(sent.length === 0 ? [] : [tongue.onSent(), ...indent(sent)]),
    ...(skipped.length === 0 ? [] : [tongue.onSkipped(), ...indent(skipped)]),
  ]
}

function readCallWays(
  { id, onFailure }: Step & { readonly kind: CallChannel },
  workflow: Readable,
  tongue: Tongue,
): readonly string[] {
  const arrived = readList(workflow, `${id}.on_success.`, tongue)
  return [
    ...(arrived.length === 0 ? [] : [tongue.onSuccess(), ...indent(arrived)]),
    ...(onFailure === undefined ? [] : [tongue.onFailure(), ...wayOf(workflow, `${id}.on_failure.`, tongue)]),
  ]
}

/** `Order Completed or Order Cancelled`. */
export const readEvents = ({ events }: EventFilter, tongue: Tongue): string =>
  tongue.list(
    events.map((name) => tongue.event(name)),
    'or',
  )

export const readWhere = (
  { where }: EventFilter,
  counters: readonly CounterDefinition[],
  tongue: Tongue,
): string | undefined => (where === undefined ? undefined : readCondition(where, tongue, counters))

function readValues(
  values: { readonly [name: string]: Operand },
  tongue: Tongue,
): readonly (readonly [string, string])[] {
  return Object.entries(values).map(([name, operand]) => [name, sayOperand(operand, tongue)])
}
