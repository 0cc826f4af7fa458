import { escapeHtml } from '#engagement/content/format/escape-html.ts'
import { classFacts, type MessageClass } from '#engagement/model/message-class.ts'
import { wordsIn } from './words.ts'

const LINK = 'style="color:inherit;text-decoration:underline"'

/**
 * Who writes, from where, why, and how to stop it. A marketing mail without an unsubscribe link misses a fact and is not
 * sent: the link has no guard. Without links it names no address either, for mail clients make links of those.
 */
export function footerHtml(locale: string, messageClass: MessageClass, linkless = false): string {
  const words = wordsIn(locale)
  const support = `${escapeHtml(words.support)}: <a href="mailto:{{ brand.support_email }}" ${LINK}>{{ brand.support_email }}</a>`
  const url = `{% if brand.support_url %} · <a href="{{ brand.support_url }}" ${LINK}>{{ brand.support_url }}</a>{% endif %}`
  const lines = [
    `<strong>{{ brand.name }}</strong>`,
    `<span style="white-space:pre-line">{{ brand.postal_address }}</span>`,
    ...(linkless ? [] : [support + url]),
    escapeHtml(words.why[messageClass]),
    ...(classFacts(messageClass).needsConsent ? [marketingHtml(locale)] : []),
  ]
  return lines.join('<br>\n')
}

function marketingHtml(locale: string): string {
  const words = wordsIn(locale)
  const unsubscribe = `<a href="{{ links.unsubscribe }}" ${LINK}>${escapeHtml(words.unsubscribe)}</a>`
  const preferences = `<a href="{{ links.preferences }}" ${LINK}>${escapeHtml(words.preferences)}</a>`
  return `${unsubscribe}{% if links.preferences %} · ${preferences}{% endif %}`
}

/** The same, for the text part. */
export function footerText(locale: string, messageClass: MessageClass, linkless = false): string {
  const words = wordsIn(locale)
  const lines = [
    '--',
    '{{ brand.name }}',
    '{{ brand.postal_address }}',
    ...(linkless
      ? []
      : [`${words.support}: {{ brand.support_email }}{% if brand.support_url %} / {{ brand.support_url }}{% endif %}`]),
    words.why[messageClass],
    ...(classFacts(messageClass).needsConsent
      ? [
          `${words.unsubscribe}: {{ links.unsubscribe }}`,
          `{% if links.preferences %}${words.preferences}: {{ links.preferences }}{% endif %}`,
        ]
      : []),
  ]
  return lines.join('\n')
}
