import { PermanentError } from '#engagement/errors.ts'
import { fits, type Weight } from '#engagement/transaction.ts'

/** Throws `too-many-items` (permanent) where one transaction cannot hold it: whoever commits should have split it. */
export function refuseTooMany(weight: Weight, room: Weight, customerId: string): void {
  if (fits(weight, room)) return
  const [asked, held] = [weight, room].map(({ items, bytes }) => `${items} items of ${bytes} bytes`)
  throw new PermanentError('too-many-items', `${asked} for customer ${customerId}; a transaction holds ${held}`)
}
