import type { Place } from '../form/problem.ts'
import type { Path } from '../form/yaml-source.ts'
import type { MessageFile } from './front-matter.ts'

/** A text with Liquid, and where in the file its lines and columns are. */
export interface LiquidSource {
  readonly text: string
  place(line: number, column: number): Place
}

/** Every text of a message that may hold Liquid. */
export function liquidSources({ front, yaml, body, bodyLine }: MessageFile, fileText: string): readonly LiquidSource[] {
  const lines = fileText.split('\n')
  const value = (path: Path, text: string | undefined): readonly LiquidSource[] =>
    text === undefined ? [] : [{ text, place: placesOf(yaml.at(path), lines) }]
  return [
    ...value(['subject'], front.subject),
    ...value(['preheader'], front.preheader),
    ...value(['sms'], front.sms),
    ...(['button', 'second_button'] as const).flatMap((name) => [
      ...value([name, 'label'], front[name]?.label),
      ...value([name, 'url'], front[name]?.url),
    ]),
    { text: body, place: (line, column) => ({ file: yaml.file, line: bodyLine + line - 1, column }) },
  ]
}

/** A YAML value begins after its quote, or, as a block (`|`), on the line after. */
function placesOf(begin: Place, lines: readonly string[]): LiquidSource['place'] {
  const mark = lines[begin.line - 1]?.[begin.column - 1]
  if (mark === '|' || mark === '>') {
    const indent = /^ */.exec(lines[begin.line] ?? '')?.[0].length ?? 0
    return (line, column) => ({ file: begin.file, line: begin.line + line, column: column + indent })
  }
  const quote = mark === '"' || mark === "'" ? 1 : 0
  return (line, column) => ({
    file: begin.file,
    line: begin.line + line - 1,
    column: line === 1 ? begin.column + quote + column - 1 : column,
  })
}
