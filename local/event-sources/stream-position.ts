import type { DatabaseSync } from 'node:sqlite'

/** How far each shard was read, by the sequence number of the last record that is done. */
export interface StreamPosition {
  get(shard: string): string | undefined
  save(shard: string, sequence: string): void
  /** Of all shards: everything before it is done. */
  oldest(): string | undefined
}

export function streamPosition(database: DatabaseSync): StreamPosition {
  const select = database.prepare('SELECT sequence FROM stream_position WHERE shard = ?')
  const all = database.prepare('SELECT sequence FROM stream_position')
  const upsert = database.prepare(
    'INSERT INTO stream_position (shard, sequence) VALUES (?, ?) ON CONFLICT (shard) DO UPDATE SET sequence = excluded.sequence',
  )
  return {
    get: (shard: string): string | undefined => {
      const sequence = select.get(shard)?.sequence
      return typeof sequence === 'string' ? sequence : undefined
    },
    save: (shard: string, sequence: string): void => {
      upsert.run(shard, sequence)
    },
    oldest: () => {
      // Sequence numbers are numbers as text, and the engine's count from 1.
      const [first] = all
        .all()
        .map((row) => Number(row.sequence))
        .sort((a, b) => a - b)
      return first === undefined ? undefined : String(first)
    },
  }
}
