import { html } from 'hono/html'
import type { Html } from './html.ts'

/** A webhook's body or a hand-over card, readable: JSON as nested lists, other text as it is. */
export function cardView(body: string): Html {
  const parsed = parse(body)
  return html`<div class="card">${parsed === undefined ? html`<pre>${body}</pre>` : valueView(parsed.value)}</div>`
}

function parse(body: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(body) }
  } catch {
    // Shown as it came.
    return undefined
  }
}

function valueView(value: unknown): Html {
  if (Array.isArray(value))
    return value.length === 0
      ? html`<i>none</i>`
      : html`<ol>${value.map((item: unknown) => html`<li>${valueView(item)}</li>`)}</ol>`
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(
      ([name, member]: [string, unknown]) => html`<dt>${label(name)}</dt><dd>${valueView(member)}</dd>`,
    )
    return html`<dl>${members}</dl>`
  }
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T/.test(value)) return html`<time>${value}</time>`
  return html`${value === null ? '–' : String(value)}`
}

/** `weTold` and `we_told` -> `We told`. */
function label(name: string): string {
  const words = name
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
