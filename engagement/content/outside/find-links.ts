import type { Stretch } from './marks.ts'
import { TOP_LEVEL_DOMAINS } from './top-level-domains.ts'

/** Something that a mail client or a phone may make a link of, and the places in it where a space keeps it from that. */
export interface LooksLikeLink extends Stretch {
  /** A space goes in before these characters. */
  readonly apart: readonly number[]
}

/** A full stop in the spellings that addresses know. */
const DOT = '[.．。｡․﹒]'
/** Letters, digits and symbols: there are addresses of pictures and signs. */
const LABEL = String.raw`[\p{L}\p{N}\p{M}\p{So}\p{Sc}\p{Sk}+=~|_-]+`
const HOST = new RegExp(`${LABEL}(?:${DOT}${LABEL})+`, 'gu')
/** With the host that follows. */
const SCHEME = /(?<![\p{L}\p{N}])([a-z][a-z0-9+.-]*[:：][/\\／]{2})[^\s/?#<>"]*/giu
/** Schemes that are followed without two slashes. */
const BARE_SCHEME =
  /(?<![\p{L}\p{N}])(?:mailto|tel|telprompt|callto|facetime|sms|smsto|mms|javascript|vbscript|data|file|blob|about|intent|market|geo|maps|skype|sip|sips|xmpp|whatsapp|line|viber|magnet|bitcoin|news|cid|urn|view-source)[:：](?=\S)/giu
/** An address without a scheme, as pages write them. */
const SLASHES = /(?<![:：])\/\/(?=\S)/gu
const AT = /(?<=\S)[@＠](?=\S)/gu
const SHARE = /\\\\(?=\S)/gu

/** Everything in `text` that looks like a link. */
export function findLinks(text: string): readonly LooksLikeLink[] {
  return [
    ...[...text.matchAll(HOST)].flatMap(hostLink),
    ...[...text.matchAll(SCHEME)].map(({ 0: found, 1: scheme = '', index }) => ({
      ...stretch(index, found),
      apart: [index + scheme.length - 2, index + scheme.length],
    })),
    ...[...text.matchAll(BARE_SCHEME)].map(({ 0: found, index }) => ({
      ...stretch(index, found),
      apart: [index + found.length],
    })),
    ...[...text.matchAll(SLASHES)].map(({ index }) => ({ from: index, to: index + 3, apart: [index + 2] })),
    ...[...text.matchAll(AT)].map(({ index }) => ({ from: index - 1, to: index + 2, apart: [index, index + 1] })),
    ...[...text.matchAll(SHARE)].map(({ index }) => ({ from: index, to: index + 3, apart: [index + 1, index + 2] })),
  ]
}

const stretch = (from: number, found: string): Stretch => ({ from, to: from + found.length })

function hostLink({ 0: found, index, input }: RegExpExecArray): readonly LooksLikeLink[] {
  const rest = input.slice(index + found.length, index + found.length + 2)
  if (!isHost(found, rest)) return []
  const apart = [...found.matchAll(new RegExp(DOT, 'gu'))].map((dot) => index + dot.index + 1)
  return [{ ...stretch(index, found), apart }]
}

/**
 * Two labels and more are a host where one after the first is a top-level domain, or where something else says so: `www.`, a path
 * or a port after it, three labels that are words. A number alone (3.5, 203.0.113.7) and initials (J.R.R.) are not.
 */
function isHost(found: string, rest: string): boolean {
  const labels = found.normalize('NFKC').toLowerCase().split(new RegExp(DOT, 'u'))
  const last = labels.at(-1) ?? ''
  // Not only the last: a client may end the address before a full stop that it does not know.
  if (labels.slice(1).some(isTopLevel)) return true
  const followed = /^(?:[/?#\\]\S|:\d|[@＠]\S)/u.test(rest)
  if (labels.every((label) => /^\d+$/.test(label))) return labels.length === 4 && followed
  if (!/^[a-z][a-z0-9-]+$/.test(last)) return false
  if (/^www\d*$/.test(labels[0] ?? '') || followed) return true
  return labels.filter((label) => /^[a-z0-9-]*[a-z][a-z0-9-]+$/.test(label)).length >= 3
}

/** Japanese may follow an address without a space, and so may a hyphen: `evil.comまで`. */
function isTopLevel(label: string): boolean {
  if (TOP_LEVEL_DOMAINS.has(label) || label.startsWith('xn--')) return true
  const leading = /^[a-z]{2,}(?![a-z0-9])/.exec(label)?.[0]
  return leading !== undefined && TOP_LEVEL_DOMAINS.has(leading)
}
