import { PermanentError } from '#engagement/errors.ts'
import { isRoomFor, type Weight, type Written, weigh } from '#engagement/transaction.ts'

/** Throws `too-many-items` (permanent) where one transaction cannot hold it: whoever commits should have split it. */
export function refuseTooMany(written: Written, room: Weight): void {
  if (isRoomFor(written, room)) return
  const [asked, held] = [weigh(written), room].map(({ items, bytes }) => `${items} items of ${bytes} bytes`)
  throw new PermanentError(
    'too-many-items',
    `${asked} for customer ${written.after.customerId}; a transaction holds ${held}`,
  )
}
