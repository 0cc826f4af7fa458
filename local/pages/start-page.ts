import type { Hono } from 'hono'
import { html } from 'hono/html'
import type { CatalogueStore } from '#stages/ports/catalogue-store.ts'
import type { Clock } from '#stages/ports/clock.ts'
import type { Mailbox } from '../mailbox/mailbox.ts'
import { PAGE_POLICY, page } from './html.ts'
import { STYLE } from './style.ts'

/** `GET /`: where to go from here. `GET /style.css`: what our pages look like. */
export function startPage(
  app: Hono,
  parts: { readonly clock: Clock; readonly catalogue: CatalogueStore; readonly mailbox: Mailbox },
): void {
  app.get('/style.css', (context) => context.body(STYLE, 200, { 'content-type': 'text/css; charset=utf-8' }))
  app.get('/', async (context) => {
    const live = await parts.catalogue.live()
    const workflows = (live?.workflows ?? []).map((workflow) => html`<li><b>${workflow.id}</b> ${workflow.class}</li>`)
    const body = html`<section class="start">
<h1>Beforehand is running</h1>
<p>Send events here with any EventBridge client: <code>PutEvents</code> to this address, the event's name as detail-type.</p>
<ul class="ways">
<li><a href="/log">Events</a>: what comes in, what was not understood, what was decided, what is waited for, as it happens</li>
<li><a href="/mailbox">Mailbox</a>: ${parts.mailbox.size()} messages so far</li>
<li><a href="/mailbox/messages">/mailbox/messages</a>: the same as JSON</li>
<li><code>/customers/{id}</code>, <code>/customers/{id}/timeline</code>: one customer, and everything that was decided; with <code>.json</code> for machines</li>
<li><a href="/quarantine">/quarantine</a>: events that could not be taken</li>
<li><a href="/dlq">/dlq</a>: what no handler could take</li>
<li><a href="/clock">/clock</a>: the time here; <code>POST {"advance": "1h"}</code> moves it</li>
</ul>
<h2>Live workflows</h2>
<ul>${workflows.length === 0 ? html`<li>none yet</li>` : workflows}</ul>
</section>`
    return context.html(
      await page({ title: 'Start', at: '/', now: parts.clock.now(), zone: live?.settings.defaultZone ?? 'UTC', body }),
      200,
      {
        'content-security-policy': PAGE_POLICY,
      },
    )
  })
}
