import { escapeHtml } from '#engagement/content/format/escape-html.ts'
import { consentScope } from '#engagement/customer/consent.ts'
import type { CustomerChannel } from '#engagement/model/channels.ts'
import type { PageWords } from './words.ts'

/** What there is to choose, and what is chosen. */
export interface Choices {
  readonly topics: readonly string[]
  /** Those on which we can reach the customer, with as much of the address as they need to know it by. */
  readonly channels: readonly { readonly channel: CustomerChannel; readonly address?: string }[]
  /** Scopes that are on, as `shopping/email`. */
  readonly on: ReadonlySet<string>
  readonly locales: readonly string[]
  readonly locale?: string
}

interface FormParts {
  readonly words: PageWords
  readonly box: (scope: string) => string
  /** Names of the fields that say how a box, and the language, stood when the page was shown. */
  readonly was: (scope: string) => string
  readonly wasLocale: string
  readonly topicName: (topic: string) => string
  /** What was done a moment ago. */
  readonly said?: readonly string[]
}

/** A form that needs no script: a group of boxes for each topic, the language, and two buttons. */
export function choicesForm(choices: Choices, parts: FormParts): string {
  const { words, said } = parts
  return [
    said === undefined ? '' : `<p class="said" role="status">${said.map(escapeHtml).join('<br>')}</p>`,
    '<form method="post">',
    hidden(parts.wasLocale, choices.locale ?? ''),
    ...choices.topics.map((topic) => topicGroup(topic, choices, parts)),
    languageGroup(choices, words),
    button('save', words.save),
    button('none', words.all, 'second'),
    '</form>',
    `<p>${escapeHtml(words.service)}</p>`,
  ]
    .filter((line) => line !== '')
    .join('\n')
}

function topicGroup(topic: string, { channels, on }: Choices, { words, box, was, topicName }: FormParts): string {
  const boxes = channels.map(({ channel, address }) => {
    const scope = consentScope(topic, channel)
    const label = [words.channels[channel], address ?? ''].filter((part) => part !== '').join(' ')
    const isOn = on.has(scope)
    return `${hidden(was(scope), isOn ? 'on' : 'off')}<label><input type="checkbox" name="${escapeHtml(box(scope))}" value="on"${isOn ? ' checked' : ''}> <span>${escapeHtml(label)}</span></label>`
  })
  return `<fieldset><legend>${escapeHtml(topicName(topic))}</legend>${boxes.join('')}</fieldset>`
}

function languageGroup({ locales, locale }: Choices, words: PageWords): string {
  if (locales.length < 2) return ''
  const boxes = locales.map(
    (each) =>
      `<label lang="${escapeHtml(each)}"><input type="radio" name="locale" value="${escapeHtml(each)}"${each === locale ? ' checked' : ''}> <span>${escapeHtml(languageName(each))}</span></label>`,
  )
  return `<fieldset><legend>${escapeHtml(words.language)}</legend>${boxes.join('')}</fieldset>`
}

/** A language by its own name: who looks for it can read it. */
const languageName = (locale: string): string =>
  new Intl.DisplayNames([locale], { type: 'language' }).of(locale) ?? locale

const hidden = (name: string, value: string): string =>
  `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`

const button = (action: string, label: string, look = ''): string =>
  `<button name="action" value="${action}"${look === '' ? '' : ` class="${look}"`}>${escapeHtml(label)}</button>`
