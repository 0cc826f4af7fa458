import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import * as z from 'zod'

/** Capacity units of one happening. */
export interface Units {
  readonly reads: number
  readonly writes: number
}

const Capacity = z.looseObject({
  rows: z.array(z.tuple([z.string(), z.number(), z.number()], z.unknown())),
})

/** What `bench/capacity` measures now, by what happens. The function throws where the benchmark knows no such happening. */
export async function measure(): Promise<(what: string) => Units> {
  const file = fileURLToPath(new URL('../capacity/capacity.ts', import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, [file, '--json'])
  const rows = new Map(
    Capacity.parse(JSON.parse(stdout)).rows.map(([what, reads, writes]) => [what, { reads, writes }]),
  )
  return (what) => {
    const units = rows.get(what)
    if (units === undefined) throw new Error(`bench/capacity measures no "${what}": ${[...rows.keys()].join(', ')}`)
    return units
  }
}
