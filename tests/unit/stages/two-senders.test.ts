import { expect, it } from 'vitest'
import { messageLinks } from '#engagement/content/links.ts'
import { World } from '#simulation/world.ts'
import type { SendDeps } from '#stages/send.ts'
import { sendMessage } from '#stages/send.ts'
import { catalogueOf } from '../engagement/engine-workspace.ts'

const START = Date.parse('2026-11-21T10:00:00Z')
const word = {
  name: 'Word',
  class: 'marketing',
  topic: 'news',
  trigger: { event: 'Cart Filled' },
  one_per: 'event.cart_id',
  steps: [{ send: 'word' }],
}

it('never says of a message that another sender has just sent that it was skipped', async () => {
  const world = await World.create(catalogueOf({ workflows: { word } }), START)
  world.relays = false
  const traits = { email: 'hana@shop.example', consent: { news: 'granted' }, timezone: 'Asia/Tokyo' }
  await world.happen({ at: START, name: 'identify', userId: 'hana', traits })
  await world.happen({ at: START, name: 'Cart Filled', userId: 'hana', properties: { cart_id: 'c1' } })
  const customerId = world.stores.customers.ids()[0] ?? ''
  const [planned] = await world.stores.customers.messages(customerId)
  if (planned === undefined) throw new Error('no message is planned')
  const { id, channel, class: messageClass, attempt } = planned
  const request = { customerId, messageId: id, channel, class: messageClass, attempt }
  const links = { baseUrl: 'https://pages.example', secret: 'secret', customerId, messageId: id, class: messageClass }
  const deps: SendDeps = {
    ...world.stores,
    // It has the mail and never answers.
    provider: { send: async () => ({ kind: 'unknown', reason: 'no answer in time' }) },
    clock: world.clock,
    linksFor: (_, locale) => messageLinks({ ...links, topic: 'news', locale, now: START }),
  }
  const { customers } = world.stores
  let other: Promise<void> | undefined
  const slow: SendDeps = {
    ...deps,
    customers: {
      load: async (ofWhom) => {
        other ??= sendMessage(request, deps)
        await other
        return customers.load(ofWhom)
      },
      commit: (commit) => customers.commit(commit),
      message: (ofWhom, messageId) => customers.message(ofWhom, messageId),
      messages: (ofWhom) => customers.messages(ofWhom),
      saveMessage: (message, expected) => customers.saveMessage(message, expected),
      timeline: (ofWhom, filter) => customers.timeline(ofWhom, filter),
      keep: (...kept) => customers.keep(...kept),
    },
  }
  await sendMessage(request, slow)
  const after = await customers.message(customerId, id)
  expect(after?.status).toBe('unknown')
})
