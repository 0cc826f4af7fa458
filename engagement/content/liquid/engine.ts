import { Liquid, ParseError, RenderError, type Template, TokenizationError } from 'liquidjs'
import { messageFilters } from './filters.ts'

/** Characters of one Liquid source. */
const PARSE_LIMIT = 200_000
/** Milliseconds; a message takes about 0.2. */
const RENDER_LIMIT = 2_000
/** Characters and list items handled while rendering. */
const MEMORY_LIMIT = 2_000_000

export const TAG_NAMES: readonly string[] = [
  '#',
  'assign',
  'break',
  'capture',
  'case',
  'comment',
  'continue',
  'for',
  'if',
  'raw',
  'unless',
]

/** Reads templates leniently: unknown filters are reported by the walk, all at once. */
export const checking = createEngine(false)
/** Renders templates. */
export const rendering = createEngine(true)

function createEngine(strictFilters: boolean): Liquid {
  const engine = new Liquid({
    ownPropertyOnly: true,
    strictFilters,
    strictVariables: false,
    parseLimit: PARSE_LIMIT,
    renderLimit: RENDER_LIMIT,
    memoryLimit: MEMORY_LIMIT,
    // No partials: a message is one file.
    templates: {},
    cache: false,
  })
  for (const name of Object.keys(engine.tags)) if (!TAG_NAMES.includes(name)) delete engine.tags[name]
  for (const name of Object.keys(engine.filters)) engine.unregisterFilter(name)
  for (const [name, filter] of messageFilters()) engine.registerFilter(name, filter)
  return engine
}

/** Why a source cannot be read as Liquid; line and column count from 1 within the source. */
export interface LiquidFault {
  readonly message: string
  readonly line: number
  readonly column: number
}

export type ParsedLiquid =
  | { readonly kind: 'parsed'; readonly templates: Template[] }
  | { readonly kind: 'fault'; readonly fault: LiquidFault }

export function parseLiquid(text: string, engine: Liquid = checking): ParsedLiquid {
  try {
    return { kind: 'parsed', templates: engine.parse(text) }
  } catch (error) {
    if (error instanceof ParseError || error instanceof TokenizationError) {
      const [line = 1, column = 1] = error.token.getPosition()
      return { kind: 'fault', fault: { message: plain(error.originalError?.message ?? error.message), line, column } }
    }
    // The parse limit is reported by a plain assertion.
    if (error instanceof Error) return { kind: 'fault', fault: { message: plain(error.message), line: 1, column: 1 } }
    throw error
  }
}

/** The place is told beside the message, not in it. */
const plain = (message: string): string => message.replace(/, (?:file:.*?, )?line:\d+, col:\d+$/, '')

/** Whether rendering stopped at one of the limits. */
export function isLimit(error: unknown): boolean {
  if (error instanceof RenderError && error.originalError !== undefined) return isLimit(error.originalError)
  return error instanceof Error && /limit exceeded/.test(error.message)
}
