import { findLinks } from './find-links.ts'
import { type Marked, readMarks, type Stretch } from './marks.ts'

/** An address of ours in a text, up to where it ends; what follows its host may be filled with values. */
const ADDRESS = /https?:\/\/[^\s<>"'「」『』（）、。]+/gi
/** Its scheme and host, closed by what begins the path. */
const HOST_CLOSED = /^https?:\/\/[^/?#\s]+[/?#]/i

/**
 * A filled text in which nothing from outside looks like a link: a space stands where its dots, its `://` or its `@`
 * would make one. What an author wrote stays, and so does a value in the path or query of an address of ours, where what
 * does not belong into an address is encoded. Takes the marks away.
 */
export function defuseText(marked: string): string {
  const text = readMarks(marked)
  return text.outside.length === 0 ? text.plain : apart(encoded(text))
}

interface Encoded extends Marked {
  /** Addresses of ours, values and all. */
  readonly ours: readonly Stretch[]
}

/** Values inside an address of ours as an address writes them. */
function encoded({ plain, outside }: Marked): Encoded {
  let written = ''
  let from = 0
  const kept: Stretch[] = []
  const ours: Stretch[] = []
  for (const value of outside) {
    written += plain.slice(from, value.from)
    from = value.to
    const begin = addressBefore(written, kept)
    const shown = plain.slice(value.from, value.to)
    const start = written.length
    if (begin === undefined) {
      written += shown
      kept.push({ from: start, to: written.length })
    } else {
      written += encodeInAddress(shown)
      ours.push({ from: begin, to: written.length })
    }
  }
  return { plain: written + plain.slice(from), outside: kept, ours }
}

/** Where the address begins that `text` ends in the path or query of, all of it ours. */
function addressBefore(text: string, outside: readonly Stretch[]): number | undefined {
  const found = [...text.matchAll(ADDRESS)].at(-1)
  if (found === undefined || found.index + found[0].length < text.length) return undefined
  const closed = HOST_CLOSED.exec(found[0])
  if (closed === null) return undefined
  const host = { from: found.index, to: found.index + closed[0].length }
  return outside.some((value) => overlap(value, host)) ? undefined : found.index
}

/** As a query holds it; what is encoded already stays. Brackets, quotes and other scripts would end the address. */
export const encodeInAddress = (value: string): string =>
  value.toWellFormed().replace(/[^A-Za-z0-9\-._~%+&=/?#:@!$,;*]/gu, (character) => encodeURIComponent(character))

function apart({ plain, outside, ours }: Encoded): string {
  const places = new Set<number>()
  for (const link of findLinks(plain)) {
    if (!outside.some((value) => overlap(value, link)) || ours.some((address) => overlap(address, link))) continue
    for (const place of link.apart) places.add(place)
  }
  let text = ''
  let from = 0
  for (const place of [...places].sort((a, b) => a - b)) {
    text += plain.slice(from, place) + (/\s/.test(plain[place - 1] ?? '') ? '' : ' ')
    from = place
  }
  return text + plain.slice(from)
}

const overlap = (a: Stretch, b: Stretch): boolean => a.from < b.to && b.from < a.to

/** A value on its own, as `defuseText` shows it. */
export const defuseValue = (value: string): string =>
  apart({ plain: value, outside: [{ from: 0, to: value.length }], ours: [] })
