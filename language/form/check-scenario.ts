import { ALL_MARKETING, topicOfScope } from '#engagement/customer/consent.ts'
import type { JsonObject } from '#engagement/customer/json.ts'
import { normaliseTraits } from '#engagement/customer/normalise-traits.ts'
import type { EventDefinition } from '#engagement/model/event-definition.ts'
import { propertyWarnings } from '#engagement/model/property-warnings.ts'
import { didYouMean } from '#engagement/model/suggest.ts'
import type { Workflow } from '#engagement/model/workflow.ts'
import type { Report } from './problem.ts'
import type { Scenario } from './scenario-schema.ts'
import { listOf } from './value-schemas.ts'
import type { Path, YamlSource } from './yaml-source.ts'

/** What the scenarios of one workflow can name. What is absent is not known, because its own file has errors. */
export interface ScenarioScope {
  readonly events: { readonly [name: string]: EventDefinition }
  /** Events whose files have errors: they exist, but nothing is known of them. */
  readonly unreadable?: readonly string[]
  /** Messages of the workflow under test. */
  readonly messages?: readonly string[]
  readonly workflow?: Pick<Workflow, 'holdout' | 'steps'>
  readonly workflows?: readonly string[]
  readonly endpoints?: readonly string[]
  readonly topics?: readonly string[]
  readonly locales?: readonly string[]
}

interface Told {
  readonly source: YamlSource
  readonly report: Report
}

/** What a scenario names that is not there, and what it says in the wrong order. */
export function checkScenario(scenario: Scenario, path: Path, scope: ScenarioScope, told: Told): void {
  checkOrder(scenario, path, told)
  scenario.given.forEach((given, index) => {
    const at = [...path, 'given', index]
    if ('event' in given) checkGivenEvent(given, at, scope, told)
    if ('refuses' in given) isNamed(given.refuses, scope.endpoints, 'endpoint', [...at, 'refuses'], told)
    if ('identify' in given) checkConsent(given.identify['consent'], [...at, 'identify', 'consent'], scope, told)
  })
  checkTraits(scenario.customer, [...path, 'customer'], told)
  checkConsent(scenario.customer?.consent, [...path, 'customer', 'consent'], scope, told)
  scenario.expect.forEach((expected, index) => checkExpected(expected, [...path, 'expect', index], scope, told))
  checkNone(scenario, path, told)
  scenario.with_workflows?.forEach((name, index) =>
    isNamed(name, scope.workflows, 'workflow', [...path, 'with_workflows', index], told),
  )
  checkChance(scenario, path, scope, told)
}

/** `none` says that nothing was sent. */
function checkNone({ expect }: Scenario, path: Path, { source, report }: Told): void {
  const something = expect.findIndex((each) => each !== 'none' && !('decision' in each))
  if (something < 0 || !expect.includes('none')) return
  const place = source.at([...path, 'expect', something])
  report.error(place, 'contradiction', 'This is expected beside `none`, by which nothing is sent', 'Remove one of them')
}

/** Traits that the engine itself reads: where they do not read, the customer of the scenario does not have them. */
function checkTraits(customer: Scenario['customer'], path: Path, { source, report }: Told): void {
  const { consent: _, ...traits } = customer ?? {}
  for (const { place, message, hint } of normaliseTraits(traits as JsonObject, '').warnings) {
    const trait = place.slice(1)
    report.warn(source.at([...path, trait]), 'unreadable-trait', `\`${trait}\` does not read: ${message}`, hint)
  }
}

function checkOrder({ given, until, published }: Scenario, path: Path, { source, report }: Told): void {
  let before = Number.NEGATIVE_INFINITY
  given.forEach((each, index) => {
    const time = Date.parse(each.at)
    if (time < before)
      report.error(
        source.at([...path, 'given', index, 'at']),
        'order',
        'This happens before the line above it',
        'Write what happens in order',
      )
    before = time
  })
  if (Date.parse(until) < before)
    report.error(source.at([...path, 'until']), 'order', 'The scenario ends before its last event')
  if (published !== undefined && Date.parse(published) >= Date.parse(until))
    report.error(source.at([...path, 'published']), 'order', 'The scenario ends before its workflows go live')
}

function checkGivenEvent(
  given: Extract<Scenario['given'][number], { event: string }>,
  path: Path,
  scope: ScenarioScope,
  told: Told,
): void {
  const { source, report } = told
  const event = scope.events[given.event]
  if (event === undefined) {
    if (scope.unreadable?.includes(given.event) !== true)
      isNamed(given.event, Object.keys(scope.events), 'event', [...path, 'event'], told)
    return
  }
  if (event.engine)
    report.warn(
      source.at([...path, 'event']),
      'engine-event',
      `\`${given.event}\` is raised by the engine; what leads to it makes a truer scenario`,
    )
  checkValues(given.with ?? {}, event, [...path, 'with'], told)
  for (const name of Object.keys(given.with ?? {})) {
    if (Object.hasOwn(event.properties, name)) continue
    report.error(
      source.keyAt([...path, 'with', name]),
      'unknown-property',
      `\`${given.event}\` has no \`${name}\``,
      didYouMean(name, Object.keys(event.properties)),
    )
  }
}

/** What a producer would be told of such an event. A scenario may mean it so. */
function checkValues(values: JsonObject, event: EventDefinition, path: Path, { source, report }: Told): void {
  for (const { code, place, message, hint } of propertyWarnings(values, event)) {
    if (code !== 'unreadable-value') continue
    const property = place.slice('detail.properties.'.length)
    const [name = ''] = property.split(/[.[]/)
    report.warn(source.at([...path, name]), 'misfit', `\`${property}\` does not read: ${message}`, hint)
  }
}

function checkConsent(consent: unknown, path: Path, { topics }: ScenarioScope, { source, report }: Told): void {
  if (topics === undefined || typeof consent !== 'object' || consent === null) return
  const known = [...topics, ALL_MARKETING]
  for (const topic of Object.keys(consent)) {
    if (known.includes(topicOfScope(topic))) continue
    report.error(
      source.keyAt([...path, topic]),
      'unknown-topic',
      `No topic is called \`${topic}\``,
      didYouMean(topic, known),
    )
  }
}

function checkExpected(expected: Scenario['expect'][number], path: Path, scope: ScenarioScope, told: Told): void {
  if (expected === 'none' || 'decision' in expected) return
  if ('hand_over' in expected)
    return isNamed(expected.hand_over, scope.endpoints, 'endpoint', [...path, 'hand_over'], told)
  if ('webhook' in expected) return isNamed(expected.webhook, scope.endpoints, 'endpoint', [...path, 'webhook'], told)
  isNamed(expected.send, scope.messages, 'message', [...path, 'send'], told)
  if (expected.locale !== undefined) isNamed(expected.locale, scope.locales, 'locale', [...path, 'locale'], told)
}

/** A group or a way that chance gives to nobody. */
function checkChance({ group, way }: Scenario, path: Path, { workflow }: ScenarioScope, told: Told): void {
  if (workflow === undefined) return
  const { source, report } = told
  const place = source.at([...path, 'group'])
  if (group === 'holdout' && workflow.holdout === 0)
    report.error(place, 'never-matches', 'The workflow has no `holdout`: nobody is held out', 'Remove `group`')
  if (group === 'treated' && workflow.holdout >= 100)
    report.error(
      place,
      'never-matches',
      'The workflow holds out everybody: nobody is treated',
      'Write `group: holdout`, or hold out less',
    )
  const splits = Object.values(workflow.steps).flatMap((step) => (step.kind === 'split' ? [step] : []))
  listOf(way).forEach((name, index) => {
    const at = source.at([...path, 'way', ...(typeof way === 'string' ? [] : [index])])
    const named = splits.flatMap(({ ways }) => ways.filter((each) => each.name === name))
    if (named.length === 0) {
      const known = splits.flatMap(({ ways }) => ways.map((each) => each.name))
      report.error(at, 'unknown-way', `No split has a way \`${name}\``, didYouMean(name, known))
    } else if (named.every(({ percent }) => percent === 0))
      report.error(at, 'never-matches', `Nobody goes the way \`${name}\`: its share is 0`)
  })
}

function isNamed(
  name: string,
  known: readonly string[] | undefined,
  what: 'event' | 'message' | 'endpoint' | 'workflow' | 'locale',
  path: Path,
  { source, report }: Told,
): void {
  if (known === undefined || known.includes(name)) return
  report.error(source.at(path), `unknown-${what}`, `No ${what} is called \`${name}\``, didYouMean(name, known))
}
