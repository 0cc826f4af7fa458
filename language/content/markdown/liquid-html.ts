import { escapeHtml } from '#engagement/content/format/escape-html.ts'
import { protectLiquid, restoreLiquid } from './protect.ts'

/** A line of text with Liquid as HTML: what the author wrote is escaped now, what Liquid shows is escaped when it runs. */
export function writeText(text: string): string {
  const source = protectLiquid(text)
  return restoreLiquid(escapeHtml(source.text), source)
}
