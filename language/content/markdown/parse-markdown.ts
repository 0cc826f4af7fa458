import Markdown, { type MarkdownIt, type StateBlock, type Token } from 'markdown-it'
import { markRows } from '#engagement/content/item-rows.ts'
import type { Piece, Protected } from './protect.ts'

/** Type of the block token that stands for lines of nothing but Liquid tags. */
export const LIQUID_BLOCK = 'liquid_block'

/** CommonMark without raw HTML and without code by indentation, which authors use to make Liquid readable. */
const markdown = createMarkdown()

function createMarkdown(): MarkdownIt {
  const md = new Markdown('default', { html: false, linkify: false, typographer: false, breaks: false })
  md.disable(['code', 'table'])
  md.block.ruler.before('fence', LIQUID_BLOCK, liquidBlock, { alt: ['paragraph', 'reference', 'blockquote', 'list'] })
  return md
}

/** A line of tags stands between blocks: it ends the paragraph or list before it. */
function liquidBlock(state: StateBlock, line: number, _endLine: number, silent: boolean): boolean {
  const begin = (state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0)
  const content = state.src.slice(begin, state.eMarks[line]).trim()
  const pieces: unknown = state.env.pieces
  if (content === '' || !(pieces instanceof Map) || !isAllTags(content, pieces, state.env.pattern)) return false
  if (silent) return true
  state.line = line + 1
  const token = state.push(LIQUID_BLOCK, '', 0)
  token.content = content
  token.map = [line, line + 1]
  return true
}

function isAllTags(content: string, pieces: ReadonlyMap<string, Piece>, pattern: unknown): boolean {
  if (!(pattern instanceof RegExp) || content.replace(pattern, '').trim() !== '') return false
  return [...content.matchAll(pattern)].every(([placeholder]) => pieces.get(placeholder)?.kind === 'tag')
}

/** Markdown as tokens. A list inside a loop becomes one list with a loop inside; one of pictures becomes rows. */
export function parseMarkdown(source: Protected): readonly Token[] {
  const tokens = markdown.parse(source.text, { pieces: source.pieces, pattern: source.pattern })
  let done: Token[] = []
  for (const token of tokens) {
    done.push(token)
    if (isTag(token, 'endfor', source)) done = pullListOut(done, source)
  }
  return markRows(done, source.pattern)
}

/** `for, list_open, …, list_close, endfor` -> `list_open, for, …, endfor, list_close`. */
function pullListOut(tokens: Token[], source: Protected): Token[] {
  const end = tokens.length - 1
  const close = tokens[end - 1]
  if (close === undefined || !/^(?:bullet|ordered)_list_close$/.test(close.type)) return tokens
  const open = tokens.findLastIndex(
    (token) => token.type === close.type.replace('close', 'open') && token.level === close.level,
  )
  const loop = tokens[open - 1]
  const [opener, last] = [tokens[open], tokens[end]]
  if (loop === undefined || opener === undefined || last === undefined || !isTag(loop, 'for', source)) return tokens
  return [...tokens.slice(0, open - 1), opener, loop, ...tokens.slice(open + 1, end - 1), last, close]
}

const isTag = (token: Token, name: string, source: Protected): boolean =>
  token.type === LIQUID_BLOCK && source.pieces.get(token.content)?.name === name
