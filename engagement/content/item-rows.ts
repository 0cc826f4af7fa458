import type { Token } from 'markdown-it'

/** In the `meta` of tokens of a list whose every item begins with a picture: it is written as rows, picture beside words. */
const ROW = { row: true }

export const isRow = ({ meta }: Token): boolean =>
  typeof meta === 'object' && meta !== null && 'row' in meta && meta.row === true

/** The side of a picture in a row. */
const SIDE = 72
const CELL = 'padding:0 0 12px;vertical-align:top'
/** What a row's tokens are written as; a client that blocks pictures shows their text on a quiet ground. */
const PICTURE = [
  'display:block',
  `width:${SIDE}px`,
  `height:${SIDE}px`,
  'object-fit:cover',
  'border-radius:6px',
  'background:#eeeeea',
  'color:#5c5c5c',
  'font-size:12px',
  'line-height:1.3',
].join(';')

/** Marks the lists that are written as rows: those whose every item begins with a picture. */
export function markRows(tokens: readonly Token[], liquid: RegExp): readonly Token[] {
  for (const [from, token] of tokens.entries()) {
    if (token.type !== 'bullet_list_open') continue
    const to = tokens.findIndex(
      (each, index) => index > from && each.type === 'bullet_list_close' && each.level === token.level,
    )
    const list = tokens.slice(from, to + 1)
    const items = list.filter((each) => each.type === 'inline')
    const nested = list.some((each) => /_list_open$/.test(each.type) && each !== token)
    if (nested || items.length === 0 || !items.every((item) => pictureOf(item, liquid) !== undefined)) continue
    for (const each of list) markOf(each, liquid)
  }
  return tokens
}

function markOf(token: Token, liquid: RegExp): void {
  token.meta = { ...ROW }
  const picture = token.type === 'inline' ? pictureOf(token, liquid) : undefined
  if (picture !== undefined) picture.meta = { ...ROW }
}

/** The picture that an item begins with, be it inside an `if`. */
function pictureOf({ children }: Token, liquid: RegExp): Token | undefined {
  const [first, second] = children ?? []
  if (first?.type === 'image') return first
  const isLiquid = first?.type === 'text' && first.content.replace(liquid, '').trim() === ''
  return isLiquid && second?.type === 'image' ? second : undefined
}

const NAMES: { readonly [type: string]: string } = {
  bullet_list_open:
    '<table role="presentation" border="0" cellpadding="0" cellspacing="0" width="100%" style="margin:0 0 12px">\n',
  bullet_list_close: '</table>\n',
  list_item_open: `<tr><td width="${SIDE + 16}" style="width:${SIDE + 16}px;${CELL}">`,
  list_item_close: '</td></tr>\n',
  paragraph_open: '',
  paragraph_close: '',
}

/** A token of a row as HTML, which it stands for as a whole; undefined where it is none. */
export const rowHtml = (token: Token): string | undefined => (isRow(token) ? NAMES[token.type] : undefined)

/** The picture of a row, which drops out where it has no address, and the cell of words after it. */
export const pictureHtml = (src: string, alt: string): string =>
  `<img src="${src}" alt="${alt}" width="${SIDE}" height="${SIDE}" style="${PICTURE}"></td><td style="${CELL}">`

const ROW_PICTURE = new RegExp(`<td width="${SIDE + 16}"[^>]*>\\s*(<img src="([^"]*)"[^>]*>)?\\s*</td>`, 'g')

/** Filled rows: one of which nothing is left goes; where no row has a picture there is no room kept for one. */
export function tidyRows(html: string): string {
  const filled = html
    .replace(/<tr><td[^>]*>\s*<\/td><\/tr>\s*/g, '')
    .replace(/<table role="presentation"[^>]*>\s*<\/table>\s*/g, '')
  const hasPictures = [...filled.matchAll(ROW_PICTURE)].some(([, , src]) => (src ?? '') !== '')
  return hasPictures ? filled : filled.replace(ROW_PICTURE, '')
}
