import { readBusEvent } from '#adapters/aws/bus-event.ts'
import { FixedClock } from '#adapters/memory/fixed-clock.ts'
import { MemoryReactQueue } from '#adapters/memory/memory-queues.ts'
import { createMemoryStores } from '#adapters/memory/memory-stores.ts'
import type { CustomerEvent } from '#engagement/customer/customer-event.ts'
import { warningText } from '#engagement/customer/event-warning.ts'
import type { EventDefinition, PropertyType } from '#engagement/model/event-definition.ts'
import { ingest } from '#stages/ingest.ts'
import { catalogue } from '#tests/contracts/catalogue-samples.ts'

export const NOW = '2026-11-21T12:00:00.000Z'
const SECRET = 'a secret of thirty-two characters'

const property = (type: PropertyType, required = false) => ({ type, description: 'for tests', required })
const EVENTS: readonly EventDefinition[] = [
  {
    name: 'Order Completed',
    description: 'An order',
    engine: false,
    properties: {
      order_id: property({ kind: 'string' }, true),
      total: property({ kind: 'money' }),
      gift: property({ kind: 'boolean' }),
      promised_at: property({ kind: 'date' }),
      receipt_url: property({ kind: 'url' }),
      products: property({
        kind: 'list',
        of: { price: property({ kind: 'money' }), name: property({ kind: 'string' }, true) },
      }),
      tags: property({ kind: 'list', of: { kind: 'string' } }),
    },
  },
  { name: 'Score Changed', description: 'Raised by us', engine: true, properties: {} },
]

/** The ingest stage over memory, with a small vocabulary published, at 12:00 UTC. */
export async function ingestBench() {
  const stores = createMemoryStores({ freeze: true })
  const reactQueue = new MemoryReactQueue()
  const clock = new FixedClock(NOW)
  const events = Object.fromEntries(EVENTS.map((event) => [event.name, event]))
  await stores.catalogue.publish({ ...catalogue([]), events })
  const deps = { catalogue: stores.catalogue, quarantine: stores.quarantine, reactQueue, clock, idSecret: SECRET }
  return { ...deps, stores, deps, take: (envelope: unknown) => ingest(readBusEvent(envelope), deps) }
}

/** An EventBridge event as its rule puts it on the queue. */
export function envelope(name: string, detail: unknown, others: object = {}): object {
  return {
    version: '0',
    id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
    'detail-type': name,
    source: 'shop',
    account: '111122223333',
    time: '2026-11-21T11:59:58Z',
    region: 'ap-northeast-1',
    resources: [],
    detail,
    ...others,
  }
}

/** A detail that is good as it is. */
export const detail = (others: object = {}): object => ({ messageId: 'm-1', userId: 'hana', properties: {}, ...others })

/** The event as react would get it; fails where it was not accepted. */
export async function accepted(name: string, given: object, others: object = {}): Promise<CustomerEvent> {
  const { take } = await ingestBench()
  const taken = await take(envelope(name, given, others))
  if (taken.kind !== 'accepted') throw new Error(`quarantined: ${taken.code}`)
  return taken.event
}

/** What an event was not understood in, a line each. */
export const texts = ({ warnings = [] }: CustomerEvent): readonly string[] => warnings.map(warningText)
