import type { DatabaseSync } from 'node:sqlite'
import type { _Record as StreamRecord } from '@aws-sdk/client-dynamodb-streams'
import { isInstant } from '#engagement/customer/instant.ts'
import { PermanentError } from '#engagement/errors.ts'
import { inTransaction } from '../store/database.ts'

/**
 * Which timers are outstanding, learned from the table's own stream: so that the host's clock can jump to the next due
 * instant instead of asking minute by minute. Complete as soon as the stream is drained.
 */
export interface TimerIndex {
  /**
   * Takes over what one stream record says of a `DUE#` item; to be called within the position's transaction. Throws
   * `PermanentError` `bad-timer` for one that cannot be taken, and has changed nothing then.
   */
  follow(record: StreamRecord): void
  /** Earliest outstanding instant after `instant` (epoch ms; default: of all). */
  next(after?: number): number | undefined
  /** Latest outstanding instant with `after` < at <= `until`. */
  last(after: number, until: number): number | undefined
  /** Names of those with `after` < at <= `until`. */
  between(after: number, until: number): readonly string[]
}

export function timerIndex(database: DatabaseSync): TimerIndex {
  const put = database.prepare(
    'INSERT INTO timer (pk, sk, at) VALUES (?, ?, ?) ON CONFLICT (pk, sk) DO UPDATE SET at = excluded.at',
  )
  const drop = database.prepare('DELETE FROM timer WHERE pk = ? AND sk = ?')
  const first = database.prepare('SELECT min(at) AS at FROM timer WHERE at > ?')
  const latest = database.prepare('SELECT max(at) AS at FROM timer WHERE at > ? AND at <= ?')
  const some = database.prepare('SELECT pk, sk FROM timer WHERE at > ? AND at <= ? ORDER BY at')
  return {
    follow(record) {
      const pk = record.dynamodb?.Keys?.['PK']?.S
      const sk = record.dynamodb?.Keys?.['SK']?.S
      if (pk === undefined || sk === undefined || !pk.startsWith('DUE#')) return
      const at = record.dynamodb?.NewImage?.['at']?.N
      inTransaction(database, () => {
        if (record.eventName === 'REMOVE' || at === undefined) drop.run(pk, sk)
        else put.run(pk, sk, instantOf(at))
      })
    },
    next(after = Number.MIN_SAFE_INTEGER) {
      const at = first.get(after)?.at
      return typeof at === 'number' ? at : undefined
    },
    last(after, until) {
      const at = latest.get(after, until)?.at
      return typeof at === 'number' ? at : undefined
    },
    between: (after, until) => some.all(after, until).map(({ pk, sk }) => `${pk} ${sk}`),
  }
}

/** An earlier version stored fractions of a millisecond; what is no instant at all cannot be waited for. */
function instantOf(at: string): number {
  const instant = Math.ceil(Number(at))
  if (!isInstant(instant)) throw new PermanentError('bad-timer', 'the instant of a timer is none')
  return instant
}
