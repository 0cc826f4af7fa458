import type * as z from 'zod'
import type { CallChannel } from '#engagement/model/channels.ts'
import type { Condition } from '#engagement/model/condition.ts'
import type { Step as RuntimeStep } from '#engagement/model/workflow.ts'
import type { BranchStep, SendStep, SplitStep, Step, WaitForEvent } from '../form/step-schema.ts'
import type { Path } from '../form/yaml-source.ts'
import { type Lowering, placed } from './context.ts'
import { lowerEmit, lowerHandOver, lowerWebhook } from './lower-actions.ts'
import { lowerCondition } from './lower-condition.ts'
import type { FieldScope } from './lower-field.ts'
import { lowerFilter } from './lower-filter.ts'
import { lowerOperands } from './lower-operand.ts'
import { lowerSend } from './lower-send.ts'
import { lowerTimeout, lowerWait } from './lower-wait.ts'
import { type Shape, uncertain, unite } from './shape.ts'
import { eventShape } from './vocabulary.ts'

/** A step in the graph, with where it stands and what can be read there. */
export interface LoweredStep {
  readonly step: RuntimeStep
  readonly path: Path
  readonly scope: FieldScope
}

/** Steps of a list: the graph's steps by order, and what can be read after them (undefined: nothing comes after). */
interface Walked {
  readonly steps: readonly LoweredStep[]
  readonly first?: string
  readonly after: FieldScope | undefined
}

interface Way {
  readonly prefix: string
  readonly path: Path
  readonly next: string | undefined
}

/** The steps of a workflow as a graph; a step's id is its place. */
export function lowerSteps(written: readonly Step[], path: Path, scope: FieldScope, context: Lowering): Walked {
  return walkList(written, { prefix: '', path, next: undefined }, scope, context)
}

function walkList(written: readonly Step[], { prefix, path, next }: Way, scope: FieldScope, context: Lowering): Walked {
  const steps: LoweredStep[] = []
  let here = scope
  let after: FieldScope | undefined = scope
  for (const [index, each] of written.entries()) {
    const following = index + 1 < written.length ? `${prefix}${index + 2}` : next
    const walked = walkStep(each, `${prefix}${index + 1}`, following, [...path, index], here, context)
    steps.push(...walked.steps)
    after = walked.after === undefined ? undefined : after === undefined ? undefined : walked.after
    here = walked.after ?? here
  }
  const first = written.length > 0 ? `${prefix}1` : next
  return { steps, ...(first === undefined ? {} : { first }), after }
}

function walkStep(
  written: Step,
  id: string,
  next: string | undefined,
  path: Path,
  scope: FieldScope,
  context: Lowering,
): Walked {
  const ids = { id, ...(next === undefined ? {} : { next }) }
  const one = (step: RuntimeStep): Walked => ({
    steps: [{ step: placed(step, path, context), path, scope }],
    first: id,
    after: scope,
  })
  if ('wait' in written) {
    if (typeof written.wait === 'object' && 'for_event' in written.wait)
      return walkWaitForEvent(written.wait, ids, [...path, 'wait'], scope, context)
    return one(lowerWait(written.wait, ids, [...path, 'wait'], scope, context))
  }
  if ('send' in written) return walkSend(lowerSend(written, ids, path, scope, context), written, path, scope, context)
  if ('branch' in written) return walkBranch(written, ids, [...path, 'branch'], scope, context)
  if ('split' in written) return walkSplit(written, ids, [...path, 'split'], scope, context)
  if ('set' in written)
    return one({
      kind: 'set',
      ...ids,
      traits: lowerOperands(written.set.traits, [...path, 'set', 'traits'], scope, context),
    })
  if ('emit' in written) return one(lowerEmit(written, ids, [...path, 'emit'], scope, context))
  if ('webhook' in written) {
    const at = [...path, 'webhook']
    return walkCall(lowerWebhook(written, ids, at, scope, context), written.webhook, at, scope, context)
  }
  if ('hand_over' in written) {
    const at = [...path, 'hand_over']
    return walkCall(lowerHandOver(written, ids, at, context), written.hand_over, at, scope, context)
  }
  return { ...one({ kind: 'end', id, reason: written.end }), after: undefined }
}

const NEXT_WORD: Shape = { fields: { by: { type: { kind: 'date' }, required: true } } }
const withNextWord = (scope: FieldScope): FieldScope => ({
  ...scope,
  shapes: { ...scope.shapes, next_word: NEXT_WORD },
})

interface Ids {
  readonly id: string
  readonly next?: string
}

function walkBranch(
  { branch }: BranchStep,
  { id, next }: Ids,
  path: Path,
  scope: FieldScope,
  context: Lowering,
): Walked {
  const ways: { readonly if: Condition; readonly to?: string }[] = []
  const walked: Walked[] = []
  let otherwise: Walked | undefined
  for (const [index, way] of branch.entries()) {
    const at = [...path, index]
    if (otherwise !== undefined)
      context.report.error(
        context.source.at(at),
        'unreachable',
        'This way is never taken: it stands after `otherwise`',
        'Put `otherwise` last',
      )
    if ('otherwise' in way) {
      otherwise = walkList(
        way.otherwise,
        { prefix: `${id}.otherwise.`, path: [...at, 'otherwise'], next },
        scope,
        context,
      )
      walked.push(otherwise)
      continue
    }
    const inner = walkList(
      way.steps,
      { prefix: `${id}.if${ways.length + 1}.`, path: [...at, 'steps'], next },
      scope,
      context,
    )
    walked.push(inner)
    ways.push({
      if: lowerCondition(way.if, [...at, 'if'], scope, context),
      ...(inner.first === undefined ? {} : { to: inner.first }),
    })
  }
  const to = otherwise === undefined ? next : otherwise.first
  const step: RuntimeStep = { kind: 'branch', id, ways, ...(to === undefined ? {} : { otherwise: to }) }
  const ends = otherwise === undefined ? [...walked.map((each) => each.after), scope] : walked.map((each) => each.after)
  return join(step, path.slice(0, -1), scope, walked, ends, context)
}

function walkSplit({ split }: SplitStep, { id, next }: Ids, path: Path, scope: FieldScope, context: Lowering): Walked {
  const walked = split.map((way, index) =>
    walkList(way.steps, { prefix: `${id}.${way.name}.`, path: [...path, index, 'steps'], next }, scope, context),
  )
  const ways = split.map((way, index) => {
    const to = walked[index]?.first
    return { name: way.name, percent: way.percent, ...(to === undefined ? {} : { to }) }
  })
  checkSplit(ways, path, context)
  return join(
    { kind: 'split', id, ways },
    path.slice(0, -1),
    scope,
    walked,
    walked.map((each) => each.after),
    context,
  )
}

function checkSplit(
  ways: readonly { readonly name: string; readonly percent: number }[],
  path: Path,
  { report, source }: Lowering,
): void {
  const total = ways.reduce((sum, way) => sum + way.percent, 0)
  if (Math.abs(total - 100) > 1e-9)
    report.error(source.keyAt(path), 'percentages', `The percentages add up to ${total}, not to 100`)
  ways.forEach((way, index) => {
    if (ways.findIndex((other) => other.name === way.name) < index)
      report.error(source.at([...path, index, 'name']), 'duplicate', `Two ways are called \`${way.name}\``)
  })
}

function walkWaitForEvent(
  wait: z.infer<typeof WaitForEvent>,
  { id, next }: Ids,
  path: Path,
  scope: FieldScope,
  context: Lowering,
): Walked {
  const filter = lowerFilter({ event: wait.for_event, where: wait.where }, path, scope, context, 'for_event')
  const came: Shape = eventShape(context.vocabulary, filter.events)
  const event = walkList(
    wait.on_event ?? [],
    { prefix: `${id}.on_event.`, path: [...path, 'on_event'], next },
    withAwaited(scope, came),
    context,
  )
  const timeout = walkList(
    wait.on_timeout ?? [],
    { prefix: `${id}.on_timeout.`, path: [...path, 'on_timeout'], next },
    scope,
    context,
  )
  const step: RuntimeStep = {
    kind: 'wait_event',
    id,
    filter,
    timeout: lowerTimeout(wait.timeout, [...path, 'timeout'], scope, context),
    ...(event.first === undefined ? {} : { onEvent: event.first }),
    ...(timeout.first === undefined ? {} : { onTimeout: timeout.first }),
  }
  return join(step, path.slice(0, -1), scope, [event, timeout], [event.after, timeout.after], context)
}

/** A message and its two ways. */
function walkSend(
  send: RuntimeStep & { readonly kind: 'send' },
  { on_sent, on_skipped }: SendStep,
  path: Path,
  around: FieldScope,
  context: Lowering,
): Walked {
  // From a message that says when the next word comes, that time can be read.
  const scope = send.nextWord === undefined ? around : withNextWord(around)
  const { id, next: following, ...rest } = send
  if (on_sent === undefined && on_skipped === undefined)
    return { steps: [{ step: placed(send, path, context), path, scope }], first: id, after: scope }
  const way = (steps: readonly Step[] | undefined, name: 'on_sent' | 'on_skipped'): Walked =>
    walkList(steps ?? [], { prefix: `${id}.${name}.`, path: [...path, name], next: following }, scope, context)
  const [sent, skipped] = [way(on_sent, 'on_sent'), way(on_skipped, 'on_skipped')]
  const step: RuntimeStep = {
    ...rest,
    id,
    ...(sent.first === undefined ? {} : { next: sent.first }),
    onSkipped: skipped.first === undefined ? {} : { to: skipped.first },
  }
  return join(step, path, scope, [sent, skipped], [sent.after, skipped.after], context)
}

interface CallWays {
  readonly on_success?: readonly Step[] | undefined
  readonly on_failure?: readonly Step[] | undefined
}

/** A call and its two ways. Without `on_failure` nothing follows a call that did not arrive. */
function walkCall(
  call: Call,
  { on_success, on_failure }: CallWays,
  path: Path,
  scope: FieldScope,
  context: Lowering,
): Walked {
  const { id, next: following, ...rest } = call
  const way = (steps: readonly Step[] | undefined, name: 'on_success' | 'on_failure'): Walked =>
    walkList(steps ?? [], { prefix: `${id}.${name}.`, path: [...path, name], next: following }, scope, context)
  const success = way(on_success, 'on_success')
  const failure = on_failure === undefined ? undefined : way(on_failure, 'on_failure')
  const step: RuntimeStep = {
    ...rest,
    id,
    ...(success.first === undefined ? {} : { next: success.first }),
    ...(failure === undefined ? {} : { onFailure: failure.first === undefined ? {} : { to: failure.first } }),
  }
  const ways = failure === undefined ? [success] : [success, failure]
  return join(
    step,
    path.slice(0, -1),
    scope,
    ways,
    ways.map((each) => each.after),
    context,
  )
}

type Call = RuntimeStep & { readonly kind: CallChannel }

const withAwaited = (scope: FieldScope, awaited: Shape): FieldScope => ({
  ...scope,
  shapes: { ...scope.shapes, awaited },
})

/** The step, the steps of its ways, and what can be read where the ways come together again. */
function join(
  step: RuntimeStep,
  path: Path,
  scope: FieldScope,
  ways: readonly Walked[],
  ends: readonly (FieldScope | undefined)[],
  context: Lowering,
): Walked {
  const open = ends.filter((end) => end !== undefined)
  const steps = [{ step: placed(step, path, context), path, scope }, ...ways.flatMap((way) => way.steps)]
  if (open.length === 0) return { steps, first: step.id, after: undefined }
  const told = open.every((end) => end.shapes.next_word !== undefined) ? withNextWord(scope) : scope
  const awaited = open.flatMap((end) => end.shapes.awaited ?? [])
  if (awaited.length === 0) return { steps, first: step.id, after: told }
  const shape = unite(awaited)
  return { steps, first: step.id, after: withAwaited(told, awaited.length === open.length ? shape : uncertain(shape)) }
}
