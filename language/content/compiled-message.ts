import type { MessageClass } from '#engagement/model/message-class.ts'
import type { MessageTemplate } from '#engagement/model/message-template.ts'
import type { Settings } from '#engagement/model/settings.ts'
import type { Problem } from '../form/problem.ts'

/** One place in a message that reads a field. */
export interface FieldUse {
  /** `promise.expected`, `event.products.0.name`; of each item in a loop: `computed.cart.items[].name`. */
  readonly field: string
  /** Stands inside an `if` on it, or has a `default`. */
  readonly guarded: boolean
  readonly filters: readonly string[]
  /** It is what a `{{ … }}` shows, after its filters. */
  readonly shown: boolean
  readonly line: number
  readonly column: number
}

/** Filters that make nothing of a value of another kind, by the kinds that they take. */
export const TYPED_FILTERS: { readonly [filter: string]: readonly string[] } = {
  day: ['date'],
  time: ['date'],
  day_time: ['date'],
  ahead: ['date'],
  money: ['money', 'number'],
  number: ['number', 'money'],
}

/** The first filter of a chain that cannot take a value of this kind, or what a `default` before it may put there. */
export function misfit(filters: readonly string[], kind: string): string | undefined {
  if (kind === 'any') return filters.find((name, at) => isTyped(name) && filters.slice(0, at).includes('default'))
  return filters.find(
    (name, at) =>
      isTyped(name) && (TYPED_FILTERS[name]?.includes(kind) !== true || filters.slice(0, at).includes('default')),
  )
}

const isTyped = (name: string): boolean => Object.hasOwn(TYPED_FILTERS, name)

/** A message file and what its template depends on. */
export interface MessageSource {
  /** Path relative to `workflows/`. */
  readonly file: string
  readonly text: string
  readonly locale: string
  /** The MJML layout. */
  readonly layout: string
  readonly settings: Settings
  readonly class: MessageClass
}

export interface CompiledMessage {
  /** Absent where there are errors. */
  readonly template?: MessageTemplate
  readonly problems: readonly Problem[]
  readonly uses: readonly FieldUse[]
  /** What is wrong with where its links lead, where these fields are declared to hold an address. */
  readonly checkAddresses?: (addresses: ReadonlySet<string>) => readonly Problem[]
}

/** Turns a message file (front matter, Markdown, Liquid) into a template; provided by the message room. */
export type CompileMessage = (input: MessageSource) => CompiledMessage
