import { CaptureTag, Context, type Emitter, type Output, type Template, toValue } from 'liquidjs'
import { escapeHtml } from '../format/escape-html.ts'
import { parseLiquid, rendering } from './engine.ts'
import { type Rendering, renderingOf, setRendering } from './rendering.ts'
import { walkTemplates } from './walk.ts'

/**
 * Reads a published source for rendering: every output notes the name of what it would have shown where that is missing.
 * Throws where the source cannot be read, which the compiler has ruled out.
 */
export function prepareLiquid(text: string): Template[] {
  const parsed = parseLiquid(text, rendering)
  if (parsed.kind === 'fault') throw new Error(`not a published template: ${parsed.fault.message}`)
  walkTemplates(parsed.templates, { output: showing, capture: capturing })
  return parsed.templates
}

export function runLiquid(templates: Template[], scope: object, facts: Rendering): string {
  const context = new Context(scope, rendering.options, { sync: true })
  setRendering(context, facts)
  return String(rendering.renderSync(templates, context))
}

/** Replaces how an output writes: missing facts are noted, text is escaped, objects are never shown. */
function showing(output: Output, name: string): void {
  output.render = function* (context: Context, emitter: Emitter) {
    const value: unknown = toValue(yield output.value.value(context, false))
    emitter.write(show(value, name, renderingOf(context)))
  }
}

function show(value: unknown, name: string, facts: Rendering): string {
  if (value === undefined || value === null || typeof value === 'object' || Number.isNaN(value)) {
    facts.missing.add(name)
    return ''
  }
  return facts.escape && !facts.capturing ? escapeHtml(String(value)) : String(value)
}

/** What is captured is escaped when it is shown, so not before. */
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
