import type { Hono } from 'hono'
import { html } from 'hono/html'
import type { CatalogueStore } from '#stages/ports/catalogue-store.ts'
import type { Clock } from '#stages/ports/clock.ts'
import type { Quarantined, QuarantineStore } from '#stages/ports/quarantine-store.ts'
import { customerZone } from './customer-zone.ts'
import { type Html, PAGE_POLICY, page } from './html.ts'
import { toldView } from './told-view.ts'
import { wantsHtml } from './wants-html.ts'

export interface QuarantinePageParts {
  readonly quarantine: QuarantineStore
  readonly catalogue: CatalogueStore
  readonly clock: Clock
}

const MOST = 1_000
/** What is shown of one; the JSON has it whole. */
const SHOWN = 4_000

/** `GET /quarantine`: what could not be accepted, with reasons; a page for people, JSON for machines (or `/quarantine.json`). */
export function quarantinePage(app: Hono, { quarantine, catalogue, clock }: QuarantinePageParts): void {
  const data = async (): Promise<object[]> =>
    (await quarantine.list(MOST)).map(({ at, ...item }) => ({ ...item, at: new Date(at).toISOString() }))
  app.get('/quarantine.json', async (context) => context.json(await data()))
  app.get('/quarantine', async (context) => {
    if (!wantsHtml(context)) return context.json(await data())
    const zone = await customerZone(undefined, catalogue)
    const body = view(await quarantine.list(MOST), zone)
    return context.html(await page({ title: 'Quarantine', at: '/quarantine', now: clock.now(), zone, body }), 200, {
      'content-security-policy': PAGE_POLICY,
    })
  })
}

function view(items: readonly Quarantined[], zone: string): Html {
  const lines = items
    .toSorted((a, b) => b.at - a.at)
    .map(({ at, code, reason, place, raw }) => {
      const details = [`${code}${place === undefined || place === '' ? '' : `, at ${place}`}`]
      const more = html` <details class="data"><summary>the event</summary><pre>${raw.slice(0, SHOWN)}</pre></details>`
      return toldView(at, zone, { mark: 'x', tone: 'bad', text: reason, details }, more)
    })
  return html`<section class="customer">
<h1>Quarantine</h1>
<p class="meta">What could not be accepted, newest first: it is kept and not acted on. Have its sender put it right and send it again. · <a href="/quarantine.json">JSON</a> · times in ${zone}</p>
${lines.length === 0 ? html`<p>Nothing.</p>` : html`<ol class="log">${lines}</ol>`}
</section>`
}
