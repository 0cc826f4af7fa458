import { brandIn } from '#engagement/content/brand-scope.ts'
import { escapeHtml } from '#engagement/content/format/escape-html.ts'
import { fillLayout, LAYOUT_SLOTS } from '#engagement/content/layout-slots.ts'
import type { MessageTemplate } from '#engagement/model/message-template.ts'
import type { Problem } from '../form/problem.ts'
import { type Button, buttonsHtml, buttonsText } from './buttons.ts'
import { checkAddresses } from './check-addresses.ts'
import { checkLinkless } from './check-linkless.ts'
import { checkSources } from './check-sources.ts'
import { checkTemplate } from './check-template.ts'
import type { CompiledMessage, FieldUse, MessageSource } from './compiled-message.ts'
import { fontsFor } from './fonts.ts'
import { footerHtml, footerText } from './footer.ts'
import { type MessageFile, readMessageFile } from './front-matter.ts'
import { compileMarkdown } from './markdown/compile-markdown.ts'
import { writeText } from './markdown/liquid-html.ts'

/**
 * A message file made ready to send: Markdown and layout become HTML and text that hold nothing but Liquid.
 * Problems carry their place in the file; with an error among them there is no template.
 * Throws `PermanentError` `bad-layout` where the layout lacks a slot.
 */
export function compileMessage(source: MessageSource): CompiledMessage {
  const read = readMessageFile(source.file, source.text)
  if (read.kind === 'unreadable') return { problems: read.problems, uses: [] }
  const found = checkSources(read.file, source)
  const problems = [...found.problems, ...checkLinkless(read.file, source)]
  const { uses } = found
  if (hasError(problems)) return { problems, uses }
  return assemble(read.file, source, problems, uses)
}

function assemble(
  file: MessageFile,
  source: MessageSource,
  checked: readonly Problem[],
  uses: readonly FieldUse[],
): CompiledMessage {
  const template = buildTemplate(file, source)
  const problems = [...checked, ...checkTemplate(template, file, source)]
  if (hasError(problems)) return { problems, uses }
  const written = Object.values(template.html.parts)
  return { template, problems, uses, checkAddresses: (addresses) => checkAddresses(written, addresses, source) }
}

function buildTemplate(
  { front, body }: MessageFile,
  { layout, locale, settings, class: messageClass }: MessageSource,
): MessageTemplate {
  const color = brandIn(settings, locale).color
  const markdown = compileMarkdown(body, color)
  const buttons: readonly Button[] = [front.button, front.second_button].filter((button) => button !== undefined)
  const linkless = front.links === 'none'
  const frame = fillLayout(linkless ? withoutAnchors(layout) : layout, {
    ...LAYOUT_SLOTS,
    footer: footerHtml(locale, messageClass, linkless),
    locale: escapeHtml(locale),
    font: fontsFor(locale),
    color: escapeHtml(color),
  })
  const preheader = front.preheader === undefined ? '' : writeText(front.preheader)
  return {
    locale,
    subject: front.subject,
    html: { frame, parts: { preheader, body: markdown.html, buttons: buttonsHtml(buttons, color) } },
    text: {
      frame: [LAYOUT_SLOTS.body, LAYOUT_SLOTS.buttons, footerText(locale, messageClass, linkless)].join('\n\n'),
      parts: { body: markdown.text, buttons: buttonsText(buttons) },
    },
    ...(front.sms === undefined ? {} : { sms: front.sms }),
    requires: front.requires ?? [],
    addresses: [],
  }
}

/** A layout's own links, such as the logo's: what they hold stays. */
const withoutAnchors = (layout: string): string => layout.replace(/<\/?a\b(?:"[^"]*"|[^">])*>/gi, '')

const hasError = (problems: readonly Problem[]): boolean => problems.some((problem) => problem.severity === 'error')
