import { statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite'

type Row = Record<string, SQLOutputValue>

/**
 * Gives a store more customers until its table is so large: each with the items and the stream records that the customers of
 * the benchmark left, as a host leaves them that was killed and had read its stream to the end. Answers its megabytes.
 */
export function growStore(data: string, megabytes: number): number {
  const path = join(data, 'table.db')
  const table = new DatabaseSync(path)
  const [sample] = table.prepare("SELECT pk FROM beforehand WHERE pk LIKE 'S:C#%' AND sk LIKE 'S:MSG%' LIMIT 1").all()
  const customer = String(sample?.['pk']).slice('S:C#'.length)
  const items = table.prepare('SELECT * FROM beforehand WHERE pk = ?').all(`S:C#${customer}`)
  const last = Number(
    table.prepare('SELECT max(CAST(sequence_number AS INTEGER)) AS n FROM _stream_records').get()?.['n'],
  )
  const add = adderFor(table, 'beforehand', items)
  const record = adderFor(table, '_stream_records', table.prepare('SELECT * FROM _stream_records LIMIT 1').all())
  const [shape] = table.prepare('SELECT * FROM _stream_records ORDER BY id DESC LIMIT 1').all()
  let sequence = last
  for (let n = 0, bytes = 0; bytes < megabytes * 1e6; ) {
    table.exec('BEGIN')
    for (const end = n + 500; n < end; n += 1) {
      const renamed = items.map((item) => renamedRow(item, customer, `${customer}${n}`))
      for (const item of renamed) {
        add(item)
        // As often as it was written.
        for (let write = 0; write < 2; write += 1) {
          sequence += 1
          record({
            ...shape,
            id: null,
            keys_json: String(item['sk']),
            new_image: item['item_json'] ?? null,
            sequence_number: String(sequence),
          })
        }
      }
    }
    table.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)')
    bytes = statSync(path).size
  }
  table.close()
  const host = new DatabaseSync(join(data, 'host.sqlite'))
  host.prepare('UPDATE stream_position SET sequence = ?').run(String(sequence))
  host.close()
  return statSync(path).size / 1e6
}

const renamedRow = (row: Row, from: string, to: string): Row =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, typeof value === 'string' ? value.replaceAll(from, to) : value]),
  )

function adderFor(table: DatabaseSync, name: string, rows: readonly Row[]): (row: Row) => void {
  const columns = Object.keys(rows[0] ?? {})
  const insert = table.prepare(
    `INSERT INTO ${name} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  )
  return (row) => void insert.run(...columns.map((column) => row[column] ?? null))
}
