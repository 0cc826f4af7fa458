import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { parse } from 'yaml'
import { entryItem, messageItem, timerItem } from '#adapters/aws/dynamodb/items.ts'
import { parseStreamRecord } from '#adapters/aws/dynamodb/stream-record.ts'
import type { MessageStatus } from '#engagement/message/message.ts'
import { FUNCTION_NAMES } from '#functions/facts.ts'
import { OWN_SOURCE, QUEUES, STREAM } from '#functions/topology.ts'
import { matchesPattern } from '#local/event-sources/pattern.ts'
import { entry, HANA, message } from '#tests/contracts/state-samples.ts'
import { at, resourcesOf } from './deployment.ts'
import { assumedWiring, FATES } from './wiring/assumed-wiring.ts'
import { deployedWiring } from './wiring/deployed-wiring.ts'
import { differences } from './wiring/differences.ts'
import { MUTATIONS } from './wiring/mutations.ts'
import type { Wiring } from './wiring/wiring.ts'

const deployment = inject('deployment')
const events = fileURLToPath(new URL('../../workflows/events', import.meta.url))
let assumed: Wiring

beforeAll(async () => {
  assumed = await assumedWiring()
})

describe('the wiring', () => {
  it('is deployed as the local host assumes it', () => {
    expect(deployedWiring(deployment)).toEqual(assumed)
  })

  it.each(MUTATIONS)('would be seen to differ in $what', ({ seen, change }) => {
    const differing = differences(deployedWiring(change(deployment)), assumed)
    expect(differing.filter((place) => place.startsWith(seen))).not.toEqual([])
  })

  it('has a planted difference for every place of it', () => {
    const planted = MUTATIONS.map(({ seen }) =>
      seen.replace(/^(queues|consumers|feedback|functions|pages)\.[^.]+/, '$1.*'),
    )
    expect([...placesOf(assumed)].filter((place) => !planted.some((seen) => seen.startsWith(place)))).toEqual([])
  })

  it('hides a message for at least six times what its function may take, by the template alone', () => {
    const { queues, consumers, functions } = deployedWiring(deployment)
    const short = Object.entries(consumers).filter(
      ([queue, { by }]) => Number(queues[queue]?.visibility) < 6 * Number(functions[String(by)]?.timeout),
    )
    expect(short).toEqual([])
    expect(Object.keys(consumers)).toHaveLength(QUEUES.length)
    expect(Object.keys(functions).toSorted()).toEqual(FUNCTION_NAMES.toSorted())
  })

  it('asks SES for everything that record can read', () => {
    expect(FATES).toEqual([
      'Bounce',
      'Click',
      'Complaint',
      'Delivery',
      'DeliveryDelay',
      'Open',
      'Reject',
      'Rendering Failure',
    ])
  })
})

/** The places of a wiring: those of queues, functions, pages and classes of mails count once for all of them. */
function placesOf(wiring: Wiring): ReadonlySet<string> {
  const each = new Set(['queues', 'consumers', 'feedback', 'functions', 'pages'])
  const places = Object.entries(wiring).flatMap(([part, inside]) =>
    Object.entries(inside).flatMap(([name, below]) => {
      if (!each.has(part)) return [`${part}.${name}`]
      return typeof below === 'object' && below !== null
        ? Object.keys(below).map((member) => `${part}.*.${member}`)
        : [`${part}.*`]
    }),
  )
  return new Set(places)
}

describe('the rule of the bus', () => {
  const pattern = at(resourcesOf(deployment, 'AWS::Events::Rule')[0]?.resource.Properties, 'EventPattern')
  const vocabulary = readdirSync(events)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => parse(readFileSync(join(events, file), 'utf8')))
  const accepted = vocabulary.filter(({ engine }) => engine !== true).map(({ name }) => String(name))
  const raised = vocabulary.filter(({ engine }) => engine === true).map(({ name }) => String(name))

  it('takes every event of the vocabulary from a shop', () => {
    expect(accepted.length).toBeGreaterThan(40)
    expect(accepted.filter((name) => !matchesPattern(pattern, envelope('shop', name)))).toEqual([])
  })

  it.each([
    {
      who: 'Shopify',
      event: envelope('aws.partner/shopify.com/123/orders', 'shopifyWebhook', {
        payload: { id: 1 },
        metadata: { 'X-Shopify-Topic': 'orders/create' },
      }),
    },
    {
      who: 'Stripe',
      event: envelope('aws.partner/stripe.com/ed_123', 'payment_intent.payment_failed', { data: { object: {} } }),
    },
    {
      who: 'Zendesk',
      event: envelope('aws.partner/zendesk.com/123/default', 'Support Ticket: Ticket Created', { ticket_event: {} }),
    },
    {
      who: 'Segment',
      event: envelope('aws.partner/segment.com/123', 'track', { type: 'track', event: 'Order Completed' }),
    },
    { who: 'a source whose name begins like ours', event: envelope('beforehand-shop', 'Order Completed') },
  ])('takes what $who puts there', ({ event }) => {
    expect(matchesPattern(pattern, event)).toBe(true)
  })

  it('leaves out what we raised ourselves', () => {
    expect(raised.length).toBeGreaterThan(3)
    expect([...raised, ...accepted].filter((name) => matchesPattern(pattern, envelope(OWN_SOURCE, name)))).toEqual([])
  })

  it('leaves out what names no source', () => {
    const { source: _, ...nameless } = envelope('shop', 'Order Completed')
    expect(matchesPattern(pattern, nameless)).toBe(false)
  })

  it('is archived whoever put it there, and what we raised too', () => {
    const archived = at(resourcesOf(deployment, 'AWS::Events::Archive')[0]?.resource.Properties, 'EventPattern')
    expect(
      [envelope('shop', 'Order Completed'), envelope(OWN_SOURCE, 'Promise Broken')].every((event) =>
        matchesPattern(archived, event),
      ),
    ).toBe(true)
  })
})

describe('the filters of the stream', () => {
  const { filters } = deployedWiring(deployment).stream
  const passes = (record: object): boolean =>
    Array.isArray(filters) && filters.some((filter: unknown) => matchesPattern(filter, record))
  const item = (status: MessageStatus) => messageItem(message('m1', { status }), 1)
  const told = (emitted: boolean) => entryItem(HANA, entry('e1', { emitted }), 1)

  it.each(['INSERT', 'MODIFY'])('let a planned message through at its %s', (eventName) => {
    expect(passes({ eventName, dynamodb: { NewImage: item('planned') } })).toBe(true)
  })

  it('let an event through that we raised; that it is told once is for relay to see', () => {
    const inserted = { eventName: 'INSERT', dynamodb: { NewImage: told(true) } }
    expect(passes(inserted)).toBe(true)
    expect(parseStreamRecord(inserted)?.kind).toBe('event-emitted')
    expect(parseStreamRecord({ ...inserted, eventName: 'MODIFY' })).toBeUndefined()
  })

  it('name nothing beside what the record holds', () => {
    expect(STREAM.filters.flatMap((filter) => Object.keys(filter))).toEqual(['dynamodb', 'dynamodb'])
  })

  it.each([
    { what: 'a message that is sent', record: { eventName: 'MODIFY', dynamodb: { NewImage: item('sent') } } },
    {
      what: 'an event from outside',
      record: { eventName: 'INSERT', dynamodb: { NewImage: told(false) } },
    },
    {
      what: 'a timer',
      record: {
        eventName: 'INSERT',
        dynamodb: { NewImage: timerItem({ customerId: 'c1', at: 0, generation: 1, shard: 0 }) },
      },
    },
    { what: 'an item that expired', record: { eventName: 'REMOVE', dynamodb: { Keys: { PK: { S: 'C#1' } } } } },
  ])('hold back $what', ({ record }) => {
    expect(passes(record)).toBe(false)
  })
})

function envelope(source: string, name: string, detail: object = { userId: 'hana', messageId: 'm1', properties: {} }) {
  return {
    version: '0',
    id: 'e1',
    'detail-type': name,
    source,
    account: '111122223333',
    time: '2026-11-21T00:00:00Z',
    region: 'us-east-1',
    resources: [],
    detail,
  }
}
