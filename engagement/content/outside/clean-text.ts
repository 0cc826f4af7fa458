/** More of one value is not read by anybody, and would push what the layout adds out of sight. */
const LONGEST = 2_000

/** Scripts in which a joiner between two letters changes how they are written. */
const JOINING = String.raw`\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Syriac}\p{Script=Mongolian}`

/** Invisible characters that belong to what they stand in: emoji and flags, names in Persian or Hindi, variants of kanji. */
const BELONGING = new RegExp(
  [
    // A family, a flag of rainbows: pictures joined to one.
    String.raw`(?<=\p{Extended_Pictographic}[\u{FE0F}\p{Emoji_Modifier}]*)\u200D(?=\p{Extended_Pictographic})`,
    // The flags of England, Scotland and Wales.
    String.raw`(?<=\u{1F3F4})[\u{E0061}-\u{E007A}\u{E0030}-\u{E0039}]{1,6}\u{E007F}`,
    String.raw`(?<=[${JOINING}])[\u200C\u200D](?=[${JOINING}])`,
    // Whether a symbol is a picture, and how a kanji of a name is written.
    String.raw`(?<=\p{Extended_Pictographic})[\uFE0E\uFE0F]|(?<=[0-9#*])\uFE0F(?=\u20E3)`,
    String.raw`(?<=\p{Script=Han})[\uFE00-\uFE02\u{E0100}-\u{E01EF}]`,
  ].join('|'),
  'gu',
)

/** Written in one line as it is read: nothing in it breaks a line, turns the direction of reading, or cannot be seen. */
const BREAKS = /[\p{Cc}\u2028\u2029\u00A0\u1680\u2000-\u200A\u202F\u205F\u2800]+/gu
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Cs}\uFFF9-\uFFFB\p{Noncharacter_Code_Point}]/gu

/**
 * A text from outside as a message may show it: one line, of characters that are seen where they stand. Line breaks and
 * controls become spaces; marks that turn the reading direction and invisible characters go, but for those that emoji,
 * flags, kanji variants and the scripts of Persian and India need.
 */
export function cleanText(text: string): string {
  const kept = new Set([...text.matchAll(BELONGING)].flatMap(({ index, 0: found }) => range(index, found.length)))
  const seen = text.replace(UNSEEN, (found, index: number) => (kept.has(index) ? found : ''))
  const line = seen.replace(BREAKS, ' ').replace(/ {2,}/g, ' ').trim()
  const characters = [...line]
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST).join('')}…` : line
}

const range = (from: number, length: number): number[] => Array.from({ length }, (_, step) => from + step)
