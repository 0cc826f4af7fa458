import { parseArgs } from 'node:util'
import type { Part } from '#simulation/seeds/play.ts'

/** What is to be played. */
export interface Options {
  /** One world, or a part of it. */
  readonly seed?: number
  readonly part: Part
  /** So many customers, in worlds of some dozens each. */
  readonly customers?: number
  /** New worlds for so long. */
  readonly minutes?: number
  readonly saved: boolean
  readonly json: boolean
  readonly trace: boolean
  /** The first of new seeds; chance where it is absent. */
  readonly from?: number
}

export const USAGE = `npm run seeds -- [--customers N | --minutes N] [--saved] [--from SEED] [--json]
npm run seeds -- --seed N [--only CUSTOMERS] [--events IDS] [--faults IDS | none] [--trace]`

export function readOptions(args: readonly string[]): Options {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean', default: false } as const
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: text,
      only: text,
      events: text,
      faults: text,
      customers: text,
      minutes: text,
      from: text,
      saved: flag,
      json: flag,
      trace: flag,
    },
  })
  const number = (name: 'seed' | 'customers' | 'minutes' | 'from'): { readonly [each in typeof name]?: number } => {
    const value = values[name]
    if (value === undefined) return {}
    if (!(Number(value) >= 0)) throw new Error(`--${name} takes a number, not "${value}"\n${USAGE}`)
    return { [name]: Number(value) }
  }
  const { only, events, faults } = values
  return {
    ...number('seed'),
    ...number('customers'),
    ...number('minutes'),
    ...number('from'),
    part: {
      ...(only === undefined ? {} : { customers: new Set(listOf(only).map(Number)) }),
      ...(events === undefined ? {} : { happenings: new Set(listOf(events)) }),
      ...(faults === undefined ? {} : { faults: new Set(listOf(faults)) }),
    },
    saved: values.saved,
    json: values.json,
    trace: values.trace,
  }
}

const listOf = (text: string): readonly string[] => (text === 'none' ? [] : text.split(','))
