import { type Token, TypeGuards, type Value } from 'liquidjs'
import { GUARDING_FILTERS } from './filters.ts'
import { type Locals, readPath } from './paths.ts'

/** Which fields must be there when a test comes out true, and which when it comes out false. */
export interface Guards {
  readonly whenTrue: ReadonlySet<string>
  readonly whenFalse: ReadonlySet<string>
}

const NONE: ReadonlySet<string> = new Set()

type Operand =
  | { readonly kind: 'field'; readonly path: string }
  /** `nil`, `blank`: what a missing field equals. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'value' }
  | { readonly kind: 'test'; readonly guards: Guards }

/**
 * What the test of an `if` or `unless` guards. A test with filters guards nothing, unless they only let pass what is
 * there: `if event.pay_by | ahead`.
 */
export function guardsOf(test: Value, locals: Locals): Guards {
  if (!test.filters.every(({ name }) => GUARDING_FILTERS.has(name))) return { whenTrue: NONE, whenFalse: NONE }
  const { whenTrue, whenFalse } = guardsOfExpression(test, locals)
  return { whenTrue, whenFalse: test.filters.length > 0 ? NONE : whenFalse }
}

function guardsOfExpression(test: Value, locals: Locals): Guards {
  const stack: Operand[] = []
  for (const token of test.initial.postfix) {
    if (!TypeGuards.isOperatorToken(token)) {
      stack.push(operandOf(token, locals))
      continue
    }
    const right = stack.pop()
    if (token.operator === 'not') {
      const { whenTrue, whenFalse } = truth(right)
      stack.push({ kind: 'test', guards: { whenTrue: whenFalse, whenFalse: whenTrue } })
    } else stack.push({ kind: 'test', guards: combine(token.operator, stack.pop(), right) })
  }
  return truth(stack.pop())
}

function operandOf(token: Token, locals: Locals): Operand {
  const field = readPath(token, locals)
  if (field?.path !== undefined) return { kind: 'field', path: field.path }
  if (TypeGuards.isLiteralToken(token) && ['nil', 'null', 'blank'].includes(token.literal)) return { kind: 'nothing' }
  return { kind: 'value' }
}

function truth(operand: Operand | undefined): Guards {
  switch (operand?.kind) {
    case 'test':
      return operand.guards
    case 'field':
      return { whenTrue: new Set([operand.path]), whenFalse: NONE }
    case 'nothing':
    case 'value':
    case undefined:
      return { whenTrue: NONE, whenFalse: NONE }
  }
}

function combine(operator: string, left: Operand | undefined, right: Operand | undefined): Guards {
  const [a, b] = [truth(left), truth(right)]
  switch (operator) {
    case 'and':
      return { whenTrue: a.whenTrue.union(b.whenTrue), whenFalse: a.whenFalse.intersection(b.whenFalse) }
    case 'or':
      return { whenTrue: a.whenTrue.intersection(b.whenTrue), whenFalse: a.whenFalse.union(b.whenFalse) }
    case '==':
      return equality(left, right)
    case '!=': {
      const { whenTrue, whenFalse } = equality(left, right)
      return { whenTrue: whenFalse, whenFalse: whenTrue }
    }
    default:
      // `<`, `contains` and the like are false where a side is missing.
      return { whenTrue: fieldsOf(left, right), whenFalse: NONE }
  }
}

function equality(left: Operand | undefined, right: Operand | undefined): Guards {
  const fields = fieldsOf(left, right)
  if (left?.kind === 'nothing' || right?.kind === 'nothing') return { whenTrue: NONE, whenFalse: fields }
  // Two fields may be equal because both are missing.
  if (left?.kind === 'field' && right?.kind === 'field') return { whenTrue: NONE, whenFalse: NONE }
  return { whenTrue: fields, whenFalse: NONE }
}

const fieldsOf = (...operands: readonly (Operand | undefined)[]): ReadonlySet<string> =>
  new Set(operands.flatMap((operand) => (operand?.kind === 'field' ? [operand.path] : [])))
