import type { FieldRef } from '#engagement/model/condition.ts'
import { PROMISE_EVENTS } from '#engagement/model/promise-definition.ts'
import { didYouMean } from '#engagement/model/suggest.ts'
import type { Workflow } from '#engagement/model/workflow.ts'
import { span } from '../form/duration.ts'
import { listOf } from '../form/value-schemas.ts'
import type { WorkflowSource } from '../form/workflow-schema.ts'
import { type Lowering, placed } from './context.ts'
import { lowerCondition } from './lower-condition.ts'
import { type FieldScope, lowerKey } from './lower-field.ts'
import { lowerFilter } from './lower-filter.ts'
import { type LoweredStep, lowerSteps } from './lower-steps.ts'
import type { Shape } from './shape.ts'
import { eventShape, INCIDENT_FIELDS, type PromiseOutline, promiseShape, type Vocabulary } from './vocabulary.ts'

/** A workflow as far as its own file tells: its messages and version are added once they are compiled. */
export interface LoweredWorkflow {
  readonly workflow: Omit<Workflow, 'version' | 'messages'>
  readonly steps: readonly LoweredStep[]
}

const DAY = 86_400_000

export function lowerWorkflow(id: string, written: WorkflowSource, context: Lowering): LoweredWorkflow {
  const { vocabulary } = context
  const triggers = listOf(written.trigger.event)
  const promises = promisesAbout(triggers, written, vocabulary)
  const around = scopeAround(promises, vocabulary)
  const entry = entryShape(triggers, written, promises, vocabulary)
  const own: FieldScope = { ...around, shapes: { ...around.shapes, event: entry, entry } }
  const others: FieldScope = { ...around, shapes: { ...around.shapes, entry } }
  const trigger = lowerTrigger(written, own, context)
  const steps = lowerSteps(written.steps, ['steps'], own, context)
  const onePer = lowerOnePer(written, own, context)
  const onlyWhile =
    written.only_while === undefined ? undefined : lowerCondition(written.only_while, ['only_while'], own, context)
  const exitWhen = (written.exit_when ?? []).map((exit, index) =>
    lowerFilter(exit, ['exit_when', index], others, context),
  )
  const goal =
    written.goal === undefined
      ? undefined
      : { ...lowerFilter(written.goal, ['goal'], others, context), withinMs: span(written.goal.within).ms }
  checkTopic(written, context)
  const workflow: LoweredWorkflow['workflow'] = {
    id,
    name: written.name,
    ...(written.description === undefined ? {} : { description: written.description }),
    class: written.class,
    ...(written.topic === undefined ? {} : { topic: written.topic }),
    trigger,
    ...(onePer === undefined ? {} : { onePer }),
    whenRunning: written.when_running ?? 'ignore',
    reentry: lowerReentry(written.reentry),
    ...(onlyWhile === undefined ? {} : { onlyWhile }),
    exitWhen,
    ...(goal === undefined ? {} : { goal }),
    holdout: written.holdout === undefined ? 0 : Number.parseFloat(written.holdout),
    ...(steps.first === undefined ? {} : { first: steps.first }),
    steps: Object.fromEntries(steps.steps.map(({ step }) => [step.id, step])),
    counters: context.counters.list(),
  }
  return { workflow: placed(workflow, [], context), steps: steps.steps }
}

function lowerTrigger({ trigger }: WorkflowSource, own: FieldScope, context: Lowering): Workflow['trigger'] {
  const filter = lowerFilter(trigger, ['trigger'], own, context)

  return placed(
    { ...filter, maxAge: trigger.max_age === undefined ? DAY : span(trigger.max_age).ms },
    ['trigger'],
    context,
  )
}

function lowerOnePer({ one_per: onePer }: WorkflowSource, scope: FieldScope, context: Lowering): FieldRef | undefined {
  if (onePer === undefined) return undefined
  const ref = lowerKey(onePer, ['one_per'], scope, context)
  if (ref.root !== 'event')
    context.report.error(
      context.source.at(['one_per']),
      'one-per',
      '`one_per` reads the event that enters',
      'Write `event.order_id` or the like',
    )
  return ref
}

function lowerReentry(reentry: WorkflowSource['reentry']): Workflow['reentry'] {
  if (reentry === undefined || reentry === 'always') return { kind: 'always' }
  return reentry === 'never' ? { kind: 'never' } : { kind: 'after', ms: span(reentry.slice('after '.length)).ms }
}

function checkTopic({ topic }: WorkflowSource, { vocabulary, report, source }: Lowering): void {
  if (topic === undefined || vocabulary.topics === undefined || vocabulary.topics.includes(topic)) return
  report.error(
    source.at(['topic']),
    'unknown-topic',
    `No topic is called \`${topic}\``,
    didYouMean(topic, vocabulary.topics) ?? 'Topics are named in settings.yaml',
  )
}

/** The promises that a run entered by these events can be about: named by `where`, or told of, or keyed by the event. */
export function promisesAbout(
  triggers: readonly string[],
  written: WorkflowSource,
  { events, promises = [] }: Vocabulary,
): readonly PromiseOutline[] {
  const named = pinnedPromise(written.trigger.where)
  return promises.filter((promise) =>
    triggers.some((event) => {
      if (PROMISE_EVENTS.includes(event)) return named === undefined || named === promise.name
      return promise.events.includes(event) || Object.hasOwn(events[event]?.properties ?? {}, promise.onePer)
    }),
  )
}

/** `delivery` where the trigger asks `event.promise equals delivery`. */
function pinnedPromise(where: WorkflowSource['trigger']['where']): string | undefined {
  if (where === undefined) return undefined
  if ('all_of' in where) return where.all_of.map(pinnedPromise).find((name) => name !== undefined)
  return 'field' in where && where.field === 'event.promise' && typeof where.equals === 'string'
    ? where.equals
    : undefined
}

function scopeAround(promises: readonly PromiseOutline[], vocabulary: Vocabulary): FieldScope {
  return {
    shapes: {
      profile: vocabulary.traits,
      computed: vocabulary.computed,
      incidents: INCIDENT_FIELDS,
      ...promiseRoot(promises, vocabulary),
    },
    why: {
      promise:
        'The events that enter this workflow are not about a promise: they neither make or keep one nor carry its key',
    },
  }
}

function promiseRoot(promises: readonly PromiseOutline[], vocabulary: Vocabulary): FieldScope['shapes'] {
  if (vocabulary.promises === undefined) return { promise: { fields: {}, open: true } }
  return promises.length === 0 ? {} : { promise: promiseShape(vocabulary, promises) }
}

/** What `event.*` reads of the entering event; where it is about one promise, what that promise is keyed by is always there. */
function entryShape(
  triggers: readonly string[],
  written: WorkflowSource,
  promises: readonly PromiseOutline[],
  vocabulary: Vocabulary,
): Shape {
  const shape = eventShape(vocabulary, triggers)
  const [promise] = promises
  if (
    promise === undefined ||
    pinnedPromise(written.trigger.where) === undefined ||
    !triggers.every((event) => PROMISE_EVENTS.includes(event))
  )
    return shape
  const key = shape.fields[promise.onePer]
  return key === undefined
    ? shape
    : { ...shape, fields: { ...shape.fields, [promise.onePer]: { ...key, required: true } } }
}
