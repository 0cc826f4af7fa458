import { parseMarkdown } from './parse-markdown.ts'
import { protectLiquid, restoreLiquid } from './protect.ts'
import { markdownToHtml } from './to-html.ts'
import { markdownToText } from './to-text.ts'

export interface CompiledMarkdown {
  readonly html: string
  readonly text: string
  /** Liquid that Markdown swallowed: in a link title, a reference that nothing uses. */
  readonly lost: readonly string[]
}

/** Markdown with Liquid -> HTML and text with Liquid. `body` must be readable as Liquid. */
export function compileMarkdown(body: string, color: string): CompiledMarkdown {
  const source = protectLiquid(body)
  const tokens = parseMarkdown(source)
  const rawHtml = markdownToHtml(tokens, color)
  const rawText = markdownToText(tokens)
  const lost = [...source.pieces].filter(([placeholder]) => !rawHtml.includes(placeholder))
  return {
    html: restoreLiquid(rawHtml, source),
    text: restoreLiquid(rawText, source),
    lost: lost.map(([, piece]) => piece.source),
  }
}
