import { html } from 'hono/html'
import type { SeenValue } from '#engagement/decision/decision.ts'
import type { Message } from '#engagement/message/message.ts'
import type { MailboxMessage } from '../mailbox/describe-letter.ts'
import type { Delivered } from '../mailbox/mailbox.ts'
import { cardView } from './card-view.ts'
import type { Html } from './html.ts'
import type { Because } from './why-view.ts'

export interface LetterParts {
  readonly letter: Delivered
  readonly described: MailboxMessage | undefined
  readonly message: Message | undefined
  readonly decisions: readonly Because[]
}

/** One message as its reader sees it, and why it was sent. */
export function letterView({ letter, described, message, decisions }: LetterParts): Html {
  return html`<article class="letter">
<header>
<h1>${letter.subject || described?.step || letter.channel}</h1>
<dl>
<dt>To</dt><dd>${letter.to}</dd>
${letter.from === '' ? '' : html`<dt>From</dt><dd>${letter.from}</dd>`}
<dt>Sent</dt><dd><time>${new Date(letter.sentAt).toISOString()}</time></dd>
<dt>Customer</dt><dd>${customerLinks(described?.customerId ?? '')}</dd>
</dl>
</header>
${content(letter)}
<details open><summary>Why it was sent</summary>${why(message, decisions)}</details>
${letter.channel === 'email' ? html`<details><summary>Text version</summary><pre>${letter.text}</pre></details>` : ''}
<details><summary>Headers</summary>${table(letter.headers)}</details>
</article>`
}

function customerLinks(id: string): Html {
  if (id === '') return html`unknown`
  const path = `/customers/${encodeURIComponent(id)}`
  return html`<a href="/mailbox?customer=${encodeURIComponent(id)}">${id}</a> · <a href="${path}">profile</a> · <a href="${path}/timeline">timeline</a>`
}

function content(letter: Delivered): Html {
  switch (letter.channel) {
    case 'email':
      return html`<iframe class="mail" title="The mail" sandbox="allow-popups allow-popups-to-escape-sandbox" src="/mailbox/messages/${letter.seq}/body"></iframe>`
    case 'sms':
    case 'line':
      return html`<div class="phone"><p class="bubble ${letter.channel}">${letter.text}</p></div>`
    case 'webhook':
    case 'hand_over':
      return cardView(letter.text)
  }
}

function why(message: Message | undefined, decisions: readonly Because[]): Html {
  if (message === undefined) return html`<p>This did not come from a workflow.</p>`
  const lines = decisions.map(
    ({
      decision,
      cause,
    }) => html`<li><time>${new Date(decision.at).toISOString()}</time> <b>${decision.verdict.replaceAll('_', ' ')}</b>
${decision.step === undefined ? '' : html`at step ${decision.step}`} (${decision.reason}), after <i>${cause}</i>${seen(decision.values ?? [])}</li>`,
  )
  return html`<dl>
<dt>Workflow</dt><dd>${message.workflow}, version ${message.version}</dd>
<dt>Run</dt><dd>${message.run}</dd>
<dt>Step</dt><dd>${message.step}, ${message.name}</dd>
<dt>Class</dt><dd>${message.class}${message.topic === undefined ? '' : `, topic ${message.topic}`}</dd>
</dl><ol class="why">${lines}</ol>`
}

function seen(values: readonly SeenValue[]): Html {
  if (values.length === 0) return html``
  return html`<ul>${values.map((value) => html`<li class="${value.verdict}">${value.asked}: ${value.saw === undefined ? 'missing' : JSON.stringify(value.saw)} (${value.verdict})</li>`)}</ul>`
}

function table(headers: { readonly [name: string]: string }): Html {
  return html`<table>${Object.entries(headers).map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`)}</table>`
}
