import type { PropertyDefinition, PropertyType } from '#engagement/model/event-definition.ts'

/** What kind of value a field holds; `any` where nobody knows. */
export type ValueKind = PropertyType['kind'] | 'any'

/** A field that exists: its type, and whether it is always there. */
export interface KnownField {
  readonly type: PropertyType | { readonly kind: 'any' }
  readonly required: boolean
}

/** The fields under one root. `open`: there may be others, of which nothing is known. */
export interface Shape {
  readonly fields: { readonly [name: string]: KnownField }
  readonly open?: boolean
  /** Shapes one level down: `computed.cart.*`. */
  readonly parts?: { readonly [name: string]: Shape }
}

export type Lookup =
  | { readonly kind: 'found'; readonly field: KnownField }
  | { readonly kind: 'unknown'; readonly name: string; readonly known: readonly string[] }

const ANY: KnownField = { type: { kind: 'any' }, required: false }

/** Looks up `products.0.name` in a shape. */
export function lookUp(shape: Shape, path: readonly string[]): Lookup {
  const [name = '', ...rest] = path
  const part =
    rest.length > 0 && shape.parts !== undefined && Object.hasOwn(shape.parts, name) ? shape.parts[name] : undefined
  if (part !== undefined) return lookUp(part, rest)
  const field = Object.hasOwn(shape.fields, name) ? shape.fields[name] : undefined
  if (field === undefined)
    return shape.open === true
      ? { kind: 'found', field: ANY }
      : { kind: 'unknown', name, known: [...Object.keys(shape.fields), ...Object.keys(shape.parts ?? {})] }
  return rest.length === 0 ? { kind: 'found', field } : lookInside(field, rest)
}

function lookInside(field: KnownField, path: readonly string[]): Lookup {
  const [name = '', ...rest] = path
  if (field.type.kind === 'any' || field.type.kind === 'object') return { kind: 'found', field: ANY }
  if (field.type.kind !== 'list') return { kind: 'unknown', name, known: [] }
  if (name === 'size' && rest.length === 0)
    return { kind: 'found', field: { type: { kind: 'number' }, required: field.required } }
  if (!/^\d+$/.test(name) && name !== 'first' && name !== 'last')
    return { kind: 'unknown', name, known: ['0', 'first', 'last', 'size'] }
  if (rest.length === 0) return { kind: 'found', field: { type: itemType(field.type.of), required: false } }
  return lookUp(itemShape(field.type.of), rest)
}

type ListOf = { readonly [name: string]: PropertyDefinition } | PropertyType

/** A list's `of` is a type of its own or properties by name (of which one may be called `kind`, hence the look at its type). */
const isType = (of: ListOf): of is PropertyType => typeof of.kind === 'string'

const itemType = (of: ListOf): PropertyType => (isType(of) ? of : { kind: 'object' })

/** What `item.*` reads inside `some` and `every`. */
export function itemShape(of: ListOf): Shape {
  if (!isType(of)) return { fields: of }
  return of.kind === 'object' ? { fields: {}, open: true } : { fields: {} }
}

/** What can be read of several shapes at once: a field of any; always there only where it is in all. */
export function unite(shapes: readonly Shape[]): Shape {
  const fields: { [name: string]: KnownField } = {}
  for (const name of new Set(shapes.flatMap((shape) => Object.keys(shape.fields)))) {
    const all = shapes.map((shape) => (Object.hasOwn(shape.fields, name) ? shape.fields[name] : undefined))
    const present = all.filter((field) => field !== undefined)
    const [first = ANY] = present
    const same = present.every((field) => field.type.kind === first.type.kind)
    fields[name] = {
      type: same ? first.type : { kind: 'any' },
      required: all.every((field) => field?.required === true),
    }
  }
  return { fields, ...(shapes.some((shape) => shape.open === true) ? { open: true } : {}) }
}

/** The same fields, none of them certain. */
export const uncertain = (shape: Shape): Shape => ({
  ...shape,
  fields: Object.fromEntries(
    Object.entries(shape.fields).map(([name, field]) => [name, { ...field, required: false }]),
  ),
})
