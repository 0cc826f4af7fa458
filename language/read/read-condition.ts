import type {
  CompareCondition,
  Comparison,
  Condition,
  CounterDefinition,
  HistoryCondition,
  Operand,
} from '#engagement/model/condition.ts'
import type { SaidHistory, SaidOperand, Tongue } from './tongue.ts'

/** A condition as a clause. `counters`: those that its counts refer to. */
export function readCondition(condition: Condition, tongue: Tongue, counters: readonly CounterDefinition[]): string {
  switch (condition.kind) {
    case 'all_of':
    case 'any_of':
      return tongue.group(
        condition.kind,
        condition.conditions.map((each) => readInner(each, tongue, counters)),
      )
    case 'not':
      if (condition.condition.kind === 'compare') return readCompare(condition.condition, tongue, true)
      return tongue.not(readCondition(condition.condition, tongue, counters))
    case 'compare':
      return readCompare(condition, tongue)
    case 'list':
      return tongue.quantified(
        condition.quantifier,
        condition.field,
        readCondition(condition.where, tongue, counters),
        condition.ifMissing,
      )
    case 'history':
      return readHistory(condition, tongue, counters)
  }
}

function readInner(condition: Condition, tongue: Tongue, counters: readonly CounterDefinition[]): string {
  const clause = readCondition(condition, tongue, counters)
  const isGroup = (condition.kind === 'all_of' || condition.kind === 'any_of') && condition.conditions.length > 1
  return isGroup ? tongue.nest(clause) : clause
}

const OPPOSITE: { readonly [comparison in Comparison]?: Comparison } = {
  equals: 'not_equals',
  not_equals: 'equals',
  in: 'not_in',
  not_in: 'in',
  above: 'at_most',
  at_most: 'above',
  below: 'at_least',
  at_least: 'below',
}
const OTHERWISE = { matched: 'unmatched', unmatched: 'matched' } as const

function readCompare(condition: CompareCondition, tongue: Tongue, negated = false): string {
  if (negated) {
    const { comparison, ifMissing } = condition
    const opposite = OPPOSITE[comparison]
    const rest = { ...condition, ...(ifMissing === undefined ? {} : { ifMissing: OTHERWISE[ifMissing] }) }
    if (opposite !== undefined) return readCompare({ ...rest, comparison: opposite }, tongue)
    return sayCompare(rest, tongue, true)
  }
  return sayCompare(condition, tongue, false)
}

function sayCompare(condition: CompareCondition, tongue: Tongue, negated: boolean): string {
  const [first] = condition.operands
  return tongue.compare({
    field: condition.field,
    comparison: condition.comparison,
    operands: condition.operands.map((operand) => readOperand(operand, condition, tongue)),
    ...(first?.kind === 'value' ? { value: first.value } : {}),
    ...(condition.ifMissing === undefined ? {} : { ifMissing: condition.ifMissing }),
    ...(negated ? { negated } : {}),
  })
}

function readOperand(operand: Operand, { comparison }: CompareCondition, tongue: Tongue): SaidOperand {
  switch (operand.kind) {
    case 'field':
      return { kind: 'field', words: tongue.field(operand.field), field: operand.field }
    case 'money':
      return { kind: 'money', words: tongue.money(operand.amounts) }
    case 'value': {
      const { value } = operand
      if ((comparison === 'within_last' || comparison === 'older_than') && typeof value === 'number')
        return { kind: 'duration', words: tongue.duration(value) }
      if (!Array.isArray(value)) return { kind: 'value', words: tongue.value(value) }
      const each = value.map((one) => tongue.value(one))
      return { kind: 'list', words: tongue.list(each, 'or'), each }
    }
  }
}

/** An operand of an action, in words. */
export function sayOperand(operand: Operand, tongue: Tongue): string {
  switch (operand.kind) {
    case 'field':
      return tongue.field(operand.field)
    case 'money':
      return tongue.money(operand.amounts)
    case 'value':
      return Array.isArray(operand.value)
        ? tongue.list(
            operand.value.map((each) => tongue.value(each)),
            'and',
          )
        : tongue.value(operand.value)
  }
}

function readHistory(condition: HistoryCondition, tongue: Tongue, counters: readonly CounterDefinition[]): string {
  const counter = counters.find(({ key }) => key === condition.counter)
  const bound = (limit: HistoryCondition['atLeast']): number | string | undefined =>
    typeof limit === 'object' ? tongue.money(limit) : limit
  const clauses = narrowing(condition, counter, tongue, counters)
  const { within, since } = condition
  const [atLeast, atMost] = [bound(condition.atLeast), bound(condition.atMost)]
  const summed = condition.sumIndex === undefined ? undefined : counter?.carry[condition.sumIndex]
  return tongue.history({
    measure: condition.measure,
    event: condition.event,
    ...(summed === undefined ? {} : { summed: tongue.field({ root: 'event', path: summed }) }),
    ...(atLeast === undefined ? {} : { atLeast }),
    ...(atMost === undefined ? {} : { atMost }),
    ...(within === undefined ? {} : { within: tongue.duration(within) }),
    ...(since === undefined ? {} : { since: sinceIn(since, tongue) }),
    ...(condition.distinct === undefined ? {} : { distinct: distinctIn(condition.distinct, tongue) }),
    ...(clauses.length === 0 ? {} : { where: tongue.group('all_of', clauses) }),
  })
}

function sinceIn(since: NonNullable<HistoryCondition['since']>, tongue: Tongue): NonNullable<SaidHistory['since']> {
  if (since.kind === 'entry') return since
  const { event, same } = since
  if (same === undefined) return { kind: 'event', event }
  return { kind: 'event', event, same: tongue.field({ root: 'event', path: same.name.split('.') }) }
}

const distinctIn = (
  distinct: NonNullable<HistoryCondition['distinct']>,
  tongue: Tongue,
): NonNullable<SaidHistory['distinct']> =>
  distinct.kind === 'day' ? distinct : { kind: 'field', words: tongue.field(distinct.field) }

/** Which of the events count: the counter's own `where`, and what is compared with the run. */
function narrowing(
  { match }: HistoryCondition,
  counter: CounterDefinition | undefined,
  tongue: Tongue,
  counters: readonly CounterDefinition[],
): readonly string[] {
  const own = counter?.where === undefined ? [] : [readCondition(counter.where, tongue, counters)]
  const matched = match.flatMap(({ index, field }) => {
    const path = counter?.carry[index]
    return path === undefined
      ? []
      : [
          tongue.compare({
            field: { root: 'event', path },
            comparison: 'equals',
            operands: [{ kind: 'field', words: tongue.field(field), field }],
          }),
        ]
  })
  return [...own, ...matched]
}
