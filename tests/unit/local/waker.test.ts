import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { timerIndex } from '#local/event-sources/timer-index.ts'
import { Waker } from '#local/event-sources/waker.ts'
import { openDatabase } from '#local/store/database.ts'
import { hostSettings } from '#local/store/settings.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

const NINE = Date.parse('2026-11-21T09:00:00Z')

/** A waker that knows timers at these milliseconds after nine. */
function wakerOf(...instants: readonly number[]): Waker {
  const folder = mkdtempSync(join(tmpdir(), 'beforehand-waker-'))
  folders.push(folder)
  const database = openDatabase(folder)
  const timers = timerIndex(database)
  for (const at of instants)
    timers.follow({
      eventName: 'INSERT',
      dynamodb: { Keys: { PK: { S: 'DUE#m#0' }, SK: { S: `c${at}#1` } }, NewImage: { at: { N: String(NINE + at) } } },
    })
  return new Waker(async () => undefined, timers, { now: () => NINE }, hostSettings(database))
}

describe('timers that are due one after the other', () => {
  it.each([
    ['alone', [300, 5_000], 300, 9_000, 300],
    ['in one second', [300, 301, 999], 300, 9_000, 999],
    ['where the second ends, for another day may begin there', [300, 999, 1_000], 300, 9_000, 999],
    ['at the beginning of a second', [1_000, 1_001, 1_999, 2_000], 1_000, 9_000, 1_999],
    ['with an end before the last of them', [300, 400, 500], 300, 450, 400],
    ['with nothing at the instant itself, where a message comes into sight', [400], 300, 300, 300],
  ])('go together with their second: %s', (_, instants, instant, until, last) => {
    expect(wakerOf(...instants).lastTogether(NINE + instant, NINE + until)).toBe(NINE + last)
  })
})
