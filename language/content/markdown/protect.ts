import { Tokenizer, type TopLevelToken, TypeGuards } from 'liquidjs'

/** A text in which every piece of Liquid is a word that Markdown leaves alone. */
export interface Protected {
  readonly text: string
  /** The Liquid behind a placeholder, as written. */
  readonly pieces: ReadonlyMap<string, Piece>
  /** Finds placeholders. */
  readonly pattern: RegExp
}

export interface Piece {
  readonly kind: 'tag' | 'output'
  readonly source: string
  /** Of a tag: `if`, `endfor`. */
  readonly name?: string
}

/**
 * Replaces Liquid by placeholders of lower-case letters and digits, which survive addresses, host names and emphasis.
 * Comments are dropped. `text` must be readable as Liquid.
 */
export function protectLiquid(text: string): Protected {
  const prefix = freePrefix(text)
  const pieces = new Map<string, Piece>()
  let protectedText = ''
  let commented = false
  for (const token of new Tokenizer(text).readTopLevelTokens()) {
    const name = TypeGuards.isTagToken(token) ? token.name : undefined
    if (name === 'comment' || name === 'endcomment' || name === '#') commented = name === 'comment'
    else if (commented) continue
    else protectedText += protectToken(token, name, prefix, pieces)
  }
  return { text: protectedText, pieces, pattern: new RegExp(`${prefix}[to]\\d+z`, 'g') }
}

function protectToken(
  token: TopLevelToken,
  name: string | undefined,
  prefix: string,
  pieces: Map<string, Piece>,
): string {
  const source = token.input.slice(token.begin, token.end)
  if (TypeGuards.isHTMLToken(token)) return source
  const placeholder = `${prefix}${name === undefined ? 'o' : 't'}${pieces.size}z`
  pieces.set(placeholder, name === undefined ? { kind: 'output', source } : { kind: 'tag', source, name })
  return placeholder
}

/** A word that the text does not hold, in any case. */
function freePrefix(text: string): string {
  const low = text.toLowerCase()
  let prefix = 'lq'
  while (low.includes(prefix)) prefix += 'q'
  return prefix
}

/** Puts the Liquid back; `write` says how. */
export const restoreLiquid = (
  text: string,
  { pattern, pieces }: Protected,
  write: (piece: Piece) => string = (piece) => piece.source,
): string =>
  text.replace(pattern, (placeholder) => {
    const piece = pieces.get(placeholder)
    return piece === undefined ? placeholder : write(piece)
  })
