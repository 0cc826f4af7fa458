import { openCounterBook } from '#engagement/model/counter-book.ts'
import type { PromiseDefinition, RiskRule } from '#engagement/model/promise-definition.ts'
import { didYouMean } from '#engagement/model/suggest.ts'
import { minuteOfDay, span } from '../form/duration.ts'
import type { PromisesSource } from '../form/promises-schema.ts'
import { listOf } from '../form/value-schemas.ts'
import type { Path } from '../form/yaml-source.ts'
import { type Lowering, placed } from './context.ts'
import { lowerCondition } from './lower-condition.ts'
import { lowerEventNames } from './lower-event-names.ts'
import { type FieldScope, lowerKey, parseField } from './lower-field.ts'
import { lowerDateField } from './lower-wait.ts'
import { eventShape, INCIDENT_FIELDS, type PromiseOutline } from './vocabulary.ts'

type Written = PromisesSource[string]

/** What each promise lets others read: needed before anything that reads promises is lowered. */
export function outlinePromises(written: PromisesSource): readonly PromiseOutline[] {
  return Object.entries(written).map(([name, promise]) => {
    const risks = (promise.at_risk ?? []).flatMap((rule) =>
      'did_not' in rule ? [rule.did_not] : 'happened' in rule ? [rule.happened] : [],
    )
    const madeBy = listOf(promise.made_by)
    return {
      name,
      onePer: parseField(promise.one_per).path.at(-1) ?? '',
      madeBy,
      events: [
        ...new Set([
          ...madeBy,
          ...listOf(promise.expected?.event),
          ...listOf(promise.kept_by),
          ...listOf(promise.released_by),
          ...risks,
        ]),
      ],
      carry: promise.carry ?? [],
    }
  })
}

export function lowerPromises(written: PromisesSource, context: Lowering): readonly PromiseDefinition[] {
  return Object.entries(written).map(([name, promise]) =>
    lowerPromise(name, promise, { ...context, counters: openCounterBook() }),
  )
}

const TWO_WEEKS = 14 * 86_400_000

function lowerPromise(name: string, written: Written, context: Lowering): PromiseDefinition {
  const path = [name]
  const madeBy = lowerEventNames(written.made_by, [...path, 'made_by'], context)
  const about = scopeOf(madeBy, context)
  const onePer = lowerKey(written.one_per, [...path, 'one_per'], about, context)
  const keptBy = lowerEventNames(written.kept_by, [...path, 'kept_by'], context)
  const releasedBy =
    written.released_by === undefined ? [] : lowerEventNames(written.released_by, [...path, 'released_by'], context)
  const madeWhere =
    written.where === undefined ? undefined : lowerCondition(written.where, [...path, 'where'], about, context)
  const expected = lowerExpected(written, path, context)
  const parts =
    written.parts === undefined
      ? undefined
      : lowerKey(
          written.parts,
          [...path, 'parts'],
          scopeOf([...madeBy, ...keptBy, ...(expected?.events ?? [])], context),
          context,
        )
  checkKey(onePer.path, [...keptBy, ...releasedBy], path, context)
  checkCarried(written, [...new Set([...madeBy, ...keptBy, ...releasedBy, ...(expected?.events ?? [])])], path, context)
  const definition: PromiseDefinition = {
    name,
    madeBy,
    ...(madeWhere === undefined ? {} : { madeWhere }),
    onePer,
    due: lowerDue(written.due, path, about, context),
    ...(expected === undefined ? {} : { expected }),
    ...(parts === undefined ? {} : { parts }),
    keptBy,
    releasedBy,
    atRisk: (written.at_risk ?? []).map((rule, index) => lowerRisk(rule, [...path, 'at_risk', index], context)),
    givesUpAfter: written.gives_up_after === undefined ? TWO_WEEKS : span(written.gives_up_after).ms,
    carry: written.carry ?? [],
    counters: context.counters.list(),
  }
  return placed(definition, path, context)
}

const scopeOf = (events: readonly string[], { vocabulary }: Lowering): FieldScope => ({
  shapes: {
    event: eventShape(vocabulary, events),
    profile: vocabulary.traits,
    computed: vocabulary.computed,
    incidents: INCIDENT_FIELDS,
  },
})

function lowerDue(due: Written['due'], path: Path, scope: FieldScope, context: Lowering): PromiseDefinition['due'] {
  if (typeof due === 'string') return lowerDateField(due, [...path, 'due'], scope, context)
  return { plus: span(due.plus), ...(due.at === undefined ? {} : { at: minuteOfDay(due.at) }) }
}

function lowerExpected({ expected }: Written, path: Path, context: Lowering): PromiseDefinition['expected'] {
  if (expected === undefined) return undefined
  const events = lowerEventNames(expected.event, [...path, 'expected', 'event'], context)
  return { events, at: lowerDateField(expected.at, [...path, 'expected', 'at'], scopeOf(events, context), context) }
}

function lowerRisk(rule: NonNullable<Written['at_risk']>[number], path: Path, context: Lowering): RiskRule {
  if ('expected_after_due' in rule) return { kind: 'expected_after_due' }
  if ('happened' in rule) {
    const [event = rule.happened] = lowerEventNames(rule.happened, [...path, 'happened'], context)
    return { kind: 'happened', event }
  }
  const [didNot = rule.did_not] = lowerEventNames(rule.did_not, [...path, 'did_not'], context)
  return {
    kind: 'before_due',
    before: span(rule.before_due),
    ...(rule.at === undefined ? {} : { at: minuteOfDay(rule.at) }),
    didNot,
  }
}

/** An event without the promise's key cannot say which promise it keeps. */
function checkKey(
  key: readonly string[],
  events: readonly string[],
  path: Path,
  { vocabulary, report, source }: Lowering,
): void {
  for (const event of events) {
    const properties = vocabulary.events[event]?.properties
    if (properties === undefined || Object.hasOwn(properties, key[0] ?? '')) continue
    report.error(
      source.at([...path, 'one_per']),
      'promise-key',
      `\`${event}\` has no \`${key.join('.')}\`, so it cannot say which promise it is about`,
      didYouMean(key[0] ?? '', Object.keys(properties)),
    )
  }
}

function checkCarried(
  { carry }: Written,
  events: readonly string[],
  path: Path,
  { vocabulary, report, source }: Lowering,
): void {
  const { fields, open } = eventShape(vocabulary, events)
  if (open === true) return
  carry?.forEach((name, index) => {
    if (!Object.hasOwn(fields, name))
      report.error(
        source.at([...path, 'carry', index]),
        'unknown-property',
        `None of its events has \`${name}\``,
        didYouMean(name, Object.keys(fields)),
      )
  })
}
