import { rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, expect, it } from 'vitest'
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

it('drops what was read at the next start, and goes on from there', async () => {
  const first = await startTestHost()
  const folder = dirname(first.workflows)
  folders.push(folder)
  await first.send({ event: 'identify', user: 'ann', traits: { email: 'ann@example.com', timezone: 'UTC' } })
  await first.send({ event: 'Parcel Lost', user: 'ann', properties: { order_id: 'o1' } })
  await first.move({ advance: '1m' })
  await first.stop()
  const before = ask(folder, 'SELECT sequence_number FROM _stream_records')
  expect(before.length).toBeGreaterThan(10)

  const second = await startTestHost({ folder })
  const kept = ask(folder, 'SELECT CAST(sequence_number AS INTEGER) AS n FROM _stream_records ORDER BY n')
  expect(kept.length).toBeLessThan(before.length)
  await second.send({ event: 'Parcel Lost', user: 'ann', properties: { order_id: 'o2' } })
  await second.move({ advance: '1m' })
  expect(await second.messages()).toHaveLength(2)
  await second.stop()
})
