import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** What the host remembers beside the table: one file, `host.sqlite`, in WAL mode. All times are epoch milliseconds. */
const SCHEMA = `
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS queue_message (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  queue TEXT NOT NULL,
  id TEXT NOT NULL,
  group_id TEXT,
  dedup_id TEXT,
  body TEXT NOT NULL,
  attributes TEXT NOT NULL,
  sent_at INTEGER NOT NULL,
  visible_at INTEGER NOT NULL,
  receives INTEGER NOT NULL DEFAULT 0,
  first_received_at INTEGER,
  error TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS queue_visible ON queue_message (queue, visible_at, seq);
CREATE INDEX IF NOT EXISTS queue_order ON queue_message (queue, seq);
CREATE INDEX IF NOT EXISTS queue_group ON queue_message (queue, group_id, seq) WHERE group_id IS NOT NULL;
CREATE TABLE IF NOT EXISTS queue_dedup (
  queue TEXT NOT NULL, dedup_id TEXT NOT NULL, id TEXT NOT NULL, expires_at INTEGER NOT NULL,
  PRIMARY KEY (queue, dedup_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS queue_dedup_expiry ON queue_dedup (expires_at);
CREATE TABLE IF NOT EXISTS mailbox (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  provider_id TEXT NOT NULL UNIQUE,
  channel TEXT NOT NULL,
  sender TEXT NOT NULL,
  recipient TEXT NOT NULL,
  subject TEXT NOT NULL,
  text TEXT NOT NULL,
  html TEXT NOT NULL,
  headers TEXT NOT NULL,
  tags TEXT NOT NULL,
  sent_at INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS customer_name (
  customer_id TEXT PRIMARY KEY, name TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS stream_position (
  shard TEXT PRIMARY KEY, sequence TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS timer (
  pk TEXT NOT NULL, sk TEXT NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY (pk, sk)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS timer_at ON timer (at);
`

/** Thrown where another host holds the same data directory. */
export class DataDirectoryInUse extends Error {}

/**
 * Opens `dataDir/host.sqlite` for this process alone: the lock goes with the process, so a killed host never blocks the
 * next one. Commits survive the death of the process; `synchronous = NORMAL` leaves the last instants to a power cut.
 */
export function openDatabase(dataDir: string): DatabaseSync {
  mkdirSync(dataDir, { recursive: true })
  const database = new DatabaseSync(join(dataDir, 'host.sqlite'))
  try {
    database.exec(
      'PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY;',
    )
    database.exec(SCHEMA)
    database.exec('BEGIN IMMEDIATE; COMMIT')
  } catch (error) {
    database.close()
    if (error instanceof Error && /locked|busy/i.test(error.message)) {
      throw new DataDirectoryInUse(`another host is using ${dataDir}: stop it, or choose another DATA_DIR`, {
        cause: error,
      })
    }
    throw error
  }
  return database
}

const open = new WeakSet<DatabaseSync>()

/** Runs `work` in one transaction; joins the one that is under way. */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  if (open.has(database)) return work()
  database.exec('BEGIN IMMEDIATE')
  open.add(database)
  try {
    const result = work()
    database.exec('COMMIT')
    return result
  } catch (error) {
    database.exec('ROLLBACK')
    throw error
  } finally {
    open.delete(database)
  }
}
