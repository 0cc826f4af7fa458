import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, expect, it } from 'vitest'
import { keepStreamQuick } from '#local/store/stream-upkeep.ts'
import { startTestHost } from './running-host.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

function ask(folder: string, query: string): Record<string, unknown>[] {
  const database = new DatabaseSync(join(folder, 'data', 'table.db'), { readOnly: true })
  try {
    return database.prepare(query).all()
  } finally {
    database.close()
  }
}

it('lets the engine find its next sequence number without reading every record', async () => {
  const host = await startTestHost()
  const folder = dirname(host.workflows)
  folders.push(folder)
  const asked =
    "SELECT COALESCE(MAX(CAST(sequence_number AS INTEGER)), 0) + 1 FROM _stream_records WHERE table_name = 'beforehand'"
  expect(ask(folder, `EXPLAIN QUERY PLAN ${asked}`)).toMatchObject([
    { detail: expect.stringContaining('beforehand_stream_sequence') },
  ])
  await host.stop()
})

it('drops what was read while the host is at rest, and goes on from there after the next start', async () => {
  const first = await startTestHost()
  const folder = dirname(first.workflows)
  folders.push(folder)
  await first.send({ event: 'identify', user: 'ann', traits: { email: 'ann@example.com', timezone: 'UTC' } })
  await first.send({ event: 'Parcel Lost', user: 'ann', properties: { order_id: 'o1' } })
  await first.move({ advance: '1m' })
  expect(await first.messages()).toHaveLength(1)
  const kept = (): number => ask(folder, 'SELECT id FROM _stream_records').length
  await expect.poll(kept, { timeout: 20_000 }).toBe(1)
  await first.stop()

  const second = await startTestHost({ folder })
  await second.send({ event: 'Parcel Lost', user: 'ann', properties: { order_id: 'o2' } })
  await second.move({ advance: '1m' })
  expect(await second.messages()).toHaveLength(2)
  await second.stop()
})

/** A file as the engine leaves it, with records 1 to `count`. */
function engineFile(count: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'beforehand-upkeep-'))
  folders.push(folder)
  const path = join(folder, 'table.db')
  const database = new DatabaseSync(path)
  database.exec(
    'PRAGMA journal_mode = WAL; CREATE TABLE _stream_records (id INTEGER PRIMARY KEY, table_name TEXT, sequence_number TEXT)',
  )
  const add = database.prepare('INSERT INTO _stream_records (table_name, sequence_number) VALUES (?, ?)')
  database.exec('BEGIN')
  for (let n = 1; n <= count; n += 1) add.run('beforehand', String(n))
  database.exec('COMMIT')
  database.close()
  return path
}

it('drops in portions, never the last that was read and nothing after it', () => {
  const path = engineFile(2_510)
  const upkeep = keepStreamQuick(path, 'beforehand')
  expect([1, 2, 3, 4].map(() => upkeep.trim('2500'))).toEqual([1_000, 1_000, 499, 0])
  expect(upkeep.trim(undefined)).toBe(0)
  upkeep.close()
  const database = new DatabaseSync(path, { readOnly: true })
  const left = database.prepare('SELECT min(id) AS first, count(*) AS n FROM _stream_records').get()
  database.close()
  expect(left).toMatchObject({ first: 2_500, n: 11 })
})

it('leaves it to the next time where the engine is writing', () => {
  const path = engineFile(10)
  const upkeep = keepStreamQuick(path, 'beforehand')
  const engine = new DatabaseSync(path)
  engine.exec('BEGIN IMMEDIATE')
  expect(upkeep.trim('5')).toBe(0)
  engine.exec('COMMIT')
  expect(upkeep.trim('5')).toBe(4)
  engine.close()
  upkeep.close()
})
