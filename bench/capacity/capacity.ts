import { report } from '#bench/report.ts'
import { startDynamoDbEngine } from '#local/dynamodb-engine/dynamodb-engine.ts'
import type { Consumed } from './consumed.ts'
import { properties, Shop } from './shop.ts'

/** On demand, us-east-1, dollars per million request units: https://aws.amazon.com/dynamodb/pricing/on-demand/ */
const WRITE = 0.625
const READ = 0.125

const CART = {
  cart_id: 'cart-3f9a',
  product_id: 'p-17',
  sku: 'TP-17',
  name: '急須 常滑 朱泥',
  price: 8000,
  currency: 'JPY',
  quantity: 1,
  url: 'https://example.jp/p/17',
}
const HANA = {
  traits: {
    email: 'hana@example.jp',
    phone: '+819012345678',
    firstName: '花子',
    lastName: '佐藤',
    country: 'JP',
    consent: { shopping: 'granted' },
  },
}

const engine = await startDynamoDbEngine()
try {
  const shop = await Shop.open(engine.endpoint)
  const seen: [what: string, consumed: Consumed][] = []
  const note = async (what: string, act: Promise<Consumed>): Promise<Consumed> => {
    const consumed = await act
    seen.push([what, consumed])
    return consumed
  }
  // The first commit of an instance reads how many shards there are.
  await shop.event('warm-up', 'Call Abandoned', properties({ waited: 60 }))

  const dropped = await note(
    'dropped by settings (Page Viewed)',
    shop.event('hana', 'Page Viewed', properties({ path: '/tea' })),
  )
  const kept = await note(
    'kept in the timeline (Promotion Viewed)',
    shop.event('hana', 'Promotion Viewed', properties({ name: '新茶' })),
  )
  await note('profile set (identify, newcomer)', shop.event('hana', 'identify', HANA))
  const entered = await note(
    'enters (Call Abandoned)',
    shop.event('hana', 'Call Abandoned', properties({ waited: 60, queue: 'orders' })),
  )
  await note('timer that plans a message', shop.timer('hana'))
  const sent = await note('message sent', shop.send('hana'))
  await shop.event('mei', 'identify', HANA)
  const atOnce = await note(
    'enters and plans a message at once',
    shop.event('mei', 'Return Requested', properties({ order_id: 'o-7' })),
  )
  await shop.event('ken', 'identify', HANA)
  await note('enters and counts (Product Added)', shop.event('ken', 'Product Added', properties(CART)))
  await note(
    'moves a due time (Product Added again)',
    shop.event('ken', 'Product Added', properties({ ...CART, product_id: 'p-18', sku: 'TP-18' })),
  )
  await note('timer that came too early', shop.timer('ken'))
  await note('timer that plans a message (cart)', shop.timer('ken'))
  await note('message sent (cart)', shop.send('ken'))
  await note(
    'leaves (Order Completed)',
    shop.event('ken', 'Order Completed', properties({ ...CART, order_id: 'o-1', total: 8000 })),
  )
  await note('a minute of the sweep, nobody due', shop.emptyMinute())

  const dollars = ({ reads, writes }: Consumed): number => writes * WRITE + reads * READ
  const profile = (of: Consumed): number => (of.items.includes('PROFILE') ? 2 : 0)
  report({
    title: 'DynamoDB capacity units, by ReturnConsumedCapacity, through the real stages',
    columns: ['what happens', 'reads', 'writes', '$ per million', 'items written (- deleted)'],
    rows: seen.map(([what, consumed]) => [
      what,
      consumed.reads,
      consumed.writes,
      dollars(consumed),
      tally(consumed.items),
    ]),
    goals: [
      { goal: 'an event that settings drop: no write', met: dropped.writes === 0, seen: `${dropped.writes}` },
      { goal: 'an event that is only kept: 1 write', met: kept.writes === 1, seen: `${kept.writes}` },
      {
        goal: 'an event that enters: 8 writes beside the profile',
        met: entered.writes - profile(entered) <= 8,
        seen: `${entered.writes - profile(entered)}`,
      },
      {
        goal: 'an event that enters with a message: 10 writes beside the profile',
        met: atOnce.writes - profile(atOnce) <= 10,
        seen: `${atOnce.writes - profile(atOnce)}`,
      },
    ],
    notes: [
      `A message sent takes two transactions, claimed and recorded: ${sent.writes} writes in all.`,
      'Units are counted by the embedded engine as AWS counts them (writes in a transaction double, by the KB; its tests check that).',
      `Prices: $${WRITE} per million writes, $${READ} per million reads, on demand, us-east-1.`,
    ],
  })
} finally {
  await engine.stop()
}

/** `EVT 2xRUN -DUE` */
function tally(items: readonly string[]): string {
  const counted = new Map<string, number>()
  for (const item of items) counted.set(item, (counted.get(item) ?? 0) + 1)
  return [...counted].map(([item, count]) => (count === 1 ? item : `${count}x${item}`)).join(' ')
}
