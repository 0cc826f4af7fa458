import { createHash } from 'node:crypto'
import { escapeHtml } from '#engagement/content/format/escape-html.ts'
import type { HttpAnswer } from './http.ts'
import type { PageLanguage } from './words.ts'

const STYLE = `
:root{color-scheme:light dark}
body{margin:0;font:17px/1.6 system-ui,"Hiragino Sans","Noto Sans JP",Meiryo,sans-serif;color:#1a1a1a;background:#f6f6f4}
main{max-width:34rem;margin:10vh auto;padding:2rem;background:#fff;border-radius:12px}
h1{font-size:1.2rem;margin:0 0 1rem}
form{margin:1rem 0 0}
fieldset{margin:0 0 1rem;padding:.4rem 1rem .8rem;border:1px solid #8a8a86;border-radius:8px}
legend{padding:0 .4rem;font-weight:bold}
label{display:flex;gap:.7rem;align-items:center;min-height:2.75rem;cursor:pointer;overflow-wrap:anywhere}
input{flex:none;width:1.3rem;height:1.3rem;margin:0;accent-color:#2f5d50}
form button{margin:0 .6rem .6rem 0}
.said{padding:.7rem 1rem;border-left:4px solid #2f5d50;background:#eef4f1}
button{font:inherit;padding:.7rem 1.2rem;border-radius:8px;border:1px solid #2f5d50;background:#2f5d50;color:#fff;cursor:pointer}
button.second{background:transparent;color:inherit;border-color:currentColor}
button:focus-visible,input:focus-visible{outline:3px solid #f0a500;outline-offset:2px}
@media (prefers-color-scheme:dark){body{background:#111;color:#eee}main{background:#1d1d1d}.said{background:#22332d}input{accent-color:#9cc7b8}}
@media (max-width:36rem){main{margin:0;border-radius:0;min-height:100vh;box-sizing:border-box;padding:1.5rem 1.2rem}form button{width:100%}}
`
/** The style's own hash lets it through a policy that lets nothing else through. */
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64')

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-robots-tag': 'noindex, nofollow',
}

export interface PageButton {
  readonly action: 'unsubscribe' | 'unsubscribe-all' | 'resubscribe'
  readonly label: string
  readonly second?: boolean
}

export interface Page {
  readonly status: number
  readonly language: PageLanguage
  readonly title: string
  readonly brand?: string
  /** The first one is the heading. */
  readonly lines: readonly string[]
  readonly buttons: readonly PageButton[]
  /** HTML of a form of its own, after the lines. */
  readonly content?: string
  readonly headers?: { readonly [name: string]: string }
}

/** A page without scripts, readable by anyone; every text is escaped here. */
export function showPage({ status, language, title, brand, lines, buttons, content = '', headers }: Page): HttpAnswer {
  const [heading = '', ...rest] = lines
  const name = brand === undefined ? title : `${title} · ${brand}`
  const body = [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">`,
    `<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">`,
    `<title>${escapeHtml(name)}</title><style>${STYLE}</style></head><body><main>`,
    ...(brand === undefined ? [] : [`<p>${escapeHtml(brand)}</p>`]),
    `<h1>${escapeHtml(heading)}</h1>`,
    ...rest.map((line) => `<p>${escapeHtml(line)}</p>`),
    ...(content === '' ? [] : [content]),
    ...buttons.map(formOf),
    '</main></body></html>',
  ].join('\n')
  return { statusCode: status, headers: { ...HEADERS, 'content-language': language, ...headers }, body }
}

/** Without an address of its own a form posts to the page that it is on. */
const formOf = ({ action, label, second }: PageButton): string =>
  `<form method="post"><input type="hidden" name="action" value="${action}"><button${second === true ? ' class="second"' : ''}>${escapeHtml(label)}</button></form>`
