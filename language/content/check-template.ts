import { parseLiquid, rendering } from '#engagement/content/liquid/engine.ts'
import type { Rendering } from '#engagement/content/liquid/rendering.ts'
import { prepareLiquid, runLiquid } from '#engagement/content/liquid/run.ts'
import type { FramedSource, MessageTemplate } from '#engagement/model/message-template.ts'
import type { Place, Problem } from '../form/problem.ts'
import type { MessageSource } from './compiled-message.ts'
import { foreignWords } from './foreign-words.ts'
import type { MessageFile } from './front-matter.ts'
import { compileMarkdown } from './markdown/compile-markdown.ts'

/** Gmail clips a mail at 102 KB and hides its footer; the template leaves room for what is filled in. */
const HTML_WARNING_BYTES = 60_000

/** What can only be seen of the whole: Liquid that Markdown swallowed or tore apart, bold that is none, its size. */
export function checkTemplate(template: MessageTemplate, file: MessageFile, source: MessageSource): readonly Problem[] {
  const place = { file: source.file, line: file.bodyLine, column: 1 }
  return [
    ...lostLiquid(file.body, place),
    ...tornLiquid(template, place),
    ...strayAsterisks(template.text.parts['body'] ?? '', place),
    ...foreignWords(file, source.file),
    ...emptiedLines(template, file, source),
    ...tooLarge(sourcesOf(template.html).join('\n'), place),
  ]
}

const lostLiquid = (body: string, place: Place): readonly Problem[] =>
  compileMarkdown(body, '').lost.map((piece) => ({
    severity: 'error',
    code: 'liquid-lost',
    ...place,
    message: `\`${piece}\` disappears in the Markdown around it`,
    hint: 'Move it out of the address, title or reference that it stands in.',
  }))

const sourcesOf = ({ frame, parts }: FramedSource): readonly string[] => [frame, ...Object.values(parts)]

const tornLiquid = ({ html, text }: MessageTemplate, place: Place): readonly Problem[] =>
  [...sourcesOf(html), ...sourcesOf(text)].flatMap((part) => {
    const parsed = parseLiquid(part, rendering)
    if (parsed.kind === 'parsed') return []
    return [{ severity: 'error', code: 'liquid', ...place, message: parsed.fault.message } as const]
  })

/** CommonMark closes no bold between a bracket and a letter, which Japanese often writes: `**「急須」**です`. */
function strayAsterisks(text: string, place: Place): readonly Problem[] {
  if (!text.includes('**')) return []
  const message = 'Some `**` is shown as it is instead of making text bold'
  const hint = 'Markdown needs a space or a letter inside: put brackets and full stops outside.'
  return [{ severity: 'warning', code: 'stray-asterisks', ...place, message, hint }]
}

/** Of a subject or a short text something must be left where nothing is known: without it nothing is sent. */
function emptiedLines(
  { subject, sms, requires }: MessageTemplate,
  file: MessageFile,
  { file: name, locale, settings }: MessageSource,
): readonly Problem[] {
  if (requires.length > 0) return []
  const lines = Object.entries({ subject, ...(sms === undefined ? {} : { sms }) })
  return lines.flatMap(([part, text]) => {
    if (!mayBeEmpty(text, { locale, zone: settings.defaultZone })) return []
    const { line, column } = file.yaml.at([part])
    const message = `Nothing may be left of \`${part}\`, and then it is not sent`
    const hint = 'Write some words outside of the `if`, or an `{% else %}`.'
    return [{ severity: 'error', code: 'may-be-empty', file: name, line, column, message, hint } as const]
  })
}

function mayBeEmpty(text: string, { locale, zone }: Pick<Rendering, 'locale' | 'zone'>): boolean {
  if (parseLiquid(text).kind === 'fault') return false
  const missing = new Set<string>()
  const facts: Rendering = { locale, zone, now: 0, escape: false, missing, capturing: false }
  return runLiquid(prepareLiquid(text, new Set()), {}, facts).trim() === '' && missing.size === 0
}

function tooLarge(html: string, place: Place): readonly Problem[] {
  const bytes = Buffer.byteLength(html)
  if (bytes <= HTML_WARNING_BYTES) return []
  const message = `The mail has ${Math.round(bytes / 1000)} KB before anything is filled in; Gmail clips it at 102 KB`
  return [{ severity: 'warning', code: 'large-message', ...place, message }]
}
