import { DatabaseSync } from 'node:sqlite'

/** Where the embedded engine keeps its streams (dynoxide 1.2, pinned). */
const RECORDS = '_stream_records'

/**
 * Keeps the embedded engine quick. With each write it asks for the highest sequence number, which without an index means
 * reading every stream record there ever was, and it never trims: a transaction takes 2 ms at first and 10 after 7,000
 * writes. So its file is given the index, and records that were read are dropped, as DynamoDB drops them after a day.
 * `read`: the sequence number of the last record that is done; it stays, for the engine counts on from it.
 */
export function keepStreamQuick(dbPath: string, tableName: string, read: string | undefined): void {
  const database = new DatabaseSync(dbPath)
  try {
    database.exec('PRAGMA busy_timeout = 5000')
    const known = database.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").get(RECORDS)
    // Another version of the engine may keep them elsewhere: then it is as quick as it is.
    if (known === undefined) return
    database.exec(
      `CREATE INDEX IF NOT EXISTS beforehand_stream_sequence ON ${RECORDS} (table_name, CAST(sequence_number AS INTEGER))`,
    )
    if (read === undefined) return
    database
      .prepare(`DELETE FROM ${RECORDS} WHERE table_name = ? AND CAST(sequence_number AS INTEGER) < ?`)
      .run(tableName, BigInt(read))
  } finally {
    database.close()
  }
}
