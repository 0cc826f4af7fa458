import { Environment } from '@marcbachmann/cel-js'
import { LogicEngine } from 'json-logic-engine'
import { Engine } from 'json-rules-engine'
import sift from 'sift'
import { compileRules } from '#engagement/decision/rule-index/compile-rules.ts'
import { loadRules } from '#engagement/decision/rule-index/load-rules.ts'
import type { Condition, Operand } from '#engagement/model/condition.ts'
import type { Rule } from '#engagement/model/published-rules.ts'
import type { Clause, Happening, ShopRule } from './shop.ts'

/** Ids of the rules that match, in any order. json-rules-engine answers later. */
export type Match = (happening: Happening) => readonly string[] | Promise<readonly string[]>

export interface Contestant {
  readonly name: string
  build(rules: readonly ShopRule[]): Match
}

/** Ours first; the libraries each get their rules grouped by event name. */
export const CONTESTANTS: readonly Contestant[] = [
  { name: 'beforehand', build: buildOurs },
  { name: 'json-logic-engine', build: buildJsonLogic },
  { name: 'cel-js', build: buildCel },
  { name: 'sift', build: buildSift },
  { name: 'json-rules-engine', build: buildJsonRules },
]

export function toRule({ id, event, clauses }: ShopRule): Rule {
  return { id, events: [event], where: { kind: 'all_of', conditions: clauses.map(toCondition) } }
}

function toCondition(clause: Clause): Condition {
  const field = { root: clause.field.root, path: [clause.field.name] }
  const value = (value: string | number | boolean | readonly string[]): Operand => ({ kind: 'value', value })
  switch (clause.is) {
    case 'equal':
      return { kind: 'compare', field, comparison: 'equals', operands: [value(clause.value)] }
    case 'in':
      return { kind: 'compare', field, comparison: 'in', operands: [value(clause.values)] }
    case 'atLeast':
      return { kind: 'compare', field, comparison: 'at_least', operands: [value(clause.value)] }
    case 'atMost':
      return { kind: 'compare', field, comparison: 'at_most', operands: [value(clause.value)] }
    case 'between':
      return { kind: 'compare', field, comparison: 'between', operands: [value(clause.low), value(clause.high)] }
  }
}

function buildOurs(rules: readonly ShopRule[]): Match {
  const matcher = loadRules(JSON.parse(JSON.stringify(compileRules(rules.map(toRule)))))
  return ({ name, data: { event, profile } }) =>
    matcher.match(name, { event, profile, history: {}, now: 0, zone: 'UTC' }).matched
}

function byEvent<T>(rules: readonly ShopRule[], build: (rule: ShopRule) => T): Map<string, { id: string; test: T }[]> {
  const groups = new Map<string, { id: string; test: T }[]>()
  for (const rule of rules) {
    const group = groups.get(rule.event) ?? []
    group.push({ id: rule.id, test: build(rule) })
    groups.set(rule.event, group)
  }
  return groups
}

function matchEach(groups: Map<string, { id: string; test: (data: Happening['data']) => unknown }[]>): Match {
  return ({ name, data }) => {
    const found: string[] = []
    for (const { id, test } of groups.get(name) ?? []) if (test(data) === true) found.push(id)
    return found
  }
}

function buildJsonLogic(rules: readonly ShopRule[]): Match {
  const engine = new LogicEngine()
  return matchEach(byEvent(rules, ({ clauses }) => asTest(engine.build({ and: clauses.map(toJsonLogic) }))))
}

type Test = (data: Happening['data']) => unknown

/** The library says of what it builds only that it is a function. */
function isTest(built: unknown): built is Test {
  return typeof built === 'function'
}

function asTest(built: unknown): Test {
  if (!isTest(built)) throw new TypeError('nothing was built to call')
  return built
}

function toJsonLogic(clause: Clause): object {
  const field = { var: `${clause.field.root}.${clause.field.name}` }
  switch (clause.is) {
    case 'equal':
      return { '===': [field, clause.value] }
    case 'in':
      return { in: [field, clause.values] }
    case 'atLeast':
      return { '>=': [field, clause.value] }
    case 'atMost':
      return { '<=': [field, clause.value] }
    case 'between':
      return { '<=': [clause.low, field, clause.high] }
  }
}

function buildCel(rules: readonly ShopRule[]): Match {
  const environment = new Environment({ unlistedVariablesAreDyn: true })
    .registerVariable('event', 'map')
    .registerVariable('profile', 'map')
  return matchEach(byEvent(rules, ({ clauses }) => environment.parse(clauses.map(toCel).join(' && '))))
}

/** A field that may be missing is asked for first; numbers are doubles, as JSON's are. */
function toCel(clause: Clause): string {
  const field = `${clause.field.root}.${clause.field.name}`
  const guard = clause.field.missing > 0 ? `has(${field}) && ` : ''
  switch (clause.is) {
    case 'equal':
      return `${guard}${field} == ${JSON.stringify(clause.value)}`
    case 'in':
      return `${guard}${field} in ${JSON.stringify(clause.values)}`
    case 'atLeast':
      return `${guard}${field} >= ${clause.value}.0`
    case 'atMost':
      return `${guard}${field} <= ${clause.value}.0`
    case 'between':
      return `${guard}${field} >= ${clause.low}.0 && ${field} <= ${clause.high}.0`
  }
}

// The types of sift's CommonJS build do not say that its default export is callable.
const makeSift = sift as unknown as (query: object) => unknown

function buildSift(rules: readonly ShopRule[]): Match {
  return matchEach(
    byEvent(rules, ({ clauses }) =>
      asTest(
        makeSift(
          Object.fromEntries(clauses.map((clause) => [`${clause.field.root}.${clause.field.name}`, toQuery(clause)])),
        ),
      ),
    ),
  )
}

function toQuery(clause: Clause): object {
  switch (clause.is) {
    case 'equal':
      return { $eq: clause.value }
    case 'in':
      return { $in: clause.values }
    case 'atLeast':
      return { $gte: clause.value }
    case 'atMost':
      return { $lte: clause.value }
    case 'between':
      return { $gte: clause.low, $lte: clause.high }
  }
}

function buildJsonRules(rules: readonly ShopRule[]): Match {
  const engines = buildEngines(rules)
  return async ({ name, facts }) => {
    const engine = engines.get(name)
    return engine === undefined ? [] : (await engine.run({ ...facts })).events.map((event) => event.type)
  }
}

/** One engine per event name. */
export function buildEngines(rules: readonly ShopRule[]): Map<string, Engine> {
  const engines = new Map<string, Engine>()
  for (const { id, event, clauses } of rules) {
    const engine = engines.get(event) ?? new Engine([], { allowUndefinedFacts: true })
    engines.set(event, engine.addRule({ conditions: { all: clauses.flatMap(toFacts) }, event: { type: id } }))
  }
  return engines
}

function toFacts(clause: Clause): { fact: string; operator: string; value: unknown }[] {
  const fact = `${clause.field.root}_${clause.field.name}`
  switch (clause.is) {
    case 'equal':
      return [{ fact, operator: 'equal', value: clause.value }]
    case 'in':
      return [{ fact, operator: 'in', value: clause.values }]
    case 'atLeast':
      return [{ fact, operator: 'greaterThanInclusive', value: clause.value }]
    case 'atMost':
      return [{ fact, operator: 'lessThanInclusive', value: clause.value }]
    case 'between':
      return [
        { fact, operator: 'greaterThanInclusive', value: clause.low },
        { fact, operator: 'lessThanInclusive', value: clause.high },
      ]
  }
}
