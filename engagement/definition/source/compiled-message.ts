import type { MessageTemplate } from '#engagement/definition/message-template.ts'
import type { Settings } from '#engagement/definition/settings.ts'
import type { MessageClass } from '#engagement/definition/workflow.ts'
import type { Problem } from './problem.ts'

/** One place in a message that reads a field. */
export interface FieldUse {
  /** `promise.expected`, `event.products.0.name`; of each item in a loop: `computed.cart.items[].name`. */
  readonly field: string
  /** Stands inside an `if` on it, or has a `default`. */
  readonly guarded: boolean
  readonly filters: readonly string[]
  readonly line: number
  readonly column: number
}

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
