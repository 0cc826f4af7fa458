import type { MessageTemplate } from '../definition/message-template.ts'
import type { CompiledMessage, FieldUse, MessageSource } from '../definition/source/compiled-message.ts'
import type { Problem } from '../definition/source/problem.ts'
import { brandIn } from './brand-scope.ts'
import { type Button, buttonsHtml, buttonsText } from './buttons.ts'
import { checkSources } from './check-sources.ts'
import { fontsFor } from './fonts.ts'
import { footerHtml, footerText } from './footer.ts'
import { escapeHtml } from './format/escape-html.ts'
import { type MessageFile, readMessageFile } from './front-matter.ts'
import { fillLayout } from './layout-slots.ts'
import { parseLiquid, rendering } from './liquid/engine.ts'
import { compileMarkdown } from './markdown/compile-markdown.ts'
import { writeText } from './markdown/liquid-html.ts'

/** Gmail clips a mail at 102 KB and hides its footer; the template leaves room for what is filled in. */
const HTML_WARNING_BYTES = 60_000

/**
 * A message file made ready to send: Markdown and layout become HTML and text that hold nothing but Liquid.
 * Problems carry their place in the file; with an error among them there is no template.
 * Throws `PermanentError` `bad-layout` where the layout lacks a slot.
 */
export function compileMessage(source: MessageSource): CompiledMessage {
  const read = readMessageFile(source.file, source.text)
  if (read.kind === 'unreadable') return { problems: read.problems, uses: [] }
  const { problems, uses } = checkSources(read.file, source)
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
  return hasError(problems) ? { problems, uses } : { template, problems, uses }
}

function buildTemplate(
  { front, body }: MessageFile,
  { layout, locale, settings, class: messageClass }: MessageSource,
): MessageTemplate {
  const color = brandIn(settings, locale).color
  const markdown = compileMarkdown(body, color)
  const buttons: readonly Button[] = [front.button, front.second_button].filter((button) => button !== undefined)
  const html = fillLayout(layout, {
    preheader: front.preheader === undefined ? '' : writeText(front.preheader),
    body: markdown.html,
    buttons: buttonsHtml(buttons, color),
    footer: footerHtml(locale, messageClass),
    locale: escapeHtml(locale),
    font: fontsFor(locale),
    color: escapeHtml(color),
  })
  const text = [markdown.text, buttonsText(buttons), footerText(locale, messageClass)]
  return {
    locale,
    subject: front.subject,
    html,
    text: text.filter((part) => part !== '').join('\n\n'),
    ...(front.sms === undefined ? {} : { sms: front.sms }),
    requires: front.requires ?? [],
  }
}

/** What can only be seen of the whole: Liquid that Markdown swallowed or tore apart, and its size. */
function checkTemplate(
  template: MessageTemplate,
  { body, bodyLine }: MessageFile,
  source: MessageSource,
): readonly Problem[] {
  const place = { file: source.file, line: bodyLine, column: 1 }
  const problems: Problem[] = compileMarkdown(body, '').lost.map((piece) => ({
    severity: 'error',
    code: 'liquid-lost',
    ...place,
    message: `\`${piece}\` disappears in the Markdown around it`,
    hint: 'Move it out of the address, title or reference that it stands in.',
  }))
  for (const part of [template.html, template.text]) {
    const parsed = parseLiquid(part, rendering)
    if (parsed.kind === 'fault')
      problems.push({ severity: 'error', code: 'liquid', ...place, message: parsed.fault.message })
  }
  const bytes = Buffer.byteLength(template.html)
  if (bytes > HTML_WARNING_BYTES) {
    const message = `The mail has ${Math.round(bytes / 1000)} KB before anything is filled in; Gmail clips it at 102 KB`
    problems.push({ severity: 'warning', code: 'large-message', ...place, message })
  }
  return problems
}

const hasError = (problems: readonly Problem[]): boolean => problems.some((problem) => problem.severity === 'error')
