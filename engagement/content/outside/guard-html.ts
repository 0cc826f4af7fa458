import { escapeHtml, unescapeHtml } from '../format/escape-html.ts'
import { defuseText, encodeInAddress } from './defuse.ts'
import { readMarks } from './marks.ts'

export type GuardedHtml = { readonly kind: 'safe'; readonly html: string } | { readonly kind: 'unsafe-link' }

/** Where our own markup leads: by scheme and host, or to an address for mail or telephone. */
const LEADS = /^(?:https?:\/\/[^\s/?#]|mailto:[^\s@?]+@|tel:[+\d])/i
/** Up to where a value may not reach in an address: its scheme and host, or all but the query of `mailto:`. */
const BEFORE_VALUES = /^(?:https?:\/\/[^\s/?#]+[/?#]|mailto:[^\s?]+\?)/i
const WITHOUT_END: ReadonlySet<string> = new Set(['br', 'hr', 'img', 'meta', 'link', 'input', 'col', 'wbr'])

/**
 * Filled HTML of ours, in which every `<`, `>` and `"` of a text is escaped. Whatever came from outside looks like no
 * link in texts; in a `href` or `src` it can only fill path and query of an address of ours. A link whose address dropped
 * out leaves its words; what was opened is closed, so that nothing that follows is swallowed. Takes the marks away.
 */
export function guardHtml(marked: string): GuardedHtml {
  const open: Opened[] = []
  let html = ''
  for (const [index, piece] of marked.split(/(<[^>]*>)/).entries()) {
    if (index % 2 === 0) {
      html += defuseText(piece)
      continue
    }
    const tag = guardTag(piece)
    if (tag === 'unsafe') return { kind: 'unsafe-link' }
    html += written(piece, tag, open)
  }
  return { kind: 'safe', html: html + endsOf(open) }
}

/** An element that is not closed yet; `shown` unless its tag was left out. */
interface Opened {
  readonly name: string
  readonly shown: boolean
}

const endsOf = (elements: readonly Opened[]): string =>
  elements
    .filter(({ shown }) => shown)
    .map(({ name }) => `</${name}>`)
    .reverse()
    .join('')

/** The tag as it goes out. An end that nothing opened is left out; what is still open within is ended before it. */
function written(piece: string, tag: string, open: Opened[]): string {
  const [, end, name = ''] = /^<(\/?)([a-z][a-z0-9]*)/i.exec(piece) ?? []
  if (name === '' || WITHOUT_END.has(name)) return tag
  if (end === '') {
    open.push({ name, shown: tag !== '' })
    return tag
  }
  const at = open.findLastIndex((each) => each.name === name)
  return at < 0 ? '' : endsOf(open.splice(at))
}

/** The tag with its attributes guarded; nothing where its address dropped out. */
function guardTag(tag: string): string | 'unsafe' {
  const addresses: (string | undefined)[] = []
  const guarded = tag.replace(/ ([a-z-]+)="([^"]*)"/gi, (_, name: string, value: string) => {
    if (name !== 'href' && name !== 'src') return ` ${name}="${defuseText(value)}"`
    const address = guardAddress(unescapeHtml(value))
    addresses.push(address)
    return ` ${name}="${escapeHtml(address ?? '')}"`
  })
  if (addresses.includes(undefined)) return 'unsafe'
  return addresses.includes('') ? '' : guarded
}

/** An address whose values are encoded; empty where it dropped out; undefined where they say where it leads, or where it leads nowhere. */
function guardAddress(marked: string): string | undefined {
  const { plain, outside } = readMarks(marked.trim())
  const [first] = outside
  if (first !== undefined && (BEFORE_VALUES.exec(plain)?.[0].length ?? Number.POSITIVE_INFINITY) > first.from)
    return undefined
  let address = ''
  let from = 0
  for (const value of outside) {
    address += plain.slice(from, value.from) + encodeInAddress(plain.slice(value.from, value.to))
    from = value.to
  }
  address += plain.slice(from)
  return address === '' || LEADS.test(address) ? address : undefined
}
