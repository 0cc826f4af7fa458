import Table from 'cli-table3'
import type { Terminal } from './context.ts'

/** Rows as a table where somebody looks; elsewhere columns apart by two spaces, easy to cut. */
export function table(terminal: Terminal, head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (!terminal.interactive) return plain(rows)
  const drawn = new Table({
    head: head.map((word) => terminal.colors.bold(word)),
    style: { head: [], border: [] },
    wordWrap: true,
  })
  for (const row of rows) drawn.push([...row])
  return drawn.toString()
}

function plain(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)))
  return rows
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
