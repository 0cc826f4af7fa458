import { format } from 'node:util'

import * as vitest from 'vitest'

/** Asserting is vitest's own. */
export const { expect, vi } = vitest

type Work = (...args: never[]) => unknown

/** A `describe`, or a file. */
export interface Suite {
  readonly above: Suite | undefined
  readonly name: string
  readonly before: Work[]
  readonly beforeEach: Work[]
  readonly afterEach: Work[]
  isReady: boolean
}

export interface Test {
  readonly name: string
  readonly suite: Suite
  readonly run: () => unknown
}

const suite = (name: string, above?: Suite): Suite => ({
  name,
  above,
  before: [],
  beforeEach: [],
  afterEach: [],
  isReady: false,
})

let here = suite('')
let tests: Test[] = []

/** The tests that a file writes down while it loads: as vitest would, without running any. */
export async function collect(load: () => Promise<unknown>): Promise<readonly Test[]> {
  here = suite('')
  tests = []
  await load()
  return tests
}

function enter(name: string, work: () => unknown): void {
  const outside = here
  here = suite(name, outside)
  try {
    work()
  } finally {
    here = outside
  }
}

function note(name: string, work: Work, args: readonly unknown[] = []): void {
  const names = [name]
  for (let each: Suite | undefined = here; each?.above !== undefined; each = each.above) names.unshift(each.name)
  // What a test is given is what its table says: the types were checked where it was written.
  tests.push({ name: names.join(' > '), suite: here, run: () => work(...(args as never[])) })
}

/** `'$name at %i'`: a table's row told in its name. */
function told(name: string, row: readonly unknown[]): string {
  const [first] = row
  const named = name.replaceAll(/\$([\w.]+)/g, (text, path: string) => {
    let value: unknown = first
    for (const key of path.split('.')) value = Object(value)[key]
    return value === undefined ? text : String(value)
  })
  return /%[sdifjoO]/.test(named) ? format(named, ...row) : named
}

const rowsOf = (table: readonly unknown[]) => table.map((row) => (Array.isArray(row) ? row : [row]))

function each(table: readonly unknown[]) {
  return (name: string, work: Work): void => {
    for (const row of rowsOf(table)) note(told(name, row), work, row)
  }
}

function describeEach(table: readonly unknown[]) {
  return (name: string, work: Work): void => {
    for (const row of rowsOf(table)) enter(told(name, row), () => work(...(row as never[])))
  }
}

const ignore = (): void => undefined

export const it = Object.assign((name: string, work: Work): void => note(name, work), {
  each,
  skipIf: (isSkipped: unknown) => (isSkipped ? ignore : it),
})
export const test = it
export const describe = Object.assign((name: string, work: () => unknown): void => enter(name, work), {
  each: describeEach,
  skipIf: (isSkipped: unknown) => (isSkipped ? ignore : describe),
})
export const beforeAll = (work: Work): void => void here.before.push(work)
export const beforeEach = (work: Work): void => void here.beforeEach.push(work)
export const afterEach = (work: Work): void => void here.afterEach.push(work)
/** The process ends with what it opened. */
export const afterAll = ignore
