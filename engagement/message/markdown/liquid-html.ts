import { escapeHtml } from '../format/escape-html.ts'
import { SAFE_URL } from '../liquid/filters.ts'
import { type Piece, protectLiquid, restoreLiquid } from './protect.ts'

/** A line of text with Liquid as HTML: what the author wrote is escaped now, what Liquid shows is escaped when it runs. */
export function writeText(text: string): string {
  const source = protectLiquid(text)
  return restoreLiquid(escapeHtml(source.text), source)
}

/** The same for an address: Liquid that opens it may only give one that a mail can follow. */
export function writeAttribute(url: string): string {
  const source = protectLiquid(url.trim())
  return guardAddress(escapeHtml(source.text), source)
}

/** Restores the Liquid of an address. */
export function guardAddress(escaped: string, source: ReturnType<typeof protectLiquid>): string {
  const start = escaped.search(source.pattern)
  const opens = start === 0
  let first = opens
  return restoreLiquid(escaped, source, (piece) => {
    const guarded = first && piece.kind === 'output' ? safely(piece) : piece.source
    if (piece.kind === 'output') first = false
    return guarded
  })
}

/** `{{ event.url }}` -> `{{ event.url | safe_url }}`. */
const safely = (piece: Piece): string => piece.source.replace(/\s*(-?\}\})$/, ` | ${SAFE_URL} $1`)
