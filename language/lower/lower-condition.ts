import { COMPARISONS, type Comparison, type Condition, type Operand } from '#engagement/model/condition.ts'
import type * as source from '../form/condition-schema.ts'
import { span } from '../form/duration.ts'
import type { Path } from '../form/yaml-source.ts'
import { checkComparison } from './check-comparison.ts'
import { type Lowering, placed } from './context.ts'
import { lowerDid } from './lower-did.ts'
import { type FieldScope, lowerField, parseField, type ResolvedField } from './lower-field.ts'
import { lowerSum } from './lower-sum.ts'
import { itemShape } from './shape.ts'

/** A marketer's condition as the engine evaluates it; unknown names and misfits are reported at their places. */
export function lowerCondition(written: source.Condition, path: Path, scope: FieldScope, context: Lowering): Condition {
  if ('all_of' in written) return group('all_of', written.all_of, path, scope, context)
  if ('any_of' in written) return group('any_of', written.any_of, path, scope, context)
  if ('not' in written)
    return placed(
      { kind: 'not', condition: lowerCondition(written.not, [...path, 'not'], scope, context) },
      path,
      context,
    )
  if ('did' in written)
    return lowerDid(
      {
        event: written.did,
        key: 'did',
        ...bounds(written),
        where: written.where,
        within: written.within,
        since: written.since,
        same: written.same,
        distinct: written.distinct,
      },
      path,
      scope,
      context,
      lowerCondition,
    )
  if ('did_not' in written)
    return lowerDid(
      {
        event: written.did_not,
        key: 'did_not',
        atMost: 0,
        where: written.where,
        within: written.within,
        since: written.since,
        same: written.same,
        distinct: undefined,
      },
      path,
      scope,
      context,
      lowerCondition,
    )
  if ('sum' in written) return lowerSum(written, path, scope, context, lowerCondition)
  return lowerFieldCondition(written, path, scope, context)
}

function bounds({ at_least: atLeast, at_most: atMost }: source.DidCondition): {
  readonly atLeast?: number
  readonly atMost?: number
} {
  if (atLeast === undefined && atMost === undefined) return { atLeast: 1 }
  return { ...(atLeast === undefined ? {} : { atLeast }), ...(atMost === undefined ? {} : { atMost }) }
}

function group(
  kind: 'all_of' | 'any_of',
  written: readonly source.Condition[],
  path: Path,
  scope: FieldScope,
  context: Lowering,
): Condition {
  const conditions = written.map((each, index) => lowerCondition(each, [...path, kind, index], scope, context))
  return placed({ kind, conditions }, path, context)
}

function lowerFieldCondition(
  written: source.FieldCondition,
  path: Path,
  scope: FieldScope,
  context: Lowering,
): Condition {
  const field = lowerField(written.field, [...path, 'field'], scope, context)
  const missing = written.if_missing === undefined ? {} : { ifMissing: written.if_missing }
  const parts: Condition[] = []
  for (const comparison of COMPARISONS) {
    const value = written[comparison]
    if (value === undefined) continue
    const at = [...path, comparison]
    const operands = lowerOperands(comparison, value, at, scope, context)
    checkComparison({ field, comparison, operands }, at, scope, context)
    parts.push(placed({ kind: 'compare', field: field.ref, comparison, operands, ...missing }, path, context))
  }
  for (const quantifier of ['some', 'every'] as const) {
    const inner = written[quantifier]
    if (inner === undefined) continue
    const at = [...path, quantifier]
    const where = lowerCondition(inner, at, withItem(field, at, scope, context), context)
    parts.push(placed({ kind: 'list', quantifier, field: field.ref, where, ...missing }, path, context))
  }
  const [only] = parts
  return parts.length === 1 && only !== undefined ? only : placed({ kind: 'all_of', conditions: parts }, path, context)
}

function withItem(field: ResolvedField, path: Path, scope: FieldScope, { source, report }: Lowering): FieldScope {
  const type = field.known.type
  if (type.kind === 'list') return { ...scope, shapes: { ...scope.shapes, item: itemShape(type.of) } }
  if (type.kind !== 'any')
    report.error(
      source.keyAt(path),
      'misfit',
      `\`${String(path.at(-1))}\` asks the items of a list, but this field is ${type.kind}`,
    )
  return { ...scope, shapes: { ...scope.shapes, item: { fields: {}, open: true } } }
}

type Written = NonNullable<source.FieldCondition[Comparison]>

function lowerOperands(
  comparison: Comparison,
  value: Written,
  path: Path,
  scope: FieldScope,
  context: Lowering,
): readonly Operand[] {
  if ((comparison === 'within_last' || comparison === 'older_than') && typeof value === 'string')
    return [{ kind: 'value', value: span(value).ms }]
  if (comparison === 'between' && Array.isArray(value))
    return value.map((each, index) => lowerOperand(each, [...path, index], scope, context))
  return [lowerOperand(value, path, scope, context)]
}

type Single =
  | Exclude<Written, readonly unknown[]>
  | (string | number | boolean | { [currency: string]: number } | { field: string })

function lowerOperand(value: Single | readonly Single[], path: Path, scope: FieldScope, context: Lowering): Operand {
  if (typeof value !== 'object') return { kind: 'value', value }
  if (isList(value)) return { kind: 'value', value: value.filter((each) => typeof each !== 'object') }
  const { field } = value
  if (typeof field === 'string') {
    lowerField(field, [...path, 'field'], scope, context)
    return { kind: 'field', field: parseField(field) }
  }
  return { kind: 'money', amounts: amountsOf(value) }
}

const isList = (value: Single | readonly Single[]): value is readonly Single[] => Array.isArray(value)

const amountsOf = (value: object): { readonly [currency: string]: number } =>
  Object.fromEntries(
    Object.entries(value).flatMap(([currency, amount]) => (typeof amount === 'number' ? [[currency, amount]] : [])),
  )
