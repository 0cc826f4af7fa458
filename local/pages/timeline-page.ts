import { html } from 'hono/html'
import type { CustomerEvent } from '#engagement/customer/customer-event.ts'
import type { TimelineEntry } from '#engagement/journey/timeline-entry.ts'
import type { Message } from '#engagement/message/message.ts'
import { happeningWords } from '#views/happening-words.ts'
import { isToldByNoMessage, wayOf } from '#views/message-stretches.ts'
import type { FoundCustomer } from './find-customer.ts'
import type { Html } from './html.ts'
import { toldView } from './told-view.ts'

export interface TimelinePageParts {
  readonly name: string
  readonly found: FoundCustomer
  readonly messages: readonly Message[]
  readonly zone: string
  /** Number of the letter in the mailbox that a message became. */
  readonly letterOf: (message: Message) => number | undefined
}

interface Line {
  readonly at: number
  /** At one instant an event stands before what was decided about it, that before what followed. */
  readonly rank: number
  readonly line: Html
}

/** The latest are shown; JSON has them all. */
const SHOWN = 400

/** What happened to one customer, what was decided and why, what was sent: oldest first, in their own time. */
export function timelinePage({ name, found, messages, zone, letterOf }: TimelinePageParts): Html {
  const lines = [
    ...found.entries.flatMap((entry) => ofEntry(entry, zone)),
    ...messages.flatMap((message) => ofMessage(message, found, zone, letterOf(message))),
  ].sort((a, b) => a.at - b.at || a.rank - b.rank)
  const path = `/customers/${encodeURIComponent(name)}`
  const cut = lines.length > SHOWN ? `the latest ${SHOWN} of ${lines.length} · ` : ''
  return html`<section class="customer">
<h1>${name}: what happened</h1>
<p class="meta">${cut}<a href="${path}">profile</a> · <a href="/mailbox?customer=${encodeURIComponent(name)}">mailbox</a> · <a href="${path}/timeline.json">JSON</a> · times in ${zone}</p>
<ol class="log">${lines.slice(-SHOWN).map(({ line }) => line)}</ol>
</section>`
}

function ofEntry(entry: TimelineEntry, zone: string): readonly Line[] {
  const decided = entry.decisions.filter(isToldByNoMessage).map((decision) => {
    const told = happeningWords({ what: { kind: 'decided', decision, zone } })
    return { at: decision.at, rank: 1, line: toldView(decision.at, zone, told) }
  })
  return entry.event === undefined ? decided : [ofEvent(entry.event, entry.emitted, zone), ...decided]
}

function ofEvent(event: CustomerEvent, raised: boolean, zone: string): Line {
  const told = happeningWords({
    what: raised
      ? { kind: 'raised', event: event.name }
      : { kind: 'accepted', event: event.name, warnings: event.warnings ?? [], fate: 'named' },
  })
  const data = event.traits ?? event.properties
  const more =
    Object.keys(data).length === 0
      ? html``
      : html` <details class="data"><summary>${Object.keys(data).slice(0, 6).join(', ')}</summary><pre>${JSON.stringify(data, null, 2)}</pre></details>`
  return {
    at: event.at,
    rank: event.messageId.startsWith('feedback-') ? 4 : 0,
    line: toldView(event.at, zone, told, more),
  }
}

function ofMessage(
  message: Message,
  { state }: FoundCustomer,
  zone: string,
  letter: number | undefined,
): readonly Line[] {
  const way = wayOf(message, state?.head.consent ?? {}, zone)
  return way.map(({ at, told }, place) => {
    const link =
      letter === undefined || told.tone !== 'sent' ? html`` : html` <a href="/mailbox?message=${letter}">read it</a>`
    const text = `${message.workflow}: ${told.text}`
    return { at, rank: 2 + place / 100, line: toldView(at, zone, { ...told, text }, link) }
  })
}
