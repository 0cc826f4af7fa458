import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Message } from '#engagement/message/message.ts'
import type { World } from '#simulation/world.ts'
import type { EngineCase, Given } from './engine-case.ts'
import { beginCase, give, settled } from './play-case.ts'

const START = Date.parse('2026-11-21T10:00:00Z')
const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** A letter that needs consent and may speak on two channels, a word that may be repeated, a call to a person. */
const workflows: EngineCase['workflows'] = {
  letter: {
    name: 'Letter',
    class: 'marketing',
    topic: 'shopping',
    trigger: { event: 'Cart Filled' },
    one_per: 'event.cart_id',
    when_running: 'restart',
    exit_when: [{ event: 'Ordered' }],
    steps: [
      { wait: { quiet: '2m', at_most: '5m' } },
      {
        branch: [
          { if: { did: 'Viewed', at_least: 1, within: '3m' }, steps: [{ send: 'viewer', first_of: ['email', 'sms'] }] },
          {
            otherwise: [
              { emit: { event: 'Ping' } },
              { send: 'letter', first_of: ['email', 'sms'], on_skipped: [{ set: { traits: { vip: true } } }] },
            ],
          },
        ],
      },
      { wait: { for_event: 'Answered', timeout: '1h' } },
      { send: 'next' },
    ],
  },
  word: {
    name: 'Word',
    class: 'service',
    trigger: { event: 'Pay Failed' },
    exit_when: [{ event: 'Paid' }],
    steps: [
      {
        branch: [
          {
            if: { did: 'Pay Failed', at_least: 3, within: '5m' },
            steps: [{ hand_over: { to: 'desk', reason: 'Help' } }],
          },
          {
            otherwise: [
              { send: 'word', good_until: { plus: '2h' } },
              { send: 'more', first_of: ['sms', 'email'] },
            ],
          },
        ],
      },
      { hand_over: { to: 'desk', reason: 'Help' } },
    ],
  },
}

/** A quarter of an hour in which nobody is written to, so that messages are held; service messages are spaced. */
const settings: EngineCase['settings'] = {
  quiet_hours: { email: { from: '10:10', to: '10:25' }, sms: { from: '10:12', to: '10:20' } },
  spacing: { apart: '3m', at_most: [{ count: 3, within: '1h' }] },
  caps: [{ channel: 'any', count: 2, within: '20m' }],
}

type What = { readonly [name: string]: unknown }

/** Crashes before the call, after it and after the record; answers of every kind; exits and a merge, also during a call. */
const happening: fc.Arbitrary<What> = fc.oneof(
  fc.record({ event: fc.constant('Cart Filled'), with: fc.record({ cart_id: fc.constantFrom('1', '2') }) }),
  fc.record({ event: fc.constantFrom('Pay Failed', 'Pay Failed', 'Viewed', 'Answered', 'Ordered', 'Paid') }),
  fc.record({
    event: fc.constantFrom('Cart Filled', 'Pay Failed', 'Ordered'),
    user: fc.constant(null),
    anonymous: fc.constantFrom('a1', 'a2'),
    with: fc.constant({ cart_id: '3' }),
  }),
  fc.record({ event: fc.constant('Ping'), anonymous: fc.constantFrom('a1', 'a2') }),
  fc.record({
    provider: fc.constantFrom('accepts', 'refuses', 'throttles', 'unknown', 'silent', 'dies'),
    times: fc.integer({ min: 1, max: 2 }),
  }),
  fc.record({
    during_call: fc.oneof(
      fc.record({ event: fc.constantFrom('Ordered', 'Paid', 'Cart Filled') }),
      fc.record({ event: fc.constant('Ping'), anonymous: fc.constantFrom('a1', 'a2') }),
    ),
  }),
  fc.record({ feedback: fc.constantFrom('Send', 'Delivery', 'Bounce', 'Complaint', 'Reject') }),
  fc.record({ requests_lost: fc.boolean() }),
)
const story = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), happening), { minLength: 3, maxLength: 16 })

async function play(happenings: readonly (readonly [number, What])[]): Promise<World> {
  let at = START
  const given = happenings.map(([minutes, what]) => {
    at += minutes * MINUTE
    // Every shape above is one of a case's own.
    return { at, ...what } as Given
  })
  const known: Given = {
    at: START,
    identify: { email: 'anonymous@example.com', consent: { shopping: 'granted' } },
    user: null,
  }
  const world = await beginCase({
    case: '',
    workflows,
    settings,
    given: [{ ...known, anonymous: 'a1' }],
    until: at,
    expect: {},
  })
  for (const anonymous of ['a1', 'a2']) await give(world, { ...known, anonymous })
  for (const each of given) if (canBeTold(world, each)) await settled(world, () => give(world, each))
  await settled(world, async () => {
    world.relays = true
  })
  // What still waits for its moment has had days to find it; faults that nobody met are over.
  for (let hours = 1; hours <= 72; hours += 1) await settled(world, () => world.advanceTo(at + hours * HOUR))
  return world
}

const canBeTold = (world: World, given: Given): boolean =>
  !('feedback' in given) || world.provider.calls.at(-1)?.channel === 'email'

async function messagesIn(world: World): Promise<readonly Message[]> {
  return (await Promise.all(world.stores.customers.ids().map((id) => world.stores.customers.messages(id)))).flat()
}

it('leaves every message in one final state, whatever crashes, leaves, merges or is told in whatever order', async () => {
  await fc.assert(
    fc.asyncProperty(story, async (happenings) => {
      const world = await play(happenings)
      const messages = await messagesIn(world)
      const open = messages.filter(({ status }) => ['planned', 'claimed', 'held'].includes(status))
      expect(open.map(({ name, status }) => `${name} ${status}`)).toEqual([])
      for (const id of world.stores.customers.ids()) {
        const state = await world.stores.customers.load(id)
        expect(state?.head.claims ?? []).toEqual([])
        expect(state?.runs.map(({ activity }) => activity.kind) ?? []).toEqual([])
      }
      // What the provider has is never said not to have been sent; marketing is never there twice.
      for (const { id, status, class: messageClass } of messages) {
        const times = world.provider.accepted.filter((outgoing) => outgoing.id === id).length
        if (times > 0) expect(status).not.toMatch(/cancelled|skipped/)
        expect(times).toBeLessThanOrEqual(messageClass === 'marketing' ? 1 : 2)
      }
    }),
    { numRuns: 100 },
  )
}, 60_000)
