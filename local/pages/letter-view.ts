import { html } from 'hono/html'
import type { Message } from '#engagement/message/message.ts'
import { CHANNELS } from '#engagement/model/channels.ts'
import type { MessageWay } from '#views/message-way.ts'
import { timeIn } from '#views/told.ts'
import type { MailboxMessage } from '../mailbox/describe-letter.ts'
import type { Delivered } from '../mailbox/mailbox.ts'
import { cardView } from './card-view.ts'
import type { Html } from './html.ts'
import { toldView } from './told-view.ts'

export interface LetterParts {
  readonly letter: Delivered
  readonly described: MailboxMessage | undefined
  readonly message: Message | undefined
  /** From the event that began it to what became of it. */
  readonly way: MessageWay
  /** The customer's. */
  readonly zone: string
}

/** One message as its reader sees it, and why it was sent. */
export function letterView({ letter, described, message, way, zone }: LetterParts): Html {
  return html`<article class="letter">
<header>
<h1>${letter.subject || described?.step || letter.channel}</h1>
<dl>
<dt>To</dt><dd>${letter.to}</dd>
${letter.from === '' ? '' : html`<dt>From</dt><dd>${letter.from}</dd>`}
<dt>Sent</dt><dd><time datetime="${new Date(letter.sentAt).toISOString()}">${timeIn(letter.sentAt, zone)}</time></dd>
<dt>Customer</dt><dd>${customerLinks(described?.customerId ?? '')}</dd>
</dl>
</header>
${content(letter)}
<details open><summary>Why it was sent</summary>${why(message, way, zone)}</details>
${CHANNELS[letter.channel].content === 'mail' ? html`<details><summary>Text version</summary><pre>${letter.text}</pre></details>` : ''}
<details><summary>Headers</summary>${table(letter.headers)}</details>
</article>`
}

function customerLinks(id: string): Html {
  if (id === '') return html`unknown`
  const path = `/customers/${encodeURIComponent(id)}`
  return html`<a href="/mailbox?customer=${encodeURIComponent(id)}">${id}</a> · <a href="${path}">profile</a> · <a href="${path}/timeline">timeline</a>`
}

function content(letter: Delivered): Html {
  switch (CHANNELS[letter.channel].content) {
    case 'mail':
      return html`<iframe class="mail" title="The mail" sandbox="allow-popups allow-popups-to-escape-sandbox" src="/mailbox/messages/${letter.seq}/body"></iframe>`
    case 'text':
      return html`<div class="phone"><p class="bubble ${letter.channel}">${letter.text}</p></div>`
    case 'data':
    case 'card':
      return cardView(letter.text)
  }
}

function why(message: Message | undefined, way: MessageWay, zone: string): Html {
  if (message === undefined) return html`<p>This did not come from a workflow.</p>`
  return html`<ol class="log">${way.map((stretch) => toldView(Date.parse(stretch.at), zone, stretch))}</ol>
<dl>
<dt>Workflow</dt><dd>${message.workflow}, version ${message.version}</dd>
<dt>Run</dt><dd>${message.run}</dd>
<dt>Step</dt><dd>${message.step}, ${message.name}</dd>
<dt>Class</dt><dd>${message.class}${message.topic === undefined ? '' : `, topic ${message.topic}`}</dd>
</dl>`
}

function table(headers: { readonly [name: string]: string }): Html {
  return html`<table>${Object.entries(headers).map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`)}</table>`
}
