import type { DatabaseSync } from 'node:sqlite'
import { customerIdOf } from '#engagement/customer/customer-id.ts'

/** What producers call the customers whose events came by here: internal id -> the user's own id, so that pages need not ask the table. */
export interface CustomerNames {
  /** Remembers the user id of an event's detail, or the anonymous id where there is no other. */
  learn(detail: object): void
  of(customerId: string): string | undefined
}

export function customerNames(database: DatabaseSync, secret: string): CustomerNames {
  const put = database.prepare('INSERT OR IGNORE INTO customer_name (customer_id, name) VALUES (?, ?)')
  const get = database.prepare('SELECT name FROM customer_name WHERE customer_id = ?')
  return {
    learn(detail) {
      const userId = 'userId' in detail ? idOf(detail.userId) : ''
      const anonymousId = 'anonymousId' in detail ? idOf(detail.anonymousId) : ''
      const id = customerIdOf(userId === '' ? { anonymousId } : { userId }, secret)
      if (id !== undefined) put.run(id, userId || anonymousId)
    },
    of(customerId) {
      const name = get.get(customerId)?.name
      return typeof name === 'string' ? name : undefined
    },
  }
}

/** Numbers are ids too, as ingest reads them. */
const idOf = (value: unknown): string =>
  typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : ''
