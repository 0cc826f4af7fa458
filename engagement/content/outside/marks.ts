/**
 * While a message is filled, what came from outside stands between two characters that no text may hold, so that the
 * whole can be judged once it is written: an address may be put together by several values and the words between them.
 */
export const OPEN = '\uFDD0'
export const CLOSE = '\uFDD1'

export const mark = (text: string): string => OPEN + unmark(text) + CLOSE

export const unmark = (text: string): string => text.replace(/[\uFDD0\uFDD1]/g, '')

/** A text without its marks, and which of its characters came from outside. */
export interface Marked {
  readonly plain: string
  /** Stretches `[from, to)` of `plain`, in order. */
  readonly outside: readonly Stretch[]
}

export interface Stretch {
  readonly from: number
  readonly to: number
}

export function readMarks(text: string): Marked {
  let plain = ''
  const outside: Stretch[] = []
  for (const [index, part] of text.split(/([\uFDD0][^\uFDD0\uFDD1]*[\uFDD1])/).entries()) {
    const from = plain.length
    plain += unmark(part)
    if (index % 2 === 1 && plain.length > from) outside.push({ from, to: plain.length })
  }
  return { plain, outside }
}
