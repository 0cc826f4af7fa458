import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { mailLayout } from '#adapters/layout/compile-layout.ts'
import { LAYOUT_MJML } from '#adapters/layout/layout-mjml.ts'
import type { HostSettings } from '../store/settings.ts'

const KEPT = 'layout.html'
const KEPT_OF = 'layout.of'

/**
 * The layout of every mail, as an earlier start of the host compiled it: MJML takes a third of a start to load, and the
 * same MJML of the same version gives the same HTML.
 */
export async function keptLayout(
  settings: Pick<HostSettings, 'get' | 'set'>,
  compile: () => Promise<string> = mailLayout,
): Promise<string> {
  const of = createHash('sha256').update(mjmlVersion()).update(LAYOUT_MJML).digest('base64url')
  const kept = settings.get(KEPT_OF) === of ? settings.get(KEPT) : undefined
  if (kept !== undefined) return kept
  const html = await compile()
  settings.set(KEPT, html)
  settings.set(KEPT_OF, of)
  return html
}

/** MJML's package as it is installed: its text changes with each of its versions. */
const mjmlVersion = (): string => readFileSync(createRequire(import.meta.url).resolve('mjml/package.json'), 'utf8')
