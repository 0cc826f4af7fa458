import { html, raw } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import { localTime } from '#views/told.ts'

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>

/** Our own pages: no scripts, no foreign assets; the style is served beside them. */
export const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

export interface PageParts {
  readonly title: string
  /** Path of the section that is open. */
  readonly at: string
  /** Host's time, epoch milliseconds. */
  readonly now: number
  /** The shop's zone; UTC where it is not known. */
  readonly zone?: string
  readonly body: Html
}

const SECTIONS = [
  ['/log', 'Events'],
  ['/mailbox', 'Mailbox'],
  ['/quarantine', 'Quarantine'],
  ['/dlq', 'Dead letters'],
] as const
const JUMPS = ['10m', '1h', '6h', '1d', '7d'] as const

/** A whole page with the clock at its head. */
export function page({ title, at, now, zone = 'UTC', body }: PageParts): Html {
  const links = SECTIONS.map(
    ([path, name]) =>
      html`<a href="${path}"${path === at.split('?')[0] ? raw(' aria-current="page"') : ''}>${name}</a>`,
  )
  const jumps = JUMPS.map((jump) => html`<button name="advance" value="${jump}">+${jump}</button>`)
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Beforehand</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
<header>
<a class="brand" href="/">Beforehand</a>
<nav aria-label="Sections">${links}</nav>
<form class="clock" method="post" action="/clock?back=${encodeURIComponent(at)}">
<span>It is <time datetime="${new Date(now).toISOString()}">${localTime(now, zone)} (${zone})</time></span>
${jumps}
</form>
</header>
<main>${body}</main>
</body>
</html>`
}
