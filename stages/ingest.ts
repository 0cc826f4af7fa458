import { createHash } from 'node:crypto'
import type { CustomerEvent } from '#engagement/customer/customer-event.ts'
import { isDeeperThan, MOST_LEVELS } from '#engagement/customer/sound-value.ts'
import { TransientError } from '#engagement/errors.ts'
import { judgeEnvelope, type QuarantineCode, type Refusal } from './judge-envelope.ts'
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

/** What became of one envelope. */
export type Ingested =
  | { readonly kind: 'accepted'; readonly event: CustomerEvent }
  | { readonly kind: 'quarantined'; readonly code: QuarantineCode }

/**
 * Takes one EventBridge event: valid ones go to react, the others to the quarantine with code, reason and place. Throws
 * `TransientError` where nothing is published yet, or as the ports do.
 */
export async function ingest(envelope: unknown, deps: IngestDeps): Promise<Ingested> {
  const catalogue = await deps.catalogue.live()
  if (catalogue === undefined) throw new TransientError('no-catalogue', 'nothing is published yet')
  const checked = judgeEnvelope(envelope, catalogue, { now: deps.clock.now(), idSecret: deps.idSecret })
  if (checked.kind === 'refused') return putAside(envelope, checked.refusal, deps)
  await deps.reactQueue.send([{ kind: 'event', event: checked.event, contentHash: checked.contentHash }])
  return { kind: 'accepted', event: checked.event }
}

async function putAside(envelope: unknown, refusal: Refusal, deps: IngestDeps): Promise<Ingested> {
  const raw = JSON.stringify(isDeeperThan(envelope, 2 * MOST_LEVELS) ? cutOff(envelope) : envelope) ?? 'undefined'
  // Derived, so that a repeated delivery of the same envelope is the same item.
  const id = createHash('sha256').update(raw).digest('base64url').slice(0, 22)
  await deps.quarantine.add({ id, at: deps.clock.now(), ...refusal, raw })
  return { kind: 'quarantined', code: refusal.code }
}

/** What can be shown of something that is nested without end. */
function cutOff(value: unknown, levels: number = MOST_LEVELS): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (levels === 0) return '…'
  if (Array.isArray(value)) return value.map((item) => cutOff(item, levels - 1))
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, cutOff(member, levels - 1)]))
}
