import type { Context, Hono } from 'hono'
import { html } from 'hono/html'
import { streamSSE } from 'hono/streaming'
import type { Clock } from '#stages/ports/clock.ts'
import { type EventOutcome, eventOutcome } from '#views/event-outcome.ts'
import type { Happening } from '#views/happening.ts'
import { happeningWords } from '#views/happening-words.ts'
import type { EventLog } from '../event-log/event-log.ts'
import { clockCommand } from '../event-log/terminal.ts'
import { type Html, page } from './html.ts'
import { toldView } from './told-view.ts'
import { wantsHtml } from './wants-html.ts'

export interface LogPageParts {
  readonly log: EventLog
  readonly clock: Clock
  readonly port: () => number
  /** The shop's zone. */
  readonly zone: () => Promise<string>
}

/** Of its own: the one page that has a script, to stay up to date. */
const LOG_POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
const SHOWN = 200
const BEAT_MS = 15_000

const SCRIPT = `
const list = document.querySelector('.log');
const source = new EventSource('/log/stream' + location.search);
source.onmessage = ({ data }) => {
  const stick = window.scrollY + window.innerHeight > document.body.scrollHeight - 80;
  document.querySelector('.empty')?.remove();
  list.insertAdjacentHTML('beforeend', data);
  while (list.children.length > 500) list.firstElementChild.remove();
  if (stick) window.scrollTo(0, document.body.scrollHeight);
};
`

/**
 * `GET /log` (`?customer=`): what was accepted, what was not understood, what was decided and sent, as it happens; for
 * machines (`Accept: application/json`, or `/log.json`) the same as data, `?message=` for what one event led to.
 */
export function logPages(app: Hono, parts: LogPageParts): void {
  const { log, clock } = parts
  const json = (context: Context): Response => context.json(dataOf(context, parts))
  app.get('/log.js', (context) => context.body(SCRIPT, 200, { 'content-type': 'text/javascript; charset=utf-8' }))
  app.get('/log.json', json)
  app.get('/log', async (context) => {
    if (!wantsHtml(context)) return json(context)
    const zone = await parts.zone()
    const customer = context.req.query('customer')?.trim() ?? ''
    const lines = log.list(customer === '' ? {} : { customer }).slice(-SHOWN)
    const at = customer === '' ? '/log' : `/log?customer=${encodeURIComponent(customer)}`
    const body = logView(lines, zone, customer)
    return context.html(await page({ title: 'Events', at, now: clock.now(), zone, body }), 200, {
      'content-security-policy': LOG_POLICY,
    })
  })
  app.get('/log/stream', async (context) => {
    const zone = await parts.zone()
    const customer = context.req.query('customer')?.trim() ?? ''
    return streamSSE(context, async (stream) => {
      const stop = log.listen((line) => {
        if (customer !== '' && line.customer !== customer) return
        void Promise.resolve(lineView(line, zone)).then((data) =>
          stream.writeSSE({ data: String(data), id: String(line.seq) }),
        )
      })
      // So that a connection in between does not take it for dead.
      const beat = setInterval(() => void stream.writeSSE({ event: 'beat', data: '' }), BEAT_MS)
      await Promise.race([log.closed, new Promise<void>((left) => stream.onAbort(left))])
      clearInterval(beat)
      stop()
    })
  })
}

function dataOf(context: Context, { log, port }: LogPageParts): EventOutcome {
  const cause = context.req.query('message')
  const customer = context.req.query('customer')
  const lines = log.list({
    ...(cause === undefined ? {} : { cause }),
    ...(customer === undefined ? {} : { customer }),
  })
  const url = `http://127.0.0.1:${port()}`
  return eventOutcome(lines, cause === undefined ? undefined : log.isHandled(cause), {
    moveTo: (line) => clockCommand(line, url),
    letterAt: (letter) => `${url}/mailbox?message=${letter}`,
  })
}

function logView(lines: readonly Happening[], zone: string, customer: string): Html {
  const nothing =
    lines.length > 0
      ? ''
      : html`<div class="empty"><p>Nothing has happened yet. This page stays up to date by itself: send an event, for example</p>
<pre>npx beforehand send-event identify --user hana --trait email=hana@example.jp --trait 'consent={"shopping":"granted"}'
npx beforehand send-event "Product Added" --user hana --property cart_id=c1 --property name=Teapot</pre></div>`
  return html`<section class="events">
<form method="get" action="/log" role="search"><label>Customer <input type="search" name="customer" value="${customer}" placeholder="all"></label><button>Show</button></form>
<p class="meta">Times in ${zone}. The latest ${SHOWN} are shown; the timeline of a customer has everything.</p>
<ol class="log" aria-live="polite">${lines.map((line) => lineView(line, zone))}</ol>${nothing}
<noscript><p class="meta">Without scripts this page does not update by itself.</p></noscript>
<script src="/log.js"></script>
</section>`
}

function lineView(line: Happening, zone: string): Html {
  const told = happeningWords(line)
  const { what, customer } = line
  const letter =
    what.kind === 'message' && what.letter !== undefined
      ? html` <a href="/mailbox?message=${what.letter}">read it</a>`
      : html``
  const who = html` <a class="who" href="/customers/${encodeURIComponent(customer)}/timeline">${customer}</a>`
  return toldView(line.at, zone, told, letter, who)
}
