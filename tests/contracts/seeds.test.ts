import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DynamoDbSeeds } from '#adapters/aws/dynamodb/dynamodb-seeds.ts'
import { Table } from '#adapters/aws/dynamodb/table.ts'
import { FixedClock } from '#adapters/memory/fixed-clock.ts'
import type { Catalogue } from '#engagement/model/catalogue.ts'
import { seedCatalogue } from '#stages/seed.ts'
import { catalogue, workflow } from './catalogue-samples.ts'
import { NOW } from './state-samples.ts'
import { OnEngine } from './stores-under-test.ts'

const place = new OnEngine()
const clock = new FixedClock(NOW)
let under: Awaited<ReturnType<OnEngine['table']>>
let seeds: DynamoDbSeeds
beforeAll(() => place.start())
afterAll(() => place.stop())
beforeEach(async () => {
  under = await place.table(clock)
  seeds = new DynamoDbSeeds(new Table(under.client, under.tableName))
})

const version = (name: string): Catalogue => ({ ...catalogue([workflow('help', name)]), hash: `hash-${name}` })
const deploy = (name: string) => seedCatalogue(version(name), seeds)
const publish = (name: string) => under.stores.catalogue.publish(version(name))
const live = async () => (await seeds.hashes()).live

describe('the catalogue of a deployment', () => {
  it('goes live where nothing is, whole', async () => {
    expect(await deploy('one')).toBe('planted')
    expect(await under.stores.catalogue.live()).toEqual(version('one'))
    expect(await under.stores.catalogue.workflow('help', 'one')).toEqual(workflow('help', 'one'))
  })

  it('follows the one of the deployment before', async () => {
    await deploy('one')
    expect(await deploy('two')).toBe('planted')
    expect(await live()).toBe('hash-two')
  })

  it('changes nothing when it is deployed again', async () => {
    await deploy('one')
    expect(await deploy('one')).toBe('unchanged')
    expect(await live()).toBe('hash-one')
  })

  it('never overwrites what somebody published since, however often it is deployed', async () => {
    await deploy('one')
    await publish('theirs')
    expect(await deploy('two')).toBe('left-alone')
    expect(await deploy('three')).toBe('left-alone')
    expect(await live()).toBe('hash-theirs')
  })

  it('leaves alone what was published before the first deployment', async () => {
    await publish('theirs')
    expect(await deploy('one')).toBe('left-alone')
    expect(await live()).toBe('hash-theirs')
  })

  it('takes as its own what was published from the same files', async () => {
    await publish('one')
    expect(await deploy('one')).toBe('unchanged')
    expect(await deploy('two')).toBe('planted')
    expect(await live()).toBe('hash-two')
  })

  it('gives way to a publication at the same moment', async () => {
    await deploy('one')
    await publish('theirs')
    expect(await seeds.plant(version('two'), 'hash-one')).toBe(false)
    expect(await seeds.hashes()).toEqual({ live: 'hash-theirs', seed: 'hash-one' })
  })
})
