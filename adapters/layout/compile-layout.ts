import { PermanentError } from '#engagement/errors.ts'
import { LAYOUT_MJML } from './layout-mjml.ts'

/**
 * A layout as HTML with its slots, one for every locale and class. Loads MJML (3 MB, 400 ms) at the first call: for
 * publishing, never for sending. Throws `PermanentError` `bad-layout` where MJML finds fault.
 */
export async function compileLayout(mjml: string = LAYOUT_MJML): Promise<string> {
  const { default: mjml2html } = await import('mjml')
  const { html, errors } = await mjml2html(mjml, { validationLevel: 'soft', keepComments: true })
  const [fault] = errors
  if (fault !== undefined) throw new PermanentError('bad-layout', `MJML, line ${fault.line}: ${fault.message}`)
  return compact(html)
}

let frame: Promise<string> | undefined

/** The layout of every mail, compiled once per process. */
export function mailLayout(): Promise<string> {
  frame ??= compileLayout()
  return frame
}

/** Indentation is a third of what MJML writes, and every message carries it. */
const compact = (html: string): string =>
  html
    .replace(/^[ \t]+/gm, '')
    .replace(/\n{2,}/g, '\n')
    .trim()
