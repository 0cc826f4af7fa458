import { escapeHtml } from '#engagement/content/format/escape-html.ts'
import { isTextChannel } from '#engagement/model/channels.ts'
import type { PreviewedMessage, Shot } from './collect-shots.ts'
import { cutLine, preheaderOf } from './inbox-line.ts'
import { PREVIEW_SCRIPT } from './preview-script.ts'
import { PREVIEW_STYLE } from './preview-style.ts'

interface PreviewParts {
  readonly brand: string
  readonly locales: readonly string[]
  readonly messages: readonly PreviewedMessage[]
}

/** Every message on one page that needs nothing beside itself. Mails stand in frames without scripts. */
export function previewPage({ brand, locales, messages }: PreviewParts): string {
  const workflows = [...new Set(messages.map(({ workflow }) => workflow))]
  return [
    '<!doctype html><html lang="en" data-looks="light" data-width="phone" data-part="html"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>Messages of ${escapeHtml(brand)}</title><style>${PREVIEW_STYLE}</style></head><body>`,
    `<header><h1>Messages of ${escapeHtml(brand)}</h1>${switches(locales)}</header>`,
    `<nav aria-label="Workflows">${workflows.map((id) => `<a href="#${id}">${id}</a>`).join(' ')}</nav><main>`,
    ...workflows.map((id) =>
      workflowPart(
        id,
        messages.filter(({ workflow }) => workflow === id),
      ),
    ),
    `</main><script>${PREVIEW_SCRIPT}</script></body></html>`,
  ].join('\n')
}

function switches(locales: readonly string[]): string {
  return [
    group('Language', 'lang', [['', 'all'], ...locales.map((locale): [string, string] => [locale, locale])]),
    group('Screen', 'width', [
      ['phone', 'phone'],
      ['desktop', 'desktop'],
    ]),
    group('Looks', 'looks', [
      ['light', 'light'],
      ['dark', 'dark'],
    ]),
    group('Part', 'part', [
      ['html', 'mail'],
      ['text', 'text part'],
    ]),
  ].join('')
}

function group(legend: string, name: string, choices: readonly (readonly [string, string])[]): string {
  const boxes = choices.map(
    ([value, label], index) =>
      `<label><input type="radio" name="${name}" value="${escapeHtml(value)}"${index === 0 ? ' checked' : ''}>${escapeHtml(label)}</label>`,
  )
  return `<fieldset><legend>${legend}</legend>${boxes.join('')}</fieldset>`
}

const workflowPart = (id: string, messages: readonly PreviewedMessage[]): string =>
  `<section id="${id}"><h2>${id}</h2>${messages.map(messagePart).join('\n')}</section>`

function messagePart({ name, shots }: PreviewedMessage): string {
  const shown =
    shots.length === 0
      ? '<p class="none">No scenario sends it.</p>'
      : `<div class="shots">${shots.map(shotPart).join('\n')}</div>`
  return `<article><h3>${escapeHtml(name)}</h3>${shown}</article>`
}

function shotPart(shot: Shot): string {
  const { channel, locale, at, scenarios } = shot
  const [first = '', ...others] = scenarios
  const more =
    others.length === 0
      ? ''
      : `<details><summary>and ${others.length} more</summary><ul>${others.map((each) => `<li>${escapeHtml(each)}</li>`).join('')}</ul></details>`
  const when = new Date(at).toISOString().slice(0, 16).replace('T', ' ')
  return `<figure data-locale="${escapeHtml(locale)}" data-channel="${channel}"><figcaption><b>${escapeHtml(locale)}</b> ${channel} <time>${when} UTC</time><br>${escapeHtml(first)}${more}</figcaption>
${isTextChannel(channel) ? bubblePart(shot) : mailPart(shot)}</figure>`
}

function mailPart({ from, subject, html, text, locale }: Shot): string {
  const preheader = preheaderOf(html)
  return `${inboxPart(from, subject, preheader, locale)}
<iframe class="html" title="${escapeHtml(subject)}" sandbox="allow-same-origin" loading="lazy" srcdoc="${escapeHtml(html)}"></iframe>
<pre class="text" lang="${escapeHtml(locale)}">${escapeHtml(text)}</pre>`
}

/** As a phone's list of mails shows it, and what of the subject it does not. */
function inboxPart(from: string, subject: string, preheader: string, locale: string): string {
  const { shown, lost } = cutLine(subject)
  const sender = from.replace(/\s*<[^>]*>$/, '')
  const off = lost === '' ? '' : `<p class="lost">Falls off on a phone: “${escapeHtml(lost.trim())}”</p>`
  return `<div class="inbox" lang="${escapeHtml(locale)}"><b>${escapeHtml(sender)}</b><span class="subject">${escapeHtml(shown)}${lost === '' ? '' : '…'}</span><span class="preheader">${escapeHtml(cutLine(preheader, 80).shown)}</span></div>${off}`
}

const bubblePart = ({ channel, text, from, locale }: Shot): string =>
  `<div class="phone" lang="${escapeHtml(locale)}"><small>${escapeHtml(from)}</small><p class="bubble ${channel}">${escapeHtml(text)}</p></div><p class="lost">${[...text].length} characters</p>`
