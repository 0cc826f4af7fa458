import type { Edit } from './mutant.ts'
import type { Node } from './syntax.ts'

/**
 * The source with all of its mutants in it, each behind a question: `__at(7) ? changed : as it was`. One load of the code
 * serves them all, and what was asked tells which mutants a test reaches.
 */
export function instrument(code: string, edits: readonly Edit[], turns: readonly Node[]): string {
  const wraps = [...edits.map(wrapEdit), ...turns.map(wrapTurn)]
  // Outer before inner where they begin together, inner before outer where they end together.
  const opening = wraps.toSorted((a, b) => a.start - b.start || b.end - a.end || a.rank - b.rank)
  const closing = wraps.toSorted((a, b) => a.end - b.end || b.start - a.start || b.rank - a.rank)
  let out = ''
  let [at, opened, closed] = [0, 0, 0]
  const upTo = (place: number): void => {
    out += code.slice(at, place)
    at = place
  }
  while (closed < closing.length) {
    const [next, last] = [opening[opened], closing[closed]]
    if (last === undefined) break
    if (next !== undefined && next.start < last.end) {
      upTo(next.start)
      out += next.before
      opened += 1
    } else {
      upTo(last.end)
      out += last.after
      closed += 1
    }
  }
  return out + code.slice(at)
}

interface Wrap {
  readonly start: number
  readonly end: number
  readonly rank: number
  readonly before: string
  readonly after: string
}

function wrapEdit({ start, end, kind, instead }: Edit): Wrap {
  const ids = instead.map(({ id }) => `__at(${id})`)
  switch (kind) {
    case 'expression': {
      const choices = instead.map(({ id, text }) => `__at(${id})?(${text}):`).join('')
      return { start, end, rank: 2, before: `(${choices}(`, after: '))' }
    }
    case 'statement':
      return { start, end, rank: 1, before: `{if(!${ids.join('')})`, after: '}' }
    case 'property':
      return { start, end, rank: 1, before: `...(${ids.join('')}?{}:{`, after: '})' }
  }
}

function wrapTurn({ start, end }: Node): Wrap {
  return { start, end, rank: 0, before: '{__turn();', after: '}' }
}
