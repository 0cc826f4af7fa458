import type { FieldRef, Root } from '#engagement/model/condition.ts'
import type { PropertyType } from '#engagement/model/event-definition.ts'
import { didYouMean } from '#engagement/model/suggest.ts'
import type { Path } from '../form/yaml-source.ts'
import type { Lowering } from './context.ts'
import { type KnownField, lookUp, type Shape } from './shape.ts'

/** What each root reads at a place in a file. A root that is absent cannot be read there; `why` says it to a marketer. */
export interface FieldScope {
  readonly shapes: { readonly [root in Root]?: Shape }
  readonly why?: { readonly [root in Root]?: string }
}

export interface ResolvedField {
  readonly ref: FieldRef
  readonly known: KnownField
}

const UNKNOWN: KnownField = { type: { kind: 'any' }, required: false }

const WHY: { readonly [root in Root]?: string } = {
  awaited: 'No event was waited for before this step',
  item: '`item` is read inside `some` and `every` only',
  entry: '`entry` is read inside a run only',
  next_word: 'No message before here says when the next word comes: give its `send` a `next_word`',
}

/** `event.products.0.price` -> `{ root, path }`; the schema has checked its form already. */
export function parseField(text: string): FieldRef {
  const [root, ...path] = text.split('.')
  // The schema's pattern lets known roots through only.
  return { root: root as Root, path }
}

export const fieldText = (ref: FieldRef): string => [ref.root, ...ref.path].join('.')

/** Resolves a field as written at `path`; reports it where it does not exist, with what was probably meant. */
export function lowerField(
  text: string,
  path: Path,
  scope: FieldScope,
  { source, report }: Pick<Lowering, 'source' | 'report'>,
): ResolvedField {
  const ref = parseField(text)
  const found = findField(ref, scope)
  if (found.kind === 'found') return { ref, known: found.field }
  report.error(source.at(path), 'unknown-field', found.message, found.hint)
  return { ref, known: UNKNOWN }
}

/** Kinds whose values tell one thing from another. */
const KEYS: readonly string[] = ['string', 'number', 'date', 'url', 'any']

/** A field by whose value runs, promises, lists or incidents are told apart. */
export function lowerKey(
  text: string,
  path: Path,
  scope: FieldScope,
  context: Pick<Lowering, 'source' | 'report'>,
): FieldRef {
  const field = lowerField(text, path, scope, context)
  if (!KEYS.includes(kindOf(field)))
    context.report.error(
      context.source.at(path),
      'one-per',
      `\`${text}\` (${kindOf(field)}) tells nothing apart`,
      'Write a field that names one thing, such as `event.order_id`',
    )
  return field.ref
}

export type FoundField =
  | { readonly kind: 'found'; readonly field: KnownField }
  | { readonly kind: 'missing'; readonly message: string; readonly hint?: string }

/** Looks a field up; where it is missing, says so to a marketer. */
export function findField(ref: FieldRef, scope: FieldScope): FoundField {
  const shape = scope.shapes[ref.root]
  if (shape === undefined)
    return {
      kind: 'missing',
      message: `\`${fieldText(ref)}\` cannot be read here`,
      hint: scope.why?.[ref.root] ?? WHY[ref.root] ?? `Nothing is known under \`${ref.root}\` here`,
    }
  const found = lookUp(shape, ref.path)
  if (found.kind === 'found') return found
  const before = ref.path.slice(0, Math.max(0, ref.path.indexOf(found.name)))
  const parent = [ref.root, ...before].join('.')
  const near = didYouMean(found.name, found.known)
  const hint = near?.replace(/`(.+)`/, `\`${parent}.$1\``)
  return { kind: 'missing', message: `\`${parent}\` has no \`${found.name}\``, ...(hint === undefined ? {} : { hint }) }
}

export const kindOf = (field: ResolvedField): PropertyType['kind'] | 'any' => field.known.type.kind
