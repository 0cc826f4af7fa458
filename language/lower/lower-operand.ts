import type { Operand } from '#engagement/model/condition.ts'
import type { ValueOperand } from '../form/value-schemas.ts'
import type { Path } from '../form/yaml-source.ts'
import type { Lowering } from './context.ts'
import { warnOfField } from './looks-like-field.ts'
import { type FieldScope, lowerField } from './lower-field.ts'

/** The values that an action writes, by name. */
export function lowerOperands(
  written: { readonly [name: string]: ValueOperand } | undefined,
  path: Path,
  scope: FieldScope,
  context: Lowering,
): { readonly [name: string]: Operand } {
  return Object.fromEntries(
    Object.entries(written ?? {}).map(([name, value]) => [name, lowerOperand(value, [...path, name], scope, context)]),
  )
}

function lowerOperand(value: ValueOperand, path: Path, scope: FieldScope, context: Lowering): Operand {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    warnOfField(value, path, context)
    return { kind: 'value', value }
  }
  return { kind: 'field', field: lowerField(value.field, [...path, 'field'], scope, context).ref }
}
