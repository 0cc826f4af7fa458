import type { ComputedDefinition } from '#engagement/model/computed-definition.ts'
import { didYouMean } from '#engagement/model/suggest.ts'
import type { ComputedSource } from '../form/computed-schema.ts'
import { span } from '../form/duration.ts'
import { listOf } from '../form/value-schemas.ts'
import type { Path } from '../form/yaml-source.ts'
import type { Lowering } from './context.ts'
import { lowerEventNames } from './lower-event-names.ts'
import { lowerField, lowerKey, parseField } from './lower-field.ts'
import { itemShape, type KnownField, lookUp, type Shape } from './shape.ts'
import { eventShape, HABIT_FIELDS, LIST_FIELDS, type Vocabulary } from './vocabulary.ts'

type List = Extract<ComputedSource[string], { readonly list: unknown }>['list']

const DAYS_30 = 30 * 86_400_000
const MINUTES_30 = 30 * 60_000

export function lowerComputed(written: ComputedSource, context: Lowering): readonly ComputedDefinition[] {
  return Object.entries(written).map(([name, computed]) => {
    if ('list' in computed) return lowerList(name, computed.list, [name, 'list'], context)
    const { events, visit_gap: gap } = computed.habit
    return {
      kind: 'habit',
      name,
      events: lowerEventNames(events, [name, 'habit', 'events'], context),
      visitGap: gap === undefined ? MINUTES_30 : span(gap).ms,
    }
  })
}

function lowerList(name: string, list: List, path: Path, context: Lowering): ComputedDefinition {
  const named = (key: 'add' | 'remove' | 'clear'): readonly string[] =>
    list[key] === undefined ? [] : lowerEventNames(list[key], [...path, key], context)
  const [add, remove, clear] = [named('add'), named('remove'), named('clear')]
  const replace = Object.entries(list.replace ?? {}).map(([event, items]) => {
    lowerEventNames(event, [...path, 'replace', event], context)
    return { event, items: lowerItems(event, items, [...path, 'replace', event], context) }
  })
  const events = [...add, ...remove, ...clear, ...replace.map((each) => each.event)]
  const onePer =
    list.one_per === undefined
      ? undefined
      : lowerKey(
          list.one_per,
          [...path, 'one_per'],
          { shapes: { event: eventShape(context.vocabulary, events) } },
          context,
        )
  checkLineProperties(list, path, context)
  return {
    kind: 'list',
    name,
    ...(onePer === undefined ? {} : { onePer }),
    add,
    remove,
    replace,
    clear,
    identity: list.identity,
    carry: list.carry ?? [],
    forgetAfter: list.forget_after === undefined ? DAYS_30 : span(list.forget_after).ms,
  }
}

function lowerItems(event: string, items: string, path: Path, context: Lowering): ReturnType<typeof parseField> {
  const field = lowerField(items, path, { shapes: { event: eventShape(context.vocabulary, [event]) } }, context)
  if (!['list', 'any'].includes(field.known.type.kind))
    context.report.error(context.source.at(path), 'misfit', `\`${items}\` is no list`)
  return field.ref
}

function checkLineProperties(list: List, path: Path, { vocabulary, report, source }: Lowering): void {
  const { fields, open } = lineShape(list, vocabulary)
  if (open === true) return
  for (const key of ['identity', 'carry'] as const) {
    list[key]?.forEach((property, index) => {
      if (!Object.hasOwn(fields, property))
        report.error(
          source.at([...path, key, index]),
          'unknown-property',
          `No line has \`${property}\``,
          didYouMean(property, Object.keys(fields)),
        )
    })
  }
}

/** What a line of the list can hold: properties of the events that add one, and of the items of lists that replace it. */
function lineShape(list: List, vocabulary: Pick<Vocabulary, 'events'>): Shape {
  const added = eventShape(vocabulary, listOf(list.add))
  const replaced = Object.entries(list.replace ?? {}).map(([event, items]): Shape => {
    const found = lookUp(eventShape(vocabulary, [event]), parseField(items).path)
    return found.kind === 'found' && found.field.type.kind === 'list' ? itemShape(found.field.type.of) : { fields: {} }
  })
  const fields: { [name: string]: KnownField } = {}
  for (const shape of [...replaced, added]) Object.assign(fields, shape.fields)
  return { fields, ...([added, ...replaced].some((shape) => shape.open === true) ? { open: true } : {}) }
}

/** What `computed.*` reads. */
export function computedShape(written: ComputedSource, vocabulary: Pick<Vocabulary, 'events'>): Vocabulary['computed'] {
  const parts = Object.fromEntries(
    Object.entries(written).map(([name, computed]): [string, Shape] => {
      if (!('list' in computed)) return [name, { fields: HABIT_FIELDS }]
      const { fields } = lineShape(computed.list, vocabulary)
      const names = [...new Set([...computed.list.identity, ...(computed.list.carry ?? [])])]
      const of = Object.fromEntries(
        names.map((each) => [each, { type: propertyType(fields[each]), description: '', required: false }]),
      )
      const quantity = { quantity: { type: { kind: 'number' } as const, description: '', required: true } }
      return [
        name,
        { fields: { ...LIST_FIELDS, items: { type: { kind: 'list', of: { ...of, ...quantity } }, required: false } } },
      ]
    }),
  )
  return { fields: {}, parts }
}

const propertyType = (field: KnownField | undefined): Exclude<KnownField['type'], { readonly kind: 'any' }> =>
  field === undefined || field.type.kind === 'any' ? { kind: 'object' } : field.type
