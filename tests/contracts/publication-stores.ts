import { beforeEach, describe, expect, it } from 'vitest'
import type { Suppression } from '#stages/ports/suppression-store.ts'
import { catalogue, noise, workflow } from './catalogue-samples.ts'
import { NOW } from './state-samples.ts'
import type { Stores } from './stores-under-test.ts'

/** What every catalogue, suppression and quarantine store does. */
export function describePublicationStores(fresh: () => Promise<Stores>): void {
  let stores: Stores
  beforeEach(async () => {
    stores = await fresh()
  })

  describe('catalogue', () => {
    it('is not there before the first publication', async () => {
      expect(await stores.catalogue.live()).toBeUndefined()
      expect(await stores.catalogue.workflow('help', 'v1')).toBeUndefined()
    })

    it('is live as soon as it is published, and keeps versions that runs are still on', async () => {
      const [first, second] = [catalogue([workflow('help', 'v1')]), catalogue([workflow('help', 'v2')])]
      await stores.catalogue.publish(first)
      expect(await stores.catalogue.live()).toEqual(first)
      await stores.catalogue.publish(second)
      expect(await stores.catalogue.live()).toEqual(second)
      expect(await stores.catalogue.workflow('help', 'v1')).toEqual(workflow('help', 'v1'))
      expect(await stores.catalogue.workflow('help', 'v2')).toEqual(workflow('help', 'v2'))
      expect(await stores.catalogue.workflow('help', 'v')).toBeUndefined()
    })

    it('watches the events of every version ever published: runs on older ones may listen', async () => {
      expect(await stores.catalogue.watched()).toEqual(new Set())
      await stores.catalogue.publish(
        catalogue([{ ...workflow('help', 'v1'), exitWhen: [{ events: ['Order Completed'] }] }]),
      )
      await stores.catalogue.publish(catalogue([workflow('help', 'v2')]))
      expect((await stores.catalogue.watched()).has('Order Completed')).toBe(true)
    })

    it('never changes a version that was published', async () => {
      await stores.catalogue.publish(catalogue([workflow('help', 'v1', 'as it was')]))
      await stores.catalogue.publish(catalogue([workflow('help', 'v1', 'tampered with')]))
      expect((await stores.catalogue.workflow('help', 'v1'))?.name).toBe('as it was')
    })

    it('may be larger than an item can be, and so may a workflow', async () => {
      const large = catalogue([workflow('large', 'v1', noise(700)), workflow('small', 'v1')])
      await stores.catalogue.publish(large)
      const again = await stores.catalogue.live()
      expect(again?.hash).toBe(large.hash)
      expect(again?.workflows[0]?.name === noise(700)).toBe(true)
      expect((await stores.catalogue.workflow('large', 'v1'))?.name === noise(700)).toBe(true)
    })
  })

  describe('suppressions', () => {
    const bounced: Suppression = { channel: 'email', reason: 'bounced', at: NOW, evidence: 'n-1' }

    it('find an address however it is spelled', async () => {
      await stores.suppressions.add(bounced, ' Hana@Example.JP')
      expect(await stores.suppressions.find('email', 'hana@example.jp')).toEqual(bounced)
      await stores.suppressions.add({ ...bounced, channel: 'sms' }, '+81 90-1234-5678')
      expect(await stores.suppressions.find('sms', '+819012345678')).toEqual({ ...bounced, channel: 'sms' })
    })

    it('are for one channel and one address', async () => {
      await stores.suppressions.add(bounced, 'hana@example.jp')
      expect(await stores.suppressions.find('line', 'hana@example.jp')).toBeUndefined()
      expect(await stores.suppressions.find('email', 'ken@example.jp')).toBeUndefined()
    })

    it('keep their first evidence', async () => {
      await stores.suppressions.add(bounced, 'hana@example.jp')
      await stores.suppressions.add(
        { ...bounced, reason: 'complained', at: NOW + 1, evidence: 'n-2' },
        'hana@example.jp',
      )
      expect(await stores.suppressions.find('email', 'hana@example.jp')).toEqual(bounced)
    })
  })

  describe('quarantine', () => {
    const item = (id: string, at: number) => ({
      id,
      at,
      code: 'bad-event',
      reason: 'no messageId',
      place: 'detail.messageId',
      raw: noise(8),
    })

    it('lists what could not be accepted, newest first', async () => {
      const day = 86_400_000
      for (const each of [item('a', NOW - day), item('b', NOW), item('c', NOW + 1)]) await stores.quarantine.add(each)
      expect(await stores.quarantine.list()).toEqual([item('c', NOW + 1), item('b', NOW), item('a', NOW - day)])
      expect((await stores.quarantine.list(2)).map((each) => each.id)).toEqual(['c', 'b'])
    })

    it('holds the same item once a day: what comes again on another day is news', async () => {
      const day = 86_400_000
      for (const at of [NOW, NOW + 1, NOW + day]) await stores.quarantine.add(item('a', at))
      expect((await stores.quarantine.list()).map(({ at }) => at)).toEqual([NOW + day, NOW])
    })

    it('holds the same item once, without a place where it has none', async () => {
      const { place: _, ...nowhere } = item('a', NOW)
      await stores.quarantine.add(nowhere)
      await stores.quarantine.add(nowhere)
      expect(await stores.quarantine.list()).toEqual([nowhere])
    })
  })
}
