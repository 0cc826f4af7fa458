import type { Json } from '../customer/json.ts'
import type {
  CompareCondition,
  Condition,
  FieldRef,
  HistoryCondition,
  ListCondition,
  Operand,
} from '../model/condition.ts'

/** A field as a marketer writes it: `event.products.0.price`. */
export function describeField(field: FieldRef): string {
  return [field.root, ...field.path].join('.')
}

/** A comparison in words: `event.currency in [JPY, USD]`. `prefix`: where `item` stands. */
export const describeCompare = (condition: CompareCondition, prefix?: string): string =>
  prefix === undefined ? inWords(condition, compareInWords) : compareInWords(condition, prefix)

function compareInWords(condition: CompareCondition, prefix?: string): string {
  const [first, second] = condition.operands.map((operand) => describeOperand(operand, condition))
  const field =
    prefix === undefined || condition.field.root !== 'item'
      ? describeField(condition.field)
      : [prefix, ...condition.field.path].join('.')
  if (condition.comparison === 'exists') return `${field} ${first === 'false' ? 'does not exist' : 'exists'}`
  return `${field} ${condition.comparison.replaceAll('_', ' ')} ${first}${second === undefined ? '' : ` and ${second}`}`
}

/** `some of event.products`; what is asked of the items follows as leaves of its own. */
export function describeList(condition: ListCondition, prefix?: string): string {
  const field =
    prefix === undefined || condition.field.root !== 'item'
      ? describeField(condition.field)
      : [prefix, ...condition.field.path].join('.')
  return `${condition.quantifier} of ${field}`
}

/** `at least 3 x Payment Failed within 24h since Payment Succeeded where order_id is ...`. */
export const describeHistory = (condition: HistoryCondition): string => inWords(condition, historyInWords)

function historyInWords(condition: HistoryCondition): string {
  const bounds = [describeBound('at least', condition.atLeast), describeBound('at most', condition.atMost)].filter(
    (text) => text !== '',
  )
  const what = condition.measure === 'count' ? `x ${condition.event}` : `in all of ${condition.event}`
  const within = condition.within === undefined ? '' : ` within ${describeDuration(condition.within)}`
  const since =
    condition.since === undefined ? '' : ` since ${condition.since.kind === 'entry' ? 'entry' : condition.since.event}`
  const distinct =
    condition.distinct === undefined
      ? ''
      : condition.distinct.kind === 'day'
        ? ' on different days'
        : ` with different ${condition.distinct.field.path.join('.')}`
  const shared =
    condition.since?.kind === 'event' && condition.since.same !== undefined
      ? ` with the same ${condition.since.same.name}`
      : ''
  const same = condition.match.map(({ field }) => ` with the same ${describeField(field)}`).join('')
  return `${bounds.join(' and ')} ${what}${distinct}${within}${since}${shared}${same}`
}

const words = new WeakMap<Condition, string>()

/** A condition is described with every decision that asked it: once is enough. */
function inWords<Asked extends Condition>(condition: Asked, describe: (condition: Asked) => string): string {
  const known = words.get(condition)
  if (known !== undefined) return known
  const described = describe(condition)
  words.set(condition, described)
  return described
}

/** Milliseconds as the language writes them: `1d 12h`. */
export function describeDuration(ms: number): string {
  const units = [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['m', 60_000],
    ['s', 1000],
    ['ms', 1],
  ] as const
  const parts: string[] = []
  let rest = Math.abs(ms)
  for (const [name, size] of units) {
    const n = Math.floor(rest / size)
    if (n > 0) parts.push(`${n}${name}`)
    rest -= n * size
  }
  return `${ms < 0 ? '-' : ''}${parts.join(' ') || '0s'}`
}

function describeOperand(operand: Operand, { comparison }: CompareCondition): string {
  switch (operand.kind) {
    case 'value':
      if (typeof operand.value === 'number' && (comparison === 'within_last' || comparison === 'older_than'))
        return describeDuration(operand.value)
      return describeValue(operand.value)
    case 'field':
      return describeField(operand.field)
    case 'money':
      return describeAmounts(operand.amounts)
  }
}

function describeValue(value: Json): string {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return `[${value.map(describeValue).join(', ')}]`
  return JSON.stringify(value)
}

function describeAmounts(amounts: { readonly [currency: string]: number }): string {
  return Object.entries(amounts)
    .map(([currency, amount]) => `${amount} ${currency}`)
    .join(' / ')
}

function describeBound(word: string, bound: HistoryCondition['atLeast']): string {
  if (bound === undefined) return ''
  return `${word} ${typeof bound === 'number' ? bound : describeAmounts(bound)}`
}
