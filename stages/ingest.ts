import { createHash } from 'node:crypto'
import type { CustomerEvent } from '#engagement/customer/customer-event.ts'
import type { Incoming } from '#engagement/customer/incoming.ts'
import type { QuarantineCode, Refusal } from '#engagement/customer/refusal.ts'
import { isDeeperThan, MOST_LEVELS } from '#engagement/customer/sound-value.ts'
import { TransientError } from '#engagement/errors.ts'
import { judgeIncoming } from '#engagement/judge-incoming.ts'
import type { CatalogueStore } from './ports/catalogue-store.ts'
import type { Clock } from './ports/clock.ts'
import type { QuarantineStore } from './ports/quarantine-store.ts'
import type { ReactQueue } from './ports/react-queue.ts'

export interface IngestDeps {
  readonly catalogue: Pick<CatalogueStore, 'live'>
  readonly quarantine: QuarantineStore
  readonly reactQueue: ReactQueue
  readonly clock: Clock
  /** Key of the customers' ids: changing it makes everybody a stranger. */
  readonly idSecret: string
}

/** What was handed over, with all of it as it came: whatever is put aside is shown as that. */
export type Arrival =
  | { readonly kind: 'incoming'; readonly incoming: Incoming; readonly raw: unknown }
  /** Nothing that its door could read. */
  | { readonly kind: 'unreadable'; readonly refusal: Refusal; readonly raw: unknown }

/** What became of it. */
export type Ingested =
  | { readonly kind: 'accepted'; readonly event: CustomerEvent }
  | { readonly kind: 'quarantined'; readonly code: QuarantineCode }

/**
 * Takes what happened outside: valid events go to react, the others to the quarantine with code, reason and place. Throws
 * `TransientError` where nothing is published yet, or as the ports do.
 */
export async function ingest(arrival: Arrival, deps: IngestDeps): Promise<Ingested> {
  const catalogue = await deps.catalogue.live()
  if (catalogue === undefined) throw new TransientError('no-catalogue', 'nothing is published yet')
  if (arrival.kind === 'unreadable') return putAside(arrival.raw, arrival.refusal, deps)
  const judged = judgeIncoming(arrival.incoming, catalogue, { now: deps.clock.now(), idSecret: deps.idSecret })
  if (judged.kind === 'refused') return putAside(arrival.raw, judged.refusal, deps)
  await deps.reactQueue.send([{ kind: 'event', event: judged.event, contentHash: judged.contentHash }])
  return { kind: 'accepted', event: judged.event }
}

async function putAside(raw: unknown, refusal: Refusal, deps: IngestDeps): Promise<Ingested> {
  const text = JSON.stringify(isDeeperThan(raw, 2 * MOST_LEVELS) ? cutOff(raw) : raw) ?? 'undefined'
  // Derived, so that what is delivered again is the same item.
  const id = createHash('sha256').update(text).digest('base64url').slice(0, 22)
  await deps.quarantine.add({ id, at: deps.clock.now(), ...refusal, raw: text })
  return { kind: 'quarantined', code: refusal.code }
}

/** What can be shown of something that is nested without end. */
function cutOff(value: unknown, levels: number = MOST_LEVELS): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (levels === 0) return '…'
  if (Array.isArray(value)) return value.map((item) => cutOff(item, levels - 1))
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, cutOff(member, levels - 1)]))
}
