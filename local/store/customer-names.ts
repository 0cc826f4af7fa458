import type { DatabaseSync } from 'node:sqlite'
import { customerIdOf } from '#engagement/customer/customer-id.ts'

/** What producers call the customers whose events came by here: internal id -> the user's own id, so that pages need not ask the table. */
export interface CustomerNames {
  /** Remembers the user id of an event's detail, where it has one. */
  learn(detail: object): void
  of(customerId: string): string | undefined
}

export function customerNames(database: DatabaseSync, secret: string): CustomerNames {
  const put = database.prepare('INSERT OR IGNORE INTO customer_name (customer_id, name) VALUES (?, ?)')
  const get = database.prepare('SELECT name FROM customer_name WHERE customer_id = ?')
  return {
    learn(detail) {
      const userId = 'userId' in detail && typeof detail.userId === 'string' ? detail.userId.trim() : ''
      const id = userId === '' ? undefined : customerIdOf({ userId }, secret)
      if (id !== undefined) put.run(id, userId)
    },
    of(customerId) {
      const name = get.get(customerId)?.name
      return typeof name === 'string' ? name : undefined
    },
  }
}
