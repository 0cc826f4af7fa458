import type { Hono } from 'hono'
import { html } from 'hono/html'
import type { CustomerState } from '#engagement/journey/customer-state.ts'
import type { Message } from '#engagement/message/message.ts'
import type { CatalogueStore } from '#stages/ports/catalogue-store.ts'
import type { Clock } from '#stages/ports/clock.ts'
import type { CustomerStore } from '#stages/ports/customer-store.ts'
import { type MessageWay, messageWay } from '#views/message-way.ts'
import { localTime } from '#views/told.ts'
import type { LetterDescriber, MailboxMessage } from '../mailbox/describe-letter.ts'
import type { Delivered, Mailbox } from '../mailbox/mailbox.ts'
import { customerZone } from './customer-zone.ts'
import { findCustomer } from './find-customer.ts'
import { type Html, PAGE_POLICY, page } from './html.ts'
import { letterView } from './letter-view.ts'
import { Problem } from './problem.ts'

export interface MailboxPageParts {
  readonly mailbox: Mailbox
  readonly describer: LetterDescriber
  readonly customers: CustomerStore
  readonly catalogue: CatalogueStore
  readonly customerIdSecret: string
  readonly clock: Clock
}

/** What the page lists; the JSON has everything. */
const LISTED = 300

/** A mail's own document: no scripts, nothing from outside, links open beside it. */
const LETTER_POLICY =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"

/**
 * `GET /mailbox` (`?message=`, `?customer=`), `/mailbox/messages` as JSON, `/mailbox/messages/{n}/body` as the mail itself,
 * `/mailbox/messages/{n}/why.json` for why it was sent.
 */
export function mailboxPages(app: Hono, parts: MailboxPageParts): void {
  const { mailbox, describer, clock } = parts
  app.get('/mailbox/messages', async (context) => context.json(await describer.describe(mailbox.list())))
  app.get('/mailbox/messages/:number/body', (context) => {
    const letter = letterAt(mailbox, context.req.param('number'))
    return context.html(withLinksOutside(letter.html), 200, { 'content-security-policy': LETTER_POLICY })
  })
  app.get('/mailbox/messages/:number/why.json', async (context) => {
    const { message_id: id, customer } = letterAt(mailbox, context.req.param('number')).tags
    const state = customer === undefined ? undefined : await parts.customers.load(customer)
    const message = id === undefined || customer === undefined ? undefined : await parts.customers.message(customer, id)
    if (message === undefined)
      throw new Problem(404, 'unknown-message', 'nothing is known of why it was sent', 'message')
    return context.json(await wayOf(message, state, await customerZone(state, parts.catalogue), parts))
  })
  app.get('/mailbox', async (context) => {
    const customer = context.req.query('customer')?.trim() ?? ''
    const letters = await lettersOf(parts, customer)
    const wanted = context.req.query('message')
    const open = wanted === undefined ? letters[0] : letterAt(mailbox, wanted)
    const zone = await customerZone(undefined, parts.catalogue)
    const body = html`<div class="mailbox">
${await list(letters, open, customer, { describer, zone })}
${open === undefined ? html`<p class="empty">${emptyText(customer)}</p>` : await shown(open, parts)}
</div>`
    const at = customer === '' ? '/mailbox' : `/mailbox?customer=${encodeURIComponent(customer)}`
    return context.html(await page({ title: 'Mailbox', at, now: clock.now(), zone, body }), 200, {
      'content-security-policy': PAGE_POLICY,
    })
  })
}

const emptyText = (customer: string): string =>
  customer === ''
    ? 'Nothing was sent yet. Send an event, then move the clock; Events says what is waited for, and why nothing is sent.'
    : `Nothing was sent to ${customer}.`

function letterAt(mailbox: Mailbox, number: string): Delivered {
  const letter = /^\d{1,12}$/.test(number) ? mailbox.get(Number(number)) : undefined
  if (letter === undefined) throw new Problem(404, 'unknown-message', `there is no message ${number}`, 'message')
  return letter
}

/** Newest first. */
async function lettersOf(
  { mailbox, customers, customerIdSecret }: MailboxPageParts,
  customer: string,
): Promise<Delivered[]> {
  if (customer === '') return mailbox.list({ limit: LISTED }).reverse()
  const found = await findCustomer(customers, customer, customerIdSecret)
  const lists = (found?.ids ?? []).map((customerId) => mailbox.list({ customerId, limit: LISTED }))
  return lists.flat().sort((a, b) => b.seq - a.seq)
}

async function list(
  letters: readonly Delivered[],
  open: Delivered | undefined,
  customer: string,
  { describer, zone }: { readonly describer: LetterDescriber; readonly zone: string },
): Promise<Html> {
  const described = await describer.describe(letters)
  const items = letters.map((letter, index) =>
    item(letter, described[index], { current: letter.seq === open?.seq, customer, zone }),
  )
  return html`<section class="list" aria-label="Messages">
<form method="get" action="/mailbox" role="search">
<label>Customer <input type="search" name="customer" value="${customer}" placeholder="all"></label><button>Show</button>
</form>
<ol>${items}</ol>
</section>`
}

function item(
  letter: Delivered,
  described: MailboxMessage | undefined,
  { current, customer, zone }: { readonly current: boolean; readonly customer: string; readonly zone: string },
): Html {
  const query = new URLSearchParams({ message: String(letter.seq), ...(customer === '' ? {} : { customer }) })
  const title =
    letter.subject ||
    (letter.channel === 'webhook' ? `Call of ${described?.step ?? letter.to}` : letter.text.slice(0, 80))
  return html`<li><a href="/mailbox?${query.toString()}" aria-current="${current ? 'true' : 'false'}">
<span class="meta"><span class="channel ${letter.channel}">${letter.channel.replace('_', ' ')}</span> ${described?.customerId ?? ''} <time datetime="${new Date(letter.sentAt).toISOString()}">${localTime(letter.sentAt, zone)}</time></span>
<span class="title">${title}</span>
<span class="meta">${described?.workflow ?? ''} / ${described?.step ?? ''}</span></a></li>`
}

async function shown(letter: Delivered, parts: MailboxPageParts): Promise<Html> {
  const [described] = await parts.describer.describe([letter])
  const { message_id: id, customer } = letter.tags
  const state = customer === undefined ? undefined : await parts.customers.load(customer)
  const zone = await customerZone(state, parts.catalogue)
  // As it stands now: what is described is kept from when it was first looked at.
  const message = id === undefined || customer === undefined ? undefined : await parts.customers.message(customer, id)
  const way = message === undefined ? [] : await wayOf(message, state, zone, parts)
  return letterView({ letter, described, message, way, zone })
}

async function wayOf(
  message: Message,
  state: CustomerState | undefined,
  zone: string,
  { customers }: MailboxPageParts,
): Promise<MessageWay> {
  const entries = await customers.timeline(message.customerId)
  return messageWay(message, { entries, consent: state?.head.consent ?? {}, zone })
}

/** The mail's links must not open inside the frame, where nothing may load. */
function withLinksOutside(document: string): string {
  const base = '<base target="_blank">'
  return /<head[^>]*>/i.test(document) ? document.replace(/<head[^>]*>/i, (head) => head + base) : base + document
}
