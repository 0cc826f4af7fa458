import { afterEach, describe, expect, it } from 'vitest'
import { inMemory, type JourneyHost, type OpenHost, onLocalHost } from './journey-host.ts'
import { JOURNEYS, play, START } from './shop-journeys.ts'

describe.each<{ where: string; open: OpenHost }>([
  { where: 'in memory', open: inMemory },
  { where: 'on the local host', open: onLocalHost },
])('journeys through the shop $where', ({ open }) => {
  let host: JourneyHost | undefined
  afterEach(() => host?.stop())

  it.each(JOURNEYS)('$name', async (journey) => {
    host = await open(START - 60_000)
    expect(await play(host, journey, 'hana')).toEqual(journey.arrives)
  })
})
