import { type Template, type Token, TypeGuards, type Value } from 'liquidjs'
import { anyItem } from './paths.ts'
import { type Resolve, walkTemplates } from './walk.ts'

/**
 * Who answers for what an output shows: the shop and its authors (`ours`), a field that is declared to hold an address
 * (`address`), or anybody who sends us events (`outside`).
 */
export type Origin = 'ours' | 'address' | 'outside'

const RANK: { readonly [origin in Origin]: number } = { ours: 0, address: 1, outside: 2 }

export const widest = (origins: readonly Origin[]): Origin =>
  origins.reduce<Origin>((widest, each) => (RANK[each] > RANK[widest] ? each : widest), 'ours')

/** Filters after which an address is still the address that it was, with what our authors add. */
const KEEPING_ADDRESS: ReadonlySet<string> = new Set(['default', 'append', 'strip', 'first', 'last'])
const OUR_ROOTS: ReadonlySet<string> = new Set(['brand', 'links', 'now', 'forloop'])

export interface OriginsKnown {
  /** Fields that are declared to hold an address, as `event.products[].url`. */
  readonly addresses: ReadonlySet<string>
  /** Where an address is to begin: of ours, what is none. `brand.name` says nothing of where to go, nor does a word. */
  readonly words?: ReadonlySet<string>
  /** Of the names that the template gives by `assign` and `capture`. */
  readonly names: ReadonlyMap<string, Origin>
}

/** Where what `value` shows comes from; `resolve` reads a token at its place in the template. */
export function originOf(value: Value, resolve: Resolve, known: OriginsKnown): Origin {
  const shown = [...value.initial.postfix, ...argumentsOf(value, (name) => name === 'default')]
  const added = argumentsOf(value, (name) => name !== 'default')
  const origin = widest([
    ...shown.flatMap(within).map((token) => (isWord(token, known) ? 'outside' : tokenOrigin(token, resolve, known))),
    ...added.flatMap(within).map((token) => tokenOrigin(token, resolve, known)),
  ])
  // Where an address is to begin, ours is one only as long as no filter makes something else of it.
  if (origin === 'outside' || (origin === 'ours' && known.words === undefined)) return origin
  return value.filters.every(({ name }) => KEEPING_ADDRESS.has(name)) ? origin : 'outside'
}

const argumentsOf = (value: Value, wanted: (filter: string) => boolean): readonly (Token | undefined)[] =>
  value.filters.flatMap((filter) => (wanted(filter.name) ? filter.args.map(argument) : []))

/** Words of the author's own where an address is to begin. */
const isWord = (token: Token, { words }: OriginsKnown): boolean =>
  words !== undefined && TypeGuards.isQuotedToken(token) && !/^(?:https?:\/\/|mailto:|tel:)/i.test(token.content)

/** A named argument comes as its name and value. */
const argument = (arg: Value['filters'][number]['args'][number]): Token | undefined =>
  Array.isArray(arg) ? arg[1] : arg

function within(token: Token | undefined): readonly Token[] {
  if (token === undefined) return []
  if (TypeGuards.isFilteredValueToken(token)) return token.initial.postfix.flatMap(within)
  if (TypeGuards.isRangeToken(token)) return [...within(token.lhs), ...within(token.rhs)]
  return [token]
}

function tokenOrigin(token: Token, resolve: Resolve, known: OriginsKnown): Origin {
  const field = resolve(token)
  if (field === undefined) return TypeGuards.isPropertyAccessToken(token) ? 'outside' : 'ours'
  const named = known.names.get(field.root)
  if (field.path === undefined) return named ?? (OUR_ROOTS.has(field.root) ? 'ours' : 'outside')
  return widest([pathOrigin(field.path, known), ...(field.local && named !== undefined ? [named] : [])])
}

function pathOrigin(path: string, { addresses, words }: OriginsKnown): Origin {
  if (words?.has(path) === true) return 'outside'
  const [root = ''] = path.split(/[.[]/)
  if (OUR_ROOTS.has(root)) return 'ours'
  return addresses.has(anyItem(path)) ? 'address' : 'outside'
}

/**
 * Of every name that `assign` or `capture` gives, the widest origin of anything that it ever stands for, wherever that
 * is: a template may give a name twice, or in a loop before it is read.
 */
export function namedOrigins(
  templates: readonly Template[],
  told: Omit<OriginsKnown, 'names'>,
): ReadonlyMap<string, Origin> {
  let names: ReadonlyMap<string, Origin> = new Map()
  for (;;) {
    const next = nextOrigins(templates, { ...told, names })
    if ([...next].every(([name, origin]) => names.get(name) === origin)) return names
    names = next
  }
}

function nextOrigins(templates: readonly Template[], known: OriginsKnown): ReadonlyMap<string, Origin> {
  const next = new Map(known.names)
  const widen = (name: string, origin: Origin): void => {
    next.set(name, widest([next.get(name) ?? 'ours', origin]))
  }
  const captures: string[] = []
  walkTemplates(templates, {
    naming: ({ name, by, value, resolve }) => {
      if (by === 'for') return
      widen(name, value === undefined ? 'ours' : originOf(value, resolve, known))
    },
    capture: ({ variable }) => void captures.push(variable),
    captured: () => void captures.pop(),
    output: (output, _name, resolve) => {
      for (const name of captures) widen(name, originOf(output.value, resolve, known))
    },
  })
  return next
}
