import { DatabaseSync } from 'node:sqlite'

/** Where the embedded engine keeps its streams (dynoxide 1.2, pinned). */
const RECORDS = '_stream_records'
/** Records that one portion drops: some 10 ms, for which the engine may have to wait. */
const PORTION = 1_000
/** Who drops waits so long for the engine's own write, ms, and leaves it to the next time then: the host stands still meanwhile. */
const PATIENCE = 5

export interface StreamUpkeep {
  /**
   * Drops a portion of the records before `read`, the sequence number of the last one that is done: that one stays, for the
   * engine counts on from it. Answers how many were dropped.
   */
  trim(read: string | undefined): number
  close(): void
}

/**
 * Keeps the embedded engine quick. With each write it asks for the highest sequence number, which without an index means
 * reading every stream record there ever was: a transaction takes 2 ms at first and 10 after 7,000 writes. So its file is
 * given the index. And it never trims: records that were read are dropped while the host is at rest, as DynamoDB drops them
 * after a day, so that the file does not grow by twice what is stored, and a start has nothing to clear away.
 */
export function keepStreamQuick(dbPath: string, tableName: string): StreamUpkeep {
  const database = new DatabaseSync(dbPath)
  try {
    database.exec('PRAGMA busy_timeout = 5000; PRAGMA synchronous = NORMAL')
    const known = database.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").get(RECORDS)
    // Another version of the engine may keep them elsewhere: then it is as quick as it is.
    if (known === undefined) return { trim: () => 0, close: () => database.close() }
    database.exec(
      `CREATE INDEX IF NOT EXISTS beforehand_stream_sequence ON ${RECORDS} (table_name, CAST(sequence_number AS INTEGER))`,
    )
    database.exec(`PRAGMA busy_timeout = ${PATIENCE}`)
    return { trim: trimmer(database, tableName), close: () => database.close() }
  } catch (error) {
    database.close()
    throw error
  }
}

function trimmer(database: DatabaseSync, tableName: string): StreamUpkeep['trim'] {
  const drop = database.prepare(
    `DELETE FROM ${RECORDS} WHERE id IN (
       SELECT id FROM ${RECORDS} WHERE table_name = ? AND CAST(sequence_number AS INTEGER) < ?
       ORDER BY CAST(sequence_number AS INTEGER) LIMIT ${PORTION})`,
  )
  return (read) => {
    if (read === undefined) return 0
    try {
      return Number(drop.run(tableName, BigInt(read)).changes)
    } catch (error) {
      if (error instanceof Error && /locked|busy/i.test(error.message)) return 0
      throw error
    }
  }
}
