import type { Comparison, Operand } from '#engagement/model/condition.ts'
import { currencyFault } from '#engagement/model/currency.ts'
import type { Path } from '../form/yaml-source.ts'
import type { Lowering } from './context.ts'
import { warnOfField } from './looks-like-field.ts'
import { type FieldScope, fieldText, findField, kindOf, type ResolvedField } from './lower-field.ts'
import { lookUp, type ValueKind } from './shape.ts'

const SCALAR: readonly ValueKind[] = ['string', 'number', 'boolean', 'date', 'money', 'url']
const ORDERED: readonly ValueKind[] = ['number', 'money', 'date']
const TEXT: readonly ValueKind[] = ['string', 'url']

const FITS: { readonly [comparison in Comparison]: readonly ValueKind[] | 'all' } = {
  equals: SCALAR,
  not_equals: SCALAR,
  in: SCALAR,
  not_in: SCALAR,
  above: ORDERED,
  below: ORDERED,
  at_least: ORDERED,
  at_most: ORDERED,
  between: ORDERED,
  contains: [...TEXT, 'list'],
  starts_with: TEXT,
  exists: 'all',
  within_last: ['date'],
  older_than: ['date'],
}

export interface Comparing {
  readonly field: ResolvedField
  readonly comparison: Comparison
  readonly operands: readonly Operand[]
}

/** Reports a comparison that does not fit the field's type, and values of another type than the field's. */
export function checkComparison(
  { field, comparison, operands }: Comparing,
  path: Path,
  scope: FieldScope,
  context: Lowering,
): void {
  const kind = kindOf(field)
  const fits = FITS[comparison]
  if (kind !== 'any' && fits !== 'all' && !fits.includes(kind)) {
    const usual = Object.entries(FITS)
      .filter(([, kinds]) => kinds === 'all' || kinds.includes(kind))
      .map(([name]) => name)
    context.report.error(
      context.source.keyAt(path),
      'misfit',
      `\`${comparison}\` does not fit \`${fieldText(field.ref)}\`, which is ${NAMES[kind]}`,
      `What fits: ${usual.join(', ')}`,
    )
    return
  }
  if (
    comparison === 'exists' ||
    comparison === 'within_last' ||
    comparison === 'older_than' ||
    kind === 'any' ||
    kind === 'list'
  )
    return
  for (const operand of operands) checkOperand(field, kind, operand, path, scope, context)
}

const NAMES: { readonly [kind in ValueKind]: string } = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  date: 'a date',
  money: 'an amount of money',
  url: 'an address',
  object: 'an object',
  list: 'a list',
  any: 'of any type',
}

function checkOperand(
  field: ResolvedField,
  kind: ValueKind,
  operand: Operand,
  path: Path,
  scope: FieldScope,
  context: Lowering,
): void {
  const { source, report } = context
  const name = fieldText(field.ref)
  switch (operand.kind) {
    case 'money': {
      if (!isNumeric(kind))
        report.error(source.at(path), 'misfit', `Amounts per currency do not fit \`${name}\`, which is ${NAMES[kind]}`)
      const currency = scope.shapes.event === undefined ? undefined : lookUp(scope.shapes.event, ['currency'])
      if (currency?.kind !== 'found')
        report.error(
          source.at(path),
          'no-currency',
          'Amounts per currency are compared in `event.currency`, but the event has no `currency`',
        )
      return
    }
    case 'field': {
      if (fieldText(operand.field) === name)
        report.warn(
          source.at(path),
          'compared-with-itself',
          `\`${name}\` is compared with itself`,
          'To compare with the event that entered the run, write `entry.…`',
        )
      const other = findField(operand.field, scope)
      if (other.kind === 'found' && !comparable(kind, other.field.type.kind)) {
        report.error(
          source.at(path),
          'misfit',
          `\`${fieldText(operand.field)}\` is ${NAMES[other.field.type.kind]}, but \`${name}\` is ${NAMES[kind]}`,
        )
      }
      return
    }
    case 'value': {
      const values = Array.isArray(operand.value) ? operand.value : [operand.value]
      for (const value of values) warnOfField(value, path, context)
      if (field.ref.path.at(-1) === 'currency') checkCurrencies(values, path, source, report)
      const wrong = values.find((value) => !isOf(kind, value))
      if (wrong !== undefined)
        report.error(
          source.at(path),
          'misfit',
          `\`${String(wrong)}\` is not ${NAMES[kind]}, as \`${name}\` is`,
          hintFor(kind, wrong),
        )
    }
  }
}

/** Codes that a `currency` is compared with. */
function checkCurrencies(
  values: readonly unknown[],
  path: Path,
  source: Lowering['source'],
  report: Lowering['report'],
): void {
  const list = values.length > 1
  values.forEach((value, index) => {
    const fault = typeof value === 'string' ? currencyFault(value) : undefined
    if (fault !== undefined)
      report.error(source.at(list ? [...path, index] : path), 'currency', fault.message, fault.hint)
  })
}

const isNumeric = (kind: ValueKind): boolean => kind === 'number' || kind === 'money'
const isText = (kind: ValueKind): boolean => kind === 'string' || kind === 'url'
const comparable = (a: ValueKind, b: ValueKind): boolean =>
  b === 'any' || a === b || (isNumeric(a) && isNumeric(b)) || (isText(a) && isText(b))

const ISO_DATE = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/i

function isOf(kind: ValueKind, value: unknown): boolean {
  if (kind === 'date') return typeof value === 'string' && ISO_DATE.test(value)
  if (isNumeric(kind)) return typeof value === 'number'
  return kind === 'boolean' ? typeof value === 'boolean' : typeof value === 'string'
}

function hintFor(kind: ValueKind, value: unknown): string | undefined {
  if (kind === 'date') return 'Write it as `2026-11-24` or `2026-11-24T18:00:00+09:00`, or use `within_last`'
  if (isText(kind)) return `Put it in quotes: \`"${String(value)}"\``
  return undefined
}
