import { describe, expect, it } from 'vitest'
import { compile, type Edit, smallShop, summary } from './small-shop.ts'

interface Planted extends Edit {
  readonly says: string
  /** The text at which the problem is told. */
  readonly place: string
  readonly is: string
  readonly message: string
  readonly hint?: string
}

const CART = 'cart/workflow.yaml'

const PLANTED: readonly Planted[] = [
  {
    says: 'a misspelt key of the workflow',
    file: CART,
    from: 'reentry:',
    to: 'reentri:',
    place: 'reentri',
    is: 'error unknown-key',
    message: '`reentri`',
    hint: 'Did you mean `reentry`?',
  },
  {
    says: 'a misspelt key inside a send step',
    file: CART,
    from: 'good_until:',
    to: 'good_untill:',
    place: 'good_untill',
    is: 'error unknown-key',
    message: '`good_untill` is not known here',
    hint: 'Did you mean `good_until`?',
  },
  {
    says: 'a misspelt step',
    file: CART,
    from: '- wait: 1h',
    to: '- wiat: 1h',
    place: 'wiat',
    is: 'error unknown-key',
    message: '`wiat`',
    hint: 'Did you mean `wait`?',
  },
  {
    says: 'a misspelt comparison',
    file: CART,
    from: 'in: [JPY',
    to: 'inn: [JPY',
    place: 'inn:',
    is: 'error unknown-key',
    message: '`inn`',
    hint: 'Did you mean `in`?',
  },
  {
    says: 'a misspelt condition',
    file: CART,
    from: '{ did: Order',
    to: '{ didd: Order',
    place: 'didd',
    is: 'error unknown-key',
    message: '`didd`',
    hint: 'Did you mean `did`?',
  },
  {
    says: 'a misspelt way of a branch',
    file: CART,
    from: '- otherwise:',
    to: '- otherwhise:',
    place: 'otherwhise',
    is: 'error unknown-key',
    message: '`otherwhise`',
    hint: 'Did you mean `otherwise`?',
  },
  {
    says: 'a misspelt class',
    file: CART,
    from: 'class: marketing',
    to: 'class: marketting',
    place: 'marketting',
    is: 'error invalid-value',
    message: '`marketting` is not one of marketing, service',
    hint: 'Did you mean `marketing`?',
  },
  {
    says: 'an unknown topic',
    file: CART,
    from: 'topic: shopping',
    to: 'topic: shoping',
    place: 'shoping',
    is: 'error unknown-topic',
    message: '`shoping`',
    hint: 'Did you mean `shopping`?',
  },
  {
    says: 'an unknown event in a trigger',
    file: CART,
    from: 'event: Product Added',
    to: 'event: Product Adde',
    place: 'Product Adde',
    is: 'error unknown-event',
    message: 'No event is called `Product Adde`',
    hint: 'Did you mean `Product Added`?',
  },
  {
    says: 'an unknown event in a list',
    file: CART,
    from: 'event: Product Added',
    to: 'event: [Product Added, Oder Completed]',
    place: 'Oder Completed',
    is: 'error unknown-event',
    message: '`Oder Completed`',
    hint: 'Did you mean `Order Completed`?',
  },
  {
    says: 'an unknown event in an exit',
    file: CART,
    from: '- event: Order Completed',
    to: '- event: Order Complete',
    place: 'Order Complete',
    is: 'error unknown-event',
    message: '`Order Complete`',
    hint: 'Did you mean `Order Completed`?',
  },
  {
    says: 'a close typo of a counted event',
    file: CART,
    from: 'did: Order Completed',
    to: 'did: Order Compelted',
    place: 'Order Compelted',
    is: 'error unknown-event',
    message: '`Order Compelted`',
    hint: 'Did you mean `Order Completed`?',
  },
  {
    says: 'a counted event that nobody describes',
    file: CART,
    from: 'did: Order Completed',
    to: 'did: Newsletter Read',
    place: 'Newsletter Read',
    is: 'warning unknown-event',
    message: '`Newsletter Read`',
  },
  {
    says: 'an unknown property of the event',
    file: CART,
    from: 'field: event.currency',
    to: 'field: event.curency',
    place: 'event.curency',
    is: 'error unknown-field',
    message: '`event` has no `curency`',
    hint: 'Did you mean `event.currency`?',
  },
  {
    says: 'an unknown property on the right',
    file: CART,
    from: 'entry.cart_id',
    to: 'entry.cartid',
    place: 'entry.cartid',
    is: 'error unknown-field',
    message: '`entry` has no `cartid`',
    hint: 'Did you mean `entry.cart_id`?',
  },
  {
    says: 'an unknown root',
    file: CART,
    from: 'field: incidents.open',
    to: 'field: incident.open',
    place: 'incident.open',
    is: 'error unknown-field',
    message: '`incident.open` is not a field',
    hint: 'Did you mean `incidents`?',
  },
  {
    says: 'a field without its root',
    file: CART,
    from: 'one_per: event.cart_id',
    to: 'one_per: cart_id',
    place: 'cart_id',
    is: 'error unknown-field',
    message: '`cart_id` is not a field',
    hint: '`event.cart_id`',
  },
  {
    says: 'a field of another root in one_per',
    file: CART,
    from: 'one_per: event.cart_id',
    to: 'one_per: profile.email',
    place: 'profile.email',
    is: 'error one-per',
    message: '`one_per` reads the event',
  },
  {
    says: 'an unknown trait',
    file: CART,
    from: 'incidents.open, equals: 0',
    to: 'profile.tire, equals: gold',
    place: 'profile.tire',
    is: 'error unknown-field',
    message: '`profile` has no `tire`',
    hint: 'Did you mean `profile.tier`?',
  },
  {
    says: 'an unknown computed trait',
    file: CART,
    from: 'incidents.open, equals: 0',
    to: 'computed.cart.sise, above: 0',
    place: 'computed.cart.sise',
    is: 'error unknown-field',
    message: '`computed.cart` has no `sise`',
    hint: 'Did you mean `computed.cart.size`?',
  },
  {
    says: 'an unknown computed name',
    file: CART,
    from: 'incidents.open, equals: 0',
    to: 'computed.crat.size, above: 0',
    place: 'computed.crat.size',
    is: 'error unknown-field',
    message: '`computed` has no `crat`',
    hint: 'Did you mean `computed.cart`?',
  },
  {
    says: 'an awaited event before any wait for one',
    file: CART,
    from: 'incidents.open, equals: 0',
    to: 'awaited.total, above: 0',
    place: 'awaited.total',
    is: 'error unknown-field',
    message: '`awaited.total` cannot be read here',
    hint: 'No event was waited for',
  },
  {
    says: 'a promise where the trigger is about none',
    file: CART,
    from: 'incidents.open, equals: 0',
    to: 'promise.status, equals: open',
    place: 'promise.status',
    is: 'error unknown-field',
    message: '`promise.status` cannot be read here',
    hint: 'not about a promise',
  },
  {
    says: 'an operator that does not fit the type',
    file: CART,
    from: 'event.currency, in: [JPY, USD]',
    to: 'event.price, starts_with: 8',
    place: 'starts_with',
    is: 'error misfit',
    message: '`starts_with` does not fit `event.price`',
  },
  {
    says: 'a value of another type',
    file: CART,
    from: 'event.currency, in: [JPY, USD]',
    to: 'event.price, above: much',
    place: 'much',
    is: 'error misfit',
    message: '`much` is not an amount of money',
  },
  {
    says: 'a list where one value is meant',
    file: CART,
    from: 'in: [JPY, USD]',
    to: 'in: JPY',
    place: 'JPY }',
    is: 'error invalid-type',
    message: 'Expected a list',
  },
  {
    says: 'a currency that is none',
    file: CART,
    from: 'event.currency, in: [JPY, USD]',
    to: 'event.price, at_least: { YEN: 100, usd: 1 }',
    place: 'usd',
    is: 'error currency',
    message: '`usd` is no currency',
    hint: 'Did you mean `USD`?',
  },
  {
    says: 'a currency that is misspelt',
    file: CART,
    from: 'event.currency, in: [JPY, USD]',
    to: 'event.price, at_least: { JYP: 100 }',
    place: 'JYP',
    is: 'error currency',
    message: '`JYP` is no currency',
    hint: 'Did you mean `JPY`?',
  },
  {
    says: 'a currency that is misspelt in a list',
    file: CART,
    from: '[JPY, USD]',
    to: '[JPY, USS]',
    place: 'USS',
    is: 'error currency',
    message: '`USS` is no currency',
    hint: 'Did you mean',
  },
  {
    says: 'a duration without unit',
    file: CART,
    from: 'wait: 1h',
    to: 'wait: 30',
    place: '30',
    is: 'error invalid-value',
    message: 'needs a unit',
  },
  {
    says: 'a duration that is none',
    file: CART,
    from: 'wait: 1h',
    to: 'wait: 1 hour',
    place: '1 hour',
    is: 'error duration',
    message: '`1 hour` is not a duration',
    hint: '`1h`',
  },
  {
    says: 'a time of day that is none',
    file: CART,
    from: '"18:00"',
    to: '"25:00"',
    place: '"25:00"',
    is: 'error time-of-day',
    message: '`25:00` is not a time of day',
  },
  {
    says: 'a percentage without its sign',
    file: CART,
    from: 'holdout: 10%',
    to: 'holdout: 10',
    place: '10\n',
    is: 'error invalid-type',
    message: 'needs its sign',
  },
  {
    says: 're-entry without a unit',
    file: CART,
    from: 'after 7d',
    to: 'after 7',
    place: 'after 7',
    is: 'error duration',
    message: '`7` is not a duration',
    hint: '`7d`',
  },
  {
    says: 'an unknown channel',
    file: CART,
    from: 'good_until: { plus: 1d }',
    to: 'first_of: [emaill]',
    place: 'emaill',
    is: 'error invalid-value',
    message: '`emaill` is not one of email, sms, line',
    hint: 'Did you mean `email`?',
  },
  {
    says: 'a message that does not exist',
    file: CART,
    from: '- send: reminder\n',
    to: '- send: remindr\n',
    place: 'send: remindr',
    is: 'error message-missing',
    message: 'The message `remindr` is missing in `en`',
    hint: 'Did you mean `reminder`?',
  },
  {
    says: 'an unknown endpoint',
    file: CART,
    from: '- wait: 1h',
    to: '- hand_over: { to: suport, reason: Help }',
    place: 'suport',
    is: 'error unknown-endpoint',
    message: 'No endpoint is called `suport`',
    hint: 'Did you mean `support`?',
  },
  {
    says: 'a property that the emitted event has not',
    file: CART,
    from: '- wait: 1h',
    to: '- emit: { event: Payment Failed, properties: { amout: 3 } }',
    place: 'amout',
    is: 'error unknown-property',
    message: '`Payment Failed` has no `amout`',
    hint: 'Did you mean `amount`?',
  },
  {
    says: "an engine's event raised by hand",
    file: CART,
    from: '- wait: 1h',
    to: '- emit: { event: Promise Kept }',
    place: 'Promise Kept',
    is: 'error engine-event',
    message: 'raised by the engine',
  },
  {
    says: 'a key given twice',
    file: CART,
    from: 'topic: shopping',
    to: 'class: service',
    place: 'class: service',
    is: 'error yaml',
    message: 'given twice',
  },
  {
    says: 'a missing key',
    file: CART,
    from: 'class: marketing\n',
    to: '',
    place: 'name: Cart',
    is: 'error missing-key',
    message: '`class` is missing',
  },
  {
    says: 'a comparison that was forgotten',
    file: CART,
    from: ', in: [JPY, USD]',
    to: '',
    place: 'event.currency',
    is: 'error no-comparison',
    message: 'Nothing is asked',
  },
  {
    says: 'an unknown promise',
    file: 'late/workflow.yaml',
    from: 'delivery: promise.expected',
    to: 'delivry: promise.expected',
    place: 'delivry',
    is: 'error unknown-promise',
    message: 'No promise is called `delivry`',
    hint: 'Did you mean `delivery`?',
  },
  {
    says: 'a renewal by something that is no date',
    file: 'late/workflow.yaml',
    from: 'promise.expected',
    to: 'promise.status',
    place: 'promise.status',
    is: 'error misfit',
    message: '`promise.status` is no date',
  },
  {
    says: 'an unknown field in a message',
    file: 'late/is-late.en.md',
    from: '{{ promise.carrier }}',
    to: '{{ promise.carier }}',
    place: 'promise.carier',
    is: 'error unknown-field',
    message: '`promise` has no `carier`',
    hint: 'Did you mean `promise.carrier`?',
  },
  {
    says: 'an optional field without fallback in a message',
    file: 'late/is-late.en.md',
    from: 'requires: [promise.expected]\n',
    to: '',
    place: 'promise.expected',
    is: 'error unguarded',
    message: '`promise.expected` may be missing',
  },
  {
    says: 'an unknown field in `requires`',
    file: 'late/is-late.en.md',
    from: '[promise.expected]',
    to: '[promise.expectd]',
    place: 'promise.expectd',
    is: 'error unknown-field',
    message: '`promise` has no `expectd`',
    hint: 'Did you mean `promise.expected`?',
  },
  {
    says: 'a type that is none',
    file: 'events/ticket-opened.yaml',
    from: 'type: string, required',
    to: 'type: strng, required',
    place: 'strng',
    is: 'error invalid-value',
    message: '`strng` is not one of',
    hint: 'Did you mean `string`?',
  },
  {
    says: 'a locale without its text',
    file: 'settings.yaml',
    from: '{ ja: お買い物のご案内, en: Shopping }',
    to: '{ en: Shopping }',
    place: '{ en: Shopping }',
    is: 'error missing-locale',
    message: 'missing in `ja`',
  },
  {
    says: 'a zone that is none',
    file: 'settings.yaml',
    from: 'Asia/Tokyo',
    to: 'Asia/Tokio',
    place: 'Asia/Tokio',
    is: 'error zone',
    message: '`Asia/Tokio` is not a time zone',
  },
  {
    says: 'an address that is none',
    file: 'settings.yaml',
    from: 'support_email: support@example.jp',
    to: 'support_email: support',
    place: 'support\n',
    is: 'error invalid',
    message: 'email',
  },
  {
    says: 'a promise keyed by what its keeping event has not',
    file: 'promises.yaml',
    from: 'one_per: event.order_id',
    to: 'one_per: event.cart_id',
    place: 'event.cart_id',
    is: 'error promise-key',
    message: '`Shipment Delivered` has no `cart_id`',
  },
  {
    says: 'a carried property that no event has',
    file: 'promises.yaml',
    from: '[carrier]',
    to: '[carier]',
    place: 'carier',
    is: 'error unknown-property',
    message: '`carier`',
    hint: 'Did you mean `carrier`?',
  },
  {
    says: 'a line property that no event has',
    file: 'computed.yaml',
    from: 'carry: [product_id, name, price]',
    to: 'carry: [product_id, name, prise]',
    place: 'prise',
    is: 'error unknown-property',
    message: '`prise`',
    hint: 'Did you mean `price`?',
  },
]

function lineAndColumn(text: string | undefined, place: string): string {
  const before = (text ?? '').split(place)[0] ?? ''
  const lines = before.split('\n')
  return `${lines.length}:${(lines.at(-1) ?? '').length + 1}`
}

describe('a planted mistake is told with its place and what was probably meant', () => {
  it('and the small shop has none', () => {
    expect(compile(smallShop()).problems).toEqual([])
  })

  for (const { says, place, is, message, hint, ...edit } of PLANTED) {
    it(says, () => {
      const files = smallShop(edit)
      const { problems, catalogue } = compile(files)
      const told = problems.filter((problem) => problem.message.includes(message) && problem.file === edit.file)
      expect(told.map(summary)).toEqual([`${edit.file}:${lineAndColumn(files.get(edit.file), place)} ${is}`])
      if (hint !== undefined) expect(told[0]?.hint).toContain(hint)
      expect(catalogue === undefined).toBe(is.startsWith('error'))
    })
  }

  it('all at once, in all files', () => {
    const { problems } = compile(
      smallShop(
        { file: CART, from: 'reentry:', to: 'reentri:' },
        { file: CART, from: 'class: marketing', to: 'class: marketting' },
        { file: 'late/workflow.yaml', from: 'event.key', to: 'event.kye' },
        { file: 'settings.yaml', from: 'topics:', to: 'topcs:' },
      ),
    )
    expect(problems.map(summary)).toEqual([
      'cart/workflow.yaml:2:8 error invalid-value',
      'cart/workflow.yaml:9:1 error unknown-key',
      'late/workflow.yaml:6:10 error unknown-field',
      'settings.yaml:11:1 error unknown-key',
    ])
  })

  it('of one workflow those of its form and those of its meaning, with those of its messages', () => {
    const { problems, catalogue } = compile(
      smallShop(
        { file: CART, from: 'reentry:', to: 'reentri:' },
        { file: CART, from: '- wait: 1h', to: '- wait: 1 hour' },
        { file: CART, from: 'event.currency, in', to: 'event.curency, in' },
        { file: CART, from: 'exit_when:\n  - event: Order Completed', to: 'exit_when:\n  - event: Order Complete' },
        { file: 'cart/reminder.en.md', to: '---\nsubject: Your cart\n---\n{{ event.prise }}\n' },
      ),
    )
    expect(problems.map(summary)).toEqual([
      'cart/reminder.en.md:4:4 error unknown-field',
      'cart/workflow.yaml:6:19 error unknown-field',
      'cart/workflow.yaml:9:1 error unknown-key',
      'cart/workflow.yaml:12:12 error unknown-event',
      'cart/workflow.yaml:17:11 error duration',
    ])
    expect(catalogue).toBeUndefined()
  })

  for (const { says, from, to } of [
    {
      says: 'an awaited event that a later step reads',
      from: '- wait: 1h',
      to: '- wait: { for_event: Order Completed, timeout: 1 }\n  - set: { traits: { last: { field: awaited.order_id } } }',
    },
    { says: 'a whole branch', from: '- branch:', to: '- brunch:' },
    { says: 'a condition', from: '{ field: incidents.open, equals: 0 }', to: '{ feild: incidents.open, equals: 0 }' },
    { says: 'a list of the wrong kind', from: 'in: [JPY, USD]', to: 'in: JPY' },
    { says: 'the event that enters', from: '  event: Product Added\n', to: '' },
    {
      says: 'the name of a message',
      from: '- send: reminder\n      - otherwise',
      to: '- send: Reminder!\n      - otherwise',
    },
  ]) {
    it(`and what is left without ${says} makes nothing sound look wrong`, () => {
      const { problems } = compile(smallShop({ file: CART, from, to }))
      expect(problems.map(summary)).toHaveLength(1)
    })
  }

  it('and one broken event file does not make its name unknown elsewhere', () => {
    const { problems } = compile(
      smallShop({ file: 'events/product-added.yaml', from: 'type: money', to: 'type: monney' }),
    )
    expect(problems.map(summary)).toEqual(['events/product-added.yaml:7:18 error invalid-value'])
  })
})
