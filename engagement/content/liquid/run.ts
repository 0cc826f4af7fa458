import { CaptureTag, Context, type Emitter, type Output, type Template, toValue } from 'liquidjs'
import { escapeHtml } from '../format/escape-html.ts'
import { mark, unmark } from '../outside/marks.ts'
import { parseLiquid, rendering } from './engine.ts'
import { namedOrigins, type Origin, originOf } from './origins.ts'
import { type Rendering, renderingOf, setRendering } from './rendering.ts'
import { walkTemplates } from './walk.ts'

/**
 * Reads a published source for rendering: every output notes the name of what it would have shown where that is missing,
 * and marks what came from outside. `addresses` are the fields that are declared to hold one. Throws where the source
 * cannot be read, which the compiler has ruled out.
 */
export function prepareLiquid(text: string, addresses: ReadonlySet<string>): Template[] {
  const parsed = parseLiquid(unmark(text), rendering)
  if (parsed.kind === 'fault') throw new Error(`not a published template: ${parsed.fault.message}`)
  const known = { addresses, names: namedOrigins(parsed.templates, { addresses }) }
  walkTemplates(parsed.templates, {
    output: (output, name, resolve) => showing(output, name, originOf(output.value, resolve, known)),
    capture: capturing,
    // Outside a loop it would end the whole text.
    stray: (tag) => {
      tag.render = () => undefined
    },
  })
  return parsed.templates
}

/** The filled text, in which what came from outside is marked. */
export function runLiquid(templates: Template[], scope: object, facts: Rendering): string {
  const context = new Context(scope, rendering.options, { sync: true })
  setRendering(context, facts)
  return String(rendering.renderSync(templates, context))
}

/** Replaces how an output writes: missing facts are noted, text is escaped and marked, objects are never shown. */
function showing(output: Output, name: string, origin: Origin): void {
  output.render = function* (context: Context, emitter: Emitter) {
    const value: unknown = toValue(yield output.value.value(context, false))
    emitter.write(show(value, name, origin, renderingOf(context)))
  }
}

function show(value: unknown, name: string, origin: Origin, facts: Rendering): string {
  if (value === undefined || value === null || typeof value === 'object' || isNoNumber(value)) {
    facts.missing.add(name)
    return ''
  }
  if (facts.capturing) return String(value)
  const text = facts.escape ? escapeHtml(String(value)) : String(value)
  return origin === 'outside' ? mark(text) : text
}

/** What a division by zero leaves. */
const isNoNumber = (value: unknown): boolean => typeof value === 'number' && !Number.isFinite(value)

/** What is captured is escaped and marked when it is shown, so not before. */
function capturing(tag: CaptureTag): void {
  const render = CaptureTag.prototype.render
  tag.render = function* (context: Context) {
    const facts = renderingOf(context)
    const outer = facts.capturing
    facts.capturing = true
    yield* render.call(tag, context)
    facts.capturing = outer
  }
}
