import Markdown, { type Token } from 'markdown-it'
import { escapeHtml } from '#engagement/content/format/escape-html.ts'
import { isRow, pictureHtml, rowHtml } from '#engagement/content/item-rows.ts'
import { lineJoint } from './join-lines.ts'
import { LIQUID_BLOCK } from './parse-markdown.ts'

/** Mail clients drop style sheets now and then: what matters is inline. */
const STYLES: { readonly [type: string]: string } = {
  paragraph_open: 'margin:0 0 16px',
  heading_open: 'margin:0 0 12px;line-height:1.4',
  bullet_list_open: 'margin:0 0 16px;padding-left:24px',
  ordered_list_open: 'margin:0 0 16px;padding-left:24px',
  list_item_open: 'margin:0 0 4px',
  blockquote_open: 'margin:0 0 16px;padding-left:12px;border-left:3px solid #cccccc',
  hr: 'border:0;border-top:1px solid #dddddd;margin:24px 0',
  image: 'max-width:100%;height:auto',
}

const ROW_TOKENS = [
  'bullet_list_open',
  'bullet_list_close',
  'list_item_open',
  'list_item_close',
  'paragraph_open',
  'paragraph_close',
]

/** Markdown as HTML with its styles inline; `color` is the brand's, for links. */
export function markdownToHtml(tokens: readonly Token[], color: string): string {
  const { renderer, options } = new Markdown('default', { html: false, xhtmlOut: false })
  renderer.rules[LIQUID_BLOCK] = (all, index) => `${all[index]?.content ?? ''}\n`
  renderer.rules['softbreak'] = (all, index) => lineJoint(all[index - 1]?.content ?? '', all[index + 1]?.content ?? '')
  for (const type of ROW_TOKENS) {
    renderer.rules[type] = (all, index, given) => {
      const token = all[index]
      return (token && rowHtml(token)) ?? renderer.renderToken(all, index, given)
    }
  }
  const image = renderer.rules['image']
  renderer.rules['image'] = (all, index, given, env, self) => {
    const token = all[index]
    if (token === undefined || image === undefined) return ''
    if (!isRow(token)) return image(all, index, given, env, self)
    const alt = self.renderInlineAsText(token.children ?? [], given, env)
    return pictureHtml(escapeHtml(String(token.attrGet('src') ?? '')), escapeHtml(alt))
  }
  const dressed = tokens.map((token) => dress(token, color))
  return renderer.render(dressed, options, {}).trim()
}

/** The renderer writes what tokens carry, so the style goes there: on a copy, for the text part reads the same tokens. */
function dress(token: Token, color: string): Token {
  const style = token.type === 'link_open' ? `color:${escapeHtml(color)}` : STYLES[token.type]
  const copy: Token = Object.assign(Object.create(Object.getPrototypeOf(token)), token)
  copy.attrs = token.attrs === null ? null : token.attrs.map(([name, value]) => [name, value])
  if (token.children !== null) copy.children = token.children.map((child) => dress(child, color))
  if (style !== undefined) copy.attrSet('style', style)
  return copy
}
