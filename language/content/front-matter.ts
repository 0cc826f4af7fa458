import * as z from 'zod'
import { didYouMean } from '#engagement/model/suggest.ts'
import type { Problem } from '../form/problem.ts'
import { Field } from '../form/value-schemas.ts'
import type { Path, YamlSource } from '../form/yaml-source.ts'
import { readYaml } from '../form/yaml-source.ts'

const Text = z.string().trim().min(1)
const Button = z.strictObject({
  label: Text.meta({ description: 'What the button says; Liquid is allowed.' }),
  url: Text.meta({ description: 'Where it leads; Liquid is allowed.' }),
})

/** The YAML at the head of a message file. */
export const FrontMatter = z
  .strictObject({
    subject: Text.meta({ description: 'Subject of the mail; Liquid is allowed.' }),
    preheader: Text.optional().meta({ description: 'What inboxes show after the subject.' }),
    sms: Text.optional().meta({ description: 'Text for SMS and LINE; without it the message cannot go there.' }),
    requires: z.array(Field).optional().meta({ description: 'Facts without which the message is not sent.' }),
    links: z
      .literal('none')
      .optional()
      .meta({ description: '`none`: nothing in this message can be followed, the frame and the footer included.' }),
    button: Button.optional().meta({ description: 'The one thing to do.' }),
    second_button: Button.optional().meta({ description: 'The other thing to do; at most two.' }),
  })
  .meta({ title: 'Message' })
export type FrontMatter = z.infer<typeof FrontMatter>

/** A message file taken apart. */
export interface MessageFile {
  readonly front: FrontMatter
  readonly yaml: YamlSource
  /** Markdown with Liquid. */
  readonly body: string
  /** Line of the file on which the body begins, from 1. */
  readonly bodyLine: number
}

export type ReadMessageFile =
  | { readonly kind: 'read'; readonly file: MessageFile }
  | { readonly kind: 'unreadable'; readonly problems: readonly Problem[] }

const FENCE = /^---[ \t]*$/

/** Takes front matter and body apart; every problem with its place. */
export function readMessageFile(file: string, text: string): ReadMessageFile {
  const lines = text
    .replace(/^\uFEFF/, '')
    .replaceAll('\r\n', '\n')
    .split('\n')
  const end = FENCE.test(lines[0] ?? '') ? lines.findIndex((line, index) => index > 0 && FENCE.test(line)) : -1
  if (end < 0) return unreadable(file, 'A message begins with `---`, its subject, and `---` again')
  const { source, problems } = readYaml(file, lines.slice(1, end).join('\n'), 2)
  if (source === undefined) return { kind: 'unreadable', problems }
  const front = FrontMatter.safeParse(source.value ?? {})
  if (!front.success)
    return { kind: 'unreadable', problems: front.error.issues.flatMap((issue) => explain(issue, source)) }
  const body = lines.slice(end + 1).join('\n')
  return { kind: 'read', file: { front: front.data, yaml: source, body, bodyLine: end + 2 } }
}

const unreadable = (file: string, message: string): ReadMessageFile => ({
  kind: 'unreadable',
  problems: [{ severity: 'error', code: 'front-matter', file, line: 1, column: 1, message }],
})

function explain(issue: z.core.$ZodIssue, yaml: YamlSource): readonly Problem[] {
  if (issue.code === 'unrecognized_keys') {
    const known = issue.path.length === 0 ? Object.keys(FrontMatter.shape) : Object.keys(Button.shape)
    return issue.keys.map((key) => {
      const hint = didYouMean(key, known)
      return {
        severity: 'error',
        code: 'unknown-key',
        ...yaml.keyAt([...issue.path, key]),
        message: `\`${key}\` is not a part of a message`,
        ...(hint === undefined ? {} : { hint }),
      }
    })
  }
  const path: Path = issue.path
  const name = path.map(String).join('.')
  const missing =
    issue.code === 'invalid_type' && issue.input === undefined && !/received (?!undefined)/.test(issue.message)
  const message = missing ? `\`${name}\` is missing` : `\`${name}\` does not fit: ${issue.message}`
  return [{ severity: 'error', code: missing ? 'missing' : 'invalid', ...yaml.at(path), message }]
}
