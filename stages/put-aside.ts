import { createHash } from 'node:crypto'
import type { PutAside } from '#engagement/journey/put-aside.ts'
import type { Clock } from './ports/clock.ts'
import type { QuarantineStore } from './ports/quarantine-store.ts'

export interface PutAsideDeps {
  readonly quarantine: Pick<QuarantineStore, 'add'>
  readonly clock: Clock
  /** Told how many were put aside, for a person to be called. */
  readonly onPutAside?: (count: number) => void
}

/** Enough to see what it was; the store's items end at 400 KB. */
const LONGEST = 100_000

/**
 * Keeps what the core could not take where people see it: the quarantine, code `put-aside`. Before anything is committed,
 * and under a derived id: a repeat is the same item.
 */
export async function keepPutAside(
  customerId: string,
  putAside: readonly PutAside[],
  deps: PutAsideDeps,
): Promise<void> {
  for (const { kind, place, code, reason, raw } of putAside) {
    const id = createHash('sha256')
      .update(JSON.stringify([customerId, kind, place]))
      .digest('base64url')
      .slice(0, 22)
    await deps.quarantine.add({
      id,
      at: deps.clock.now(),
      code: 'put-aside',
      reason: `${code}: ${reason}`,
      place: `customer ${customerId}, ${place}`,
      raw: JSON.stringify(raw).slice(0, LONGEST),
    })
  }
  if (putAside.length > 0) deps.onPutAside?.(putAside.length)
}
