import type { Problem } from '../form/problem.ts'
import type { MessageFile } from './front-matter.ts'

/** How other tools write what is to be filled in: `*|FNAME|*`, `%NAME%`, `${name}`, `{name}`, `[[name]]`, `<<name>>`. */
const PLACEHOLDER =
  /\*\|[^|\n]{1,40}\|\*|(?<![{%])%%?[A-Za-z][A-Za-z_]{2,30}%%?(?!\})|\$\{[^}\n]{1,40}\}|\[\[[^\]\n]{1,40}\]\]|<<[^>\n]{1,40}>>|(?<![{%$])\{[A-Za-z_][\w.]{1,40}\}(?!\})/
const HTML =
  /<\/?(?:a|b|br|center|div|em|font|h[1-6]|i|img|li|ol|p|script|span|strong|style|table|td|tr|u|ul)\b[^>\n]*>/i

/** Words of other tools that nobody fills in or reads as markup: the reader would see them as they are written. */
export function foreignWords({ front, body, bodyLine, yaml }: MessageFile, file: string): readonly Problem[] {
  const lines = [
    ...(['subject', 'preheader', 'sms'] as const).flatMap((part) => {
      const text = front[part]
      return text === undefined ? [] : [{ text, line: yaml.at([part]).line }]
    }),
    ...body.split('\n').map((text, index) => ({ text, line: bodyLine + index })),
  ]
  return lines.flatMap(({ text, line }) => {
    const place = { file, line, column: 1 }
    return [...placeholders(text, place), ...markup(text, place)]
  })
}

type At = Pick<Problem, 'file' | 'line' | 'column'>

function placeholders(text: string, place: At): readonly Problem[] {
  const found = PLACEHOLDER.exec(text)?.[0]
  if (found === undefined) return []
  const message = `\`${found}\` is shown to the reader as it is written`
  const hint = 'What is filled in is written as `{{ profile.firstName }}`.'
  return [{ severity: 'warning', code: 'foreign-placeholder', ...place, message, hint }]
}

function markup(text: string, place: At): readonly Problem[] {
  const found = HTML.exec(text)?.[0]
  if (found === undefined) return []
  const message = `\`${found}\` is shown to the reader as it is written`
  const hint = 'A message is Markdown: `**bold**`, `[words](address)`, an empty line between paragraphs.'
  return [{ severity: 'warning', code: 'html-shown', ...place, message, hint }]
}
