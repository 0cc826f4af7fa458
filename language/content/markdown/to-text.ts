import type { Token } from 'markdown-it'
import { isRow } from '#engagement/content/item-rows.ts'
import { lineJoint } from './join-lines.ts'
import { LIQUID_BLOCK } from './parse-markdown.ts'

/** Markdown as plain text that reads well: lists keep their marks, a link is `label: address`. */
export function markdownToText(tokens: readonly Token[]): string {
  const writer = new TextWriter()
  for (const token of tokens) writer.add(token)
  return writer.text.replace(/\n{3,}/g, '\n\n').trim()
}

interface List {
  /** The next number; undefined for bullets. */
  number?: number
}

/** Collects the text of a walk over block tokens. */
class TextWriter {
  text = ''
  readonly #lists: List[] = []
  #quotes = 0

  add(token: Token): void {
    switch (token.type) {
      case 'inline':
        this.text += this.#quoted(inlineText(token.children ?? []))
        return
      case 'paragraph_close':
        this.text += token.hidden || this.#lists.length > 0 ? '\n' : '\n\n'
        return
      case 'heading_close':
        this.text += '\n\n'
        return
      case 'bullet_list_open':
        this.#lists.push({})
        return
      case 'ordered_list_open':
        this.#lists.push({ number: Number(token.attrGet('start') ?? 1) })
        return
      case 'bullet_list_close':
      case 'ordered_list_close':
        this.#lists.pop()
        this.text += this.#lists.length > 0 ? '' : '\n'
        return
      case 'list_item_open':
        this.text += this.#mark()
        return
      case 'blockquote_open':
        this.#quotes += 1
        return
      case 'blockquote_close':
        this.#quotes -= 1
        return
      case 'fence':
        this.text += `${token.content.trimEnd()}\n\n`
        return
      case 'hr':
        this.text += '----\n\n'
        return
      case LIQUID_BLOCK:
        this.text += token.content
        return
      default:
        // Openings and item ends write nothing of their own.
        return
    }
  }

  #mark(): string {
    const list = this.#lists.at(-1)
    const indent = '  '.repeat(Math.max(this.#lists.length - 1, 0))
    if (list?.number === undefined) return `${indent}- `
    list.number += 1
    return `${indent}${list.number - 1}. `
  }

  #quoted(text: string): string {
    const mark = '> '.repeat(this.#quotes)
    return text
      .split('\n')
      .map((line) => mark + line)
      .join('\n')
  }
}

/** The picture of a row says nothing that the words beside it do not. */
function wordsOf(token: Token, before: Token | undefined): string {
  if (token.type === 'image') return isRow(token) ? '' : token.content
  return before?.type === 'image' && isRow(before) ? token.content.trimStart() : token.content
}

/** Text of a paragraph; `label: address` for a link, the address alone where it is its own label. */
function inlineText(tokens: readonly Token[]): string {
  let text = ''
  const links: { readonly from: number; readonly href: string }[] = []
  for (const [index, token] of tokens.entries()) {
    if (['text', 'code_inline', 'image'].includes(token.type)) text += wordsOf(token, tokens[index - 1])
    else if (token.type === 'hardbreak') text += '\n'
    else if (token.type === 'softbreak') text += lineJoint(text, tokens[index + 1]?.content ?? '')
    else if (token.type === 'link_open') links.push({ from: text.length, href: String(token.attrGet('href') ?? '') })
    else if (token.type === 'link_close') text = closeLink(text, links.pop()) + gapBefore(tokens[index + 1])
  }
  return text
}

/** An address ends where a space is; Japanese would run on into it. */
const gapBefore = (next: Token | undefined): string => (next?.type === 'text' && /^[^\s]/.test(next.content) ? ' ' : '')

function closeLink(text: string, link: { readonly from: number; readonly href: string } | undefined): string {
  if (link === undefined) return text
  const label = text.slice(link.from)
  const address = link.href.replace(/^mailto:/, '')
  return label === address || label === '' ? text.slice(0, link.from) + address : `${text}: ${address}`
}
