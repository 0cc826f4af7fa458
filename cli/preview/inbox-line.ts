/** What a phone's list of mails shows of a subject: about forty narrow characters, of which kanji and kana fill two each. */
const SHOWN = 40
const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff01-\uff60]/u

export interface Cut {
  readonly shown: string
  /** What falls off. */
  readonly lost: string
}

/** Cuts a line where a phone would. */
export function cutLine(text: string, room = SHOWN): Cut {
  let width = 0
  let at = 0
  for (const character of text) {
    width += WIDE.test(character) ? 2 : 1
    if (width > room) return { shown: text.slice(0, at).trimEnd(), lost: text.slice(at) }
    at += character.length
  }
  return { shown: text, lost: '' }
}

const ENTITIES: { readonly [name: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }

/** What an inbox shows after the subject: the layout's hidden preheader. */
export function preheaderOf(html: string): string {
  const hidden = /<div style="display:\s*none;[^"]*">(.*?)<\/div>/s.exec(html)?.[1] ?? ''
  return hidden.replace(/&(amp|lt|gt|quot|#39);/g, (all, name: string) => ENTITIES[name] ?? all).trim()
}
