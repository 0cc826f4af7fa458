import type { Chance } from '../chance.ts'
import type { Episode } from './episode.ts'
import { DAY, type Happening, HOUR, type Life, MINUTE } from './happening.ts'
import { order } from './parcels.ts'
import { change, leave, odd, whoIs } from './person.ts'
import { browse, cart, habit, returned, wish } from './shopping.ts'
import { call, invoice, login, payment, ticket } from './troubles.ts'

interface Kind {
  readonly name: string
  readonly tell: Episode
}

const EPISODES: readonly [readonly [number, Kind], ...(readonly [number, Kind])[]] = [
  [8, { name: 'cart', tell: cart }],
  [4, { name: 'browse', tell: browse }],
  [1, { name: 'habit', tell: habit }],
  [8, { name: 'order', tell: order }],
  [2, { name: 'returned', tell: returned }],
  [1, { name: 'wish', tell: wish }],
  [5, { name: 'payment', tell: payment }],
  [3, { name: 'invoice', tell: invoice }],
  [3, { name: 'login', tell: login }],
  [3, { name: 'ticket', tell: ticket }],
  [2, { name: 'call', tell: call }],
  [4, { name: 'change', tell: change }],
  [1, { name: 'odd', tell: odd }],
  [1, { name: 'leave', tell: leave }],
]

/** Under which ids an episode comes: the shop knows who it is, or only the browser, or both at once (they are one). */
interface Ids {
  readonly userId?: string
  readonly anonymousId?: string
}

/** The life of one customer, from the seed and their number alone. `start`: epoch ms. */
export function lifeOf(seed: Chance, customer: number, start: number): Life {
  const chance = seed.of('life', customer)
  const days = chance.of('days').weighed([
    [2, 1],
    [4, 7],
    [4, 30],
    [2, 90],
  ])
  const count = 1 + chance.of('episodes').below(days === 1 ? 4 : Math.min(14, 3 + Math.ceil(days / 5)))
  const episodes = Array.from({ length: count }, (_, n) => n).flatMap((n) => {
    const own = chance.of('episode', n)
    const { name, tell } = own.of('kind').weighed(EPISODES)
    const from = Math.round(own.of('at').unit() * days * DAY)
    const prefix = `${customer}.${name}-${n}`
    const ids = idsOf(own.of('ids'), customer)
    return tell({ chance: own.of('says'), prefix, start: start + from }).map(
      (said, place): Happening => ({
        ...said,
        ...idsOfOne(own.of('ids', place), ids, customer),
        id: `${prefix}.${place}`,
        at: from + said.at,
      }),
    )
  })
  const known: Happening = {
    id: `${customer}.known`,
    at: chance.of('known').weighed([
      [5, 0],
      [1, 20 * MINUTE],
      [1, HOUR * days],
    ]),
    name: 'identify',
    userId: userOf(customer),
    ...(chance.of('known', 'both').happens(0.3) ? { anonymousId: browserOf(customer, 0) } : {}),
    traits: whoIs(chance.of('who'), `c${customer}`),
  }
  const met: Happening[] = chance.of('met').happens(0.3)
    ? [
        {
          id: `${customer}.met`,
          at: 0,
          name: 'identify',
          anonymousId: browserOf(customer, 0),
          traits: whoIs(chance.of('who-anonymous'), `c${customer}`),
        },
      ]
    : []
  return {
    customer,
    days,
    happenings: [known, ...met, ...episodes].toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1)),
  }
}

const userOf = (customer: number): string => `user-${customer}`
/** Of a customer's own browsers; number 3 is one that two households share. */
const browserOf = (customer: number, n: number): string =>
  n === 3 ? `shared-${customer >> 1}` : `browser-${customer}-${n}`

function idsOf(chance: Chance, customer: number): Ids {
  const browser = browserOf(
    customer,
    chance.of('browser').weighed([
      [6, 0],
      [2, 1],
      [1, 2],
      [1, 3],
    ]),
  )
  return chance.weighed<Ids>([
    [5, { userId: userOf(customer) }],
    [3, { anonymousId: browser }],
    [1, { userId: userOf(customer), anonymousId: browser }],
  ])
}

/** In the middle of an episode somebody signs in. */
function idsOfOne(chance: Chance, ids: Ids, customer: number): Ids {
  if (ids.anonymousId === undefined || !chance.happens(0.1)) return ids
  return { ...ids, userId: userOf(customer) }
}
