/** Scripts written without spaces between words. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uff65]/u

/** What a line's end inside a paragraph means: a space, or nothing beside a script that has none. */
export const lineJoint = (before: string, after: string): string =>
  UNSPACED.test([...before].at(-1) ?? '') || UNSPACED.test([...after].at(0) ?? '') ? '' : ' '
