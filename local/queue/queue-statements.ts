import type { DatabaseSync } from 'node:sqlite'

export type QueueStatements = ReturnType<typeof queueStatements>

/** Everything that the queues ask of SQLite, prepared once. */
export function queueStatements(database: DatabaseSync) {
  const columns = 'seq, id, group_id, dedup_id, body, attributes, sent_at, receives, first_received_at'
  return {
    add: database.prepare(
      'INSERT INTO queue_message (queue, id, group_id, dedup_id, body, attributes, sent_at, visible_at, error) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    ),
    findDedup: database.prepare('SELECT id FROM queue_dedup WHERE queue = ? AND dedup_id = ?'),
    addDedup: database.prepare('INSERT INTO queue_dedup (queue, dedup_id, id, expires_at) VALUES (?, ?, ?, ?)'),
    forgetDedup: database.prepare('DELETE FROM queue_dedup WHERE expires_at <= ?'),
    ready: database.prepare(
      `SELECT ${columns} FROM queue_message WHERE queue = ? AND visible_at <= ? ORDER BY seq LIMIT ?`,
    ),
    // A message is ready when nothing before it in its group is out of sight.
    fifoReady: database.prepare(
      `SELECT ${columns} FROM queue_message m WHERE queue = ? AND visible_at <= ? AND NOT EXISTS (
         SELECT 1 FROM queue_message b WHERE b.queue = m.queue AND b.group_id = m.group_id AND b.seq < m.seq AND b.visible_at > ?
       ) ORDER BY seq LIMIT ?`,
    ),
    take: database.prepare(
      'UPDATE queue_message SET visible_at = ?, receives = ?, first_received_at = ?, error = NULL WHERE seq = ?',
    ),
    remove: database.prepare('DELETE FROM queue_message WHERE seq = ? AND receives = ?'),
    fail: database.prepare('UPDATE queue_message SET error = ? WHERE seq = ? AND receives = ?'),
    // Under a number of its own there: it stands last, and receipts of before are out of date.
    bury: database.prepare(
      `INSERT INTO queue_message (queue, id, group_id, dedup_id, body, attributes, sent_at, visible_at, receives, first_received_at, error)
       SELECT ?, id, group_id, dedup_id, body, attributes, sent_at, ?, receives, first_received_at, error FROM queue_message WHERE seq = ?`,
    ),
    again: database.prepare(
      `INSERT INTO queue_message (queue, id, group_id, dedup_id, body, attributes, sent_at, visible_at)
       SELECT ?, ?, group_id, dedup_id, body, attributes, ?, ? FROM queue_message WHERE seq = ?`,
    ),
    drop: database.prepare('DELETE FROM queue_message WHERE seq = ?'),
    release: database.prepare(
      'UPDATE queue_message SET visible_at = ?, receives = receives - 1 WHERE visible_at > ? AND receives > 0 AND error IS NULL',
    ),
    hasten: database.prepare(
      'UPDATE queue_message SET visible_at = ? WHERE queue = ? AND visible_at > ? AND receives = 0',
    ),
    nextVisible: database.prepare('SELECT min(visible_at) AS at FROM queue_message WHERE queue = ? AND visible_at > ?'),
    size: database.prepare('SELECT count(*) AS n FROM queue_message WHERE queue = ?'),
    list: database.prepare(`SELECT ${columns}, error FROM queue_message WHERE queue = ? ORDER BY seq LIMIT ?`),
    all: database.prepare('SELECT seq FROM queue_message WHERE queue = ? ORDER BY seq'),
  }
}
