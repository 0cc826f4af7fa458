import { html } from 'hono/html'
import { localTime, type Told } from '#views/told.ts'
import type { Html } from './html.ts'

/** Something that happened, at a time in a zone, as a line of a list; `more` stands behind the text, `who` before it. */
export function toldView(
  at: number,
  zone: string,
  { mark, tone, text, details }: Told,
  more: Html = html``,
  who: Html = html``,
): Html {
  const below = details.map((detail) => html`<span class="detail">${detail}</span>`)
  return html`<li class="${tone}"><time datetime="${new Date(at).toISOString()}">${localTime(at, zone)}</time>${who} <span class="mark">${mark}</span> <span class="text">${text}${more}${below}</span></li>`
}
