import {
  AssignTag,
  BreakTag,
  CaptureTag,
  CaseTag,
  ContinueTag,
  ForTag,
  IfTag,
  Output,
  type Template,
  type Token,
  TypeGuards,
  UnlessTag,
  Value,
} from 'liquidjs'
import { FORGIVING_FILTERS } from './filters.ts'
import { guardsOf } from './guards.ts'
import { type FieldPath, isKnown, readPath } from './paths.ts'

/** A place where a template reads a field. Line and column count from 1 within the source. */
export interface Reading extends FieldPath {
  readonly guarded: boolean
  readonly filters: readonly string[]
  /** It is what a `{{ … }}` shows, after its filters. */
  readonly shown: boolean
}

export interface Visitor {
  reading?(reading: Reading): void
  /** Each `{{ … }}`, with the name of what it shows. */
  output?(output: Output, name: string, resolve: Resolve): void
  /** `literal`: it is put on words of the author's own. */
  filter?(name: string, place: Place, literal: boolean): void
  naming?(naming: Naming): void
  capture?(tag: CaptureTag): void
  /** After everything within it. */
  captured?(tag: CaptureTag): void
  /** What stands between the Liquid. */
  literal?(text: string): void
  /** Around branches of which one is taken, or none: before the first, before each other, after the last. */
  alternatives?(at: 'first' | 'next' | 'end'): void
  /** A `break` or `continue` that no loop is around. */
  stray?(tag: BreakTag | ContinueTag, place: Place): void
}

/** The field that a token reads at its place in the template. */
export type Resolve = (token: Token) => FieldPath | undefined

/** A name that the template gives, before what it stands for is visited. */
export interface Naming extends Place {
  readonly name: string
  readonly by: 'assign' | 'capture' | 'for'
  /** Of an `assign`. */
  readonly value?: Value
  readonly resolve: Resolve
}

export interface Place {
  readonly line: number
  readonly column: number
}

interface Walk {
  readonly visitor: Visitor
  /** `assign` reaches on past its block, as in Liquid itself. */
  readonly locals: Map<string, string | undefined>
  readonly known: ReadonlySet<string>
  readonly inLoop?: boolean
  readonly shown?: boolean
}

/** Visits every value that `templates` read, in order, with what is known to be there at that place. */
export function walkTemplates(
  templates: readonly Template[],
  visitor: Visitor,
  known: ReadonlySet<string> = new Set(),
): void {
  walkAll(templates, { visitor, locals: new Map(), known })
}

function walkAll(templates: readonly Template[], walk: Walk): void {
  for (const template of templates) walkOne(template, walk)
}

function walkOne(template: Template, walk: Walk): void {
  if (template instanceof Output) walkOutput(template, walk)
  else if (template instanceof IfTag) walkBranches(template.branches, template.elseTemplates ?? [], walk, false)
  else if (template instanceof UnlessTag) walkBranches(template.branches, template.elseTemplates, walk, true)
  else if (template instanceof ForTag) walkFor(template, walk)
  else if (template instanceof CaseTag) walkCase(template, walk)
  else if (template instanceof AssignTag) walkAssign(template, walk)
  else if (template instanceof CaptureTag) walkCapture(template, walk)
  else if (TypeGuards.isHTMLToken(template.token)) walk.visitor.literal?.(template.token.getContent())
  else if ((template instanceof BreakTag || template instanceof ContinueTag) && walk.inLoop !== true)
    walk.visitor.stray?.(template, placeOf(template.token))
}

function walkCapture(tag: CaptureTag, walk: Walk): void {
  walk.visitor.naming?.({ name: tag.variable, by: 'capture', resolve: resolveIn(walk), ...placeOf(tag.token) })
  walk.visitor.capture?.(tag)
  walkAll(tag.templates, walk)
  walk.visitor.captured?.(tag)
  walk.locals.set(tag.variable, undefined)
}

const resolveIn =
  ({ locals }: Walk): Resolve =>
  (token) =>
    readPath(token, locals)

function placeOf(token: Token): Place {
  const [line = 1, column = 1] = token.getPosition()
  return { line, column }
}

function walkOutput(output: Output, walk: Walk): void {
  readValue(output.value, { ...walk, shown: true }, false)
  const [token] = output.value.initial.postfix
  const field = token === undefined ? undefined : readPath(token, walk.locals)
  walk.visitor.output?.(output, field?.path ?? field?.root ?? output.token.getText(), resolveIn(walk))
}

function walkBranches(
  branches: readonly { readonly value: Value; readonly templates: readonly Template[] }[],
  otherwise: readonly Template[],
  walk: Walk,
  unless: boolean,
): void {
  let known = walk.known
  for (const [index, { value, templates }] of branches.entries()) {
    walk.visitor.alternatives?.(index === 0 ? 'first' : 'next')
    readValue(value, { ...walk, known }, true)
    const guards = guardsOf(value, walk.locals)
    // Only the first branch of an `unless` is taken when its test is false.
    const flipped = unless && index === 0
    walkAll(templates, { ...walk, known: known.union(flipped ? guards.whenFalse : guards.whenTrue) })
    known = known.union(flipped ? guards.whenTrue : guards.whenFalse)
  }
  walk.visitor.alternatives?.('next')
  walkAll(otherwise, { ...walk, known })
  walk.visitor.alternatives?.('end')
}

function walkFor(tag: ForTag, walk: Walk): void {
  readToken(tag.collection, walk, [], true)
  const initial = TypeGuards.isFilteredValueToken(tag.collection) ? tag.collection.initial.postfix[0] : tag.collection
  const list = initial === undefined ? undefined : readPath(initial, walk.locals)?.path
  walk.visitor.naming?.({ name: tag.variable, by: 'for', resolve: resolveIn(walk), ...placeOf(tag.token) })
  const locals = new Map(walk.locals).set('forloop', undefined)
  locals.set(tag.variable, list === undefined ? undefined : `${list}[]`)
  const known = list === undefined ? walk.known : walk.known.union(new Set([list]))
  walk.visitor.alternatives?.('first')
  walkAll(tag.templates, { ...walk, locals, known, inLoop: true })
  walk.visitor.alternatives?.('next')
  walkAll(tag.elseTemplates, walk)
  walk.visitor.alternatives?.('end')
}

function walkCase(tag: CaseTag, walk: Walk): void {
  readValue(tag.value, walk, true)
  const [token] = tag.value.initial.postfix
  const path = token === undefined ? undefined : readPath(token, walk.locals)?.path
  const known = path === undefined || tag.value.filters.length > 0 ? walk.known : walk.known.union(new Set([path]))
  for (const [index, { values, templates }] of tag.branches.entries()) {
    walk.visitor.alternatives?.(index === 0 ? 'first' : 'next')
    for (const value of values) readToken(value, walk, [], true)
    walkAll(templates, { ...walk, known })
  }
  walk.visitor.alternatives?.(tag.branches.length === 0 ? 'first' : 'next')
  walkAll(tag.elseTemplates, walk)
  walk.visitor.alternatives?.('end')
}

/** A field that is only given another name is read where that name is used; what a filter made of it has no name. */
function walkAssign(tag: AssignTag, walk: Walk): void {
  const [name] = [...tag.localScope()]
  const [value] = [...tag.arguments()]
  if (name === undefined || !(value instanceof Value)) return
  walk.visitor.naming?.({ name: name.content, by: 'assign', value, resolve: resolveIn(walk), ...placeOf(tag.token) })
  const [token] = value.initial.postfix
  const alias = value.filters.length === 0 && value.initial.postfix.length === 1 && token !== undefined
  const path = alias ? readPath(token, walk.locals)?.path : undefined
  readValue(value, walk, path !== undefined)
  walk.locals.set(name.content, path)
}

function readValue(value: Value, walk: Walk, harmless: boolean): void {
  const filters = value.filters.map((filter) => filter.name)
  const [line = 1, column = 1] = value.initial.postfix[0]?.getPosition() ?? []
  const literal = !value.initial.postfix.some((token) => TypeGuards.isPropertyAccessToken(token))
  for (const name of filters) walk.visitor.filter?.(name, { line, column }, literal)
  const forgiven = (from: number): boolean => filters.slice(from).some((name) => FORGIVING_FILTERS.has(name))
  for (const token of value.initial.postfix) readToken(token, walk, filters, harmless || forgiven(0))
  for (const [index, filter] of value.filters.entries()) {
    for (const arg of filter.args) {
      const token = Array.isArray(arg) ? arg[1] : arg
      if (token !== undefined) readToken(token, { ...walk, shown: false }, [], harmless || forgiven(index + 1))
    }
  }
}

function readToken(token: Token, walk: Walk, filters: readonly string[], harmless: boolean): void {
  if (TypeGuards.isFilteredValueToken(token)) {
    const names = token.filters.map((filter) => filter.name)
    for (const inner of token.initial.postfix) readToken(inner, walk, names, harmless)
    return
  }
  if (TypeGuards.isRangeToken(token)) {
    readToken(token.lhs, walk, [], harmless)
    readToken(token.rhs, walk, [], harmless)
    return
  }
  if (!TypeGuards.isPropertyAccessToken(token)) return
  for (const prop of token.props) if (TypeGuards.isPropertyAccessToken(prop)) readToken(prop, walk, [], harmless)
  const field = readPath(token, walk.locals)
  if (field === undefined) return
  const guarded = harmless || (field.path !== undefined && isKnown(field.path, walk.known))
  walk.visitor.reading?.({ ...field, guarded, filters, shown: walk.shown === true })
}
