import { availableParallelism, cpus, loadavg } from 'node:os'
import Table from 'cli-table3'

/** What a benchmark found: one table, and how it stands to what was aimed at. */
export interface Report {
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number)[])[]
  readonly goals?: readonly { readonly goal: string; readonly met: boolean; readonly seen: string }[]
  /** What a reader has to know to read the numbers. */
  readonly notes?: readonly string[]
  /** Nothing of it was measured here. */
  readonly isCalculated?: boolean
}

/** Where it was measured, and how busy it was with other things: wall-clock figures of a busy machine are too low. */
function machine(): string {
  const [cpu] = cpus()
  const busy = (loadavg()[0] ?? 0).toFixed(1)
  return `Measured on ${availableParallelism()} x ${cpu?.model.trim() ?? 'unknown processor'}, Node.js ${process.version}, load average ${busy}.`
}

/** Prints a report; with `--json` among the arguments as one line of JSON. */
export function report({ isCalculated = false, ...told }: Report): void {
  const found = isCalculated ? told : { ...told, notes: [...(told.notes ?? []), machine()] }
  if (process.argv.includes('--json')) console.log(JSON.stringify(found))
  else console.log(asText(found))
}

function asText({ title, columns, rows, goals = [], notes = [] }: Report): string {
  const table = new Table({
    head: [...columns],
    style: { head: [], border: [] },
    colAligns: columns.map((_, at) => (typeof rows[0]?.[at] === 'number' ? 'right' : 'left')),
  })
  for (const row of rows) table.push(row.map(cell))
  const said = goals.map(({ goal, met, seen }) => `${met ? 'met   ' : 'MISSED'}  ${goal}: ${seen}`)
  return ['', title, table.toString(), ...said, ...notes].join('\n')
}

/** Thousands apart; small numbers keep what tells them apart. */
function cell(value: string | number): string {
  if (typeof value === 'string') return value
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) >= 10 ? 1 : 2
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
}
