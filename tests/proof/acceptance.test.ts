import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { wire } from '#functions/wiring.ts'
import { stackAtHand } from '#tests/deployed/stack-at-hand.ts'
import { type LocalJourneyHost, openLocalHost } from '#tests/journeys/journey-host.ts'
import { type DeployedStack, daylight, onDeployedStack } from '#tests/journeys/on-deployed-stack.ts'
import { JOURNEYS, play, START } from '#tests/journeys/shop-journeys.ts'

describe('the acceptance for a deployed stack, tried on the local host in real time', () => {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  const journeys = JOURNEYS.filter(({ immediate }) => immediate)
  let local: LocalJourneyHost
  let env: Parameters<typeof wire>[0]

  beforeAll(async () => {
    local = await openLocalHost(Date.now(), {
      connect: (...given) => {
        env = given[0]
        return wire(...given)
      },
    })
  })
  afterAll(() => local.stop())

  const stack = (mailbox: string): DeployedStack => ({
    bus: 'beforehand',
    table: env['TABLE_NAME'] ?? '',
    customerIdSecret: env['CUSTOMER_ID_SECRET'] ?? '',
    mailbox,
    eventBridge: new EventBridgeClient({ endpoint: local.url, region: 'us-east-1', credentials }),
    dynamodb: new DynamoDBClient({
      endpoint: env['AWS_ENDPOINT_URL_DYNAMODB'] ?? '',
      region: 'us-east-1',
      credentials,
    }),
    patience: 20_000,
  })

  it.each(journeys)('sees that $name', async (journey) => {
    const host = await onDeployedStack(stack('success@simulator.amazonses.com'))(START)
    const arrived = await play(host, journey, 'hana')
    await host.stop()
    expect(arrived.map(({ what }) => what)).toEqual(journey.arrives.map(({ what }) => what))
  })

  it('sees that a mail did not arrive', async () => {
    const host = await onDeployedStack(stack('bounce@simulator.amazonses.com'))(START)
    const [journey] = journeys
    if (journey === undefined) throw new Error('no journey is immediate')
    expect(await play(host, journey, 'hanako')).toEqual([])
    await host.stop()
  })

  it('sees that an event is never kept', async () => {
    const host = await onDeployedStack({
      ...stack('success@simulator.amazonses.com'),
      customerIdSecret: 'another',
      patience: 100,
    })(START)
    await expect(host.tell({ at: START, name: 'Order Completed', userId: 'taro', properties: {} })).rejects.toThrow(
      'not within 0.1 s: Order Completed in the timeline',
    )
    await host.stop()
  })
})

describe('the acceptance for a deployed stack', () => {
  it('says why it does not run where nothing is deployed', async () => {
    expect(await stackAtHand({}, 'no-such-file.json')).toMatch(
      /^no deployed stack is named: there is no no-such-file\.json/,
    )
  })

  it.each(Array.from({ length: 24 }, (_, hour) => hour))(
    'finds a zone in which it is day at %i:00 UTC, in winter and in summer',
    (hour) => {
      for (const day of ['2026-01-15', '2026-07-15']) {
        const now = Temporal.Instant.from(`${day}T${String(hour).padStart(2, '0')}:30Z`)
        expect(now.toZonedDateTimeISO(daylight(now)).hour).toSatisfy((local: number) => local >= 9 && local < 19)
      }
    },
  )
})
