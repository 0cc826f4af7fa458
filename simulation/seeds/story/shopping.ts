import { again, type Episode, lastAt, later, product, type Said, soon, span } from './episode.ts'
import { DAY, HOUR, MINUTE } from './happening.ts'

export const browse: Episode = ({ chance }) =>
  again(chance, 1 + chance.of('count').below(4), soon, (_, own) => ({
    name: own.of('name').weighed([
      [5, 'Product Viewed'],
      [2, 'Page Viewed'],
      [2, 'Products Searched'],
      [1, 'Product List Viewed'],
    ]),
    properties: product(own),
  }))

/** A cart is filled, changed, left, emptied or bought. */
export const cart: Episode = ({ chance, prefix }) => {
  const cartId = chance.of('named').happens(0.9) ? { cart_id: `${prefix}-cart` } : {}
  const filled = again(chance.of('fill'), 1 + chance.of('count').below(4), soon, (n, own) => {
    const name = own.of('name').weighed([
      [6, 'Product Added'],
      [n === 0 ? 0 : 2, 'Product Removed'],
      [2, 'Cart Viewed'],
      [1, 'Checkout Started'],
      [1, 'Wishlist Product Added to Cart'],
    ])
    const isWhole = name === 'Cart Viewed' || name === 'Checkout Started'
    const lines = Array.from({ length: own.of('lines').below(3) }, (_, line) => product(own.of(line)))
    return { name, properties: { ...cartId, ...(isWhole ? { products: lines } : product(own)) } }
  })
  if (!chance.of('bought').happens(0.4)) return filled
  const at = lastAt(filled) + span(chance.of('bought', 'at'), MINUTE, 30 * HOUR)
  const named = chance.of('bought', 'named').happens(0.8) ? cartId : {}
  return [...filled, { at, name: 'Order Completed', properties: { ...named, order_id: `${prefix}-o`, total: 2_400 } }]
}

/** The shop comes to mind again and again, until it does not. */
export const habit: Episode = ({ chance }) =>
  again(chance, 5 + chance.of('count').below(5), [12 * HOUR, 4 * DAY], (_, own) => ({
    name: own.pick(['Product Viewed', 'Products Searched', 'Product Reviewed']),
    properties: product(own),
  }))

export const returned: Episode = ({ chance, prefix, start }) => {
  const order = { order_id: `${prefix}-o` }
  const ordered: Said = { at: 0, name: 'Order Completed', properties: { ...order, total: 7_900 } }
  const asked = span(chance.of('asked'), HOUR, 4 * DAY)
  const promised = asked + span(chance.of('promised'), HOUR, DAY)
  const by = promised + span(chance.of('by'), DAY, 9 * DAY)
  const refunded: Said = {
    at: promised + span(chance.of('refunded'), HOUR, 40 * DAY),
    name: chance.of('how').weighed([
      [8, 'Order Refunded'],
      [1, 'Order Cancelled'],
    ]),
    properties: order,
  }
  return [
    ordered,
    { at: asked, name: 'Return Requested', properties: { ...order, reason: 'too strong' } },
    {
      at: promised,
      name: 'Refund Promised',
      properties: { ...order, refund_by: new Date(start + by).toISOString(), amount: 7_900, currency: 'JPY' },
    },
    ...(chance.of('is-refunded').happens(0.75) ? [refunded] : []),
  ]
}

export const wish: Episode = ({ chance }) =>
  later(
    again(chance, 1 + chance.below(2), soon, (_, own) => ({
      name: own.pick(['Product Added to Wishlist', 'Promotion Viewed', 'Coupon Entered', 'Something New']),
      properties: product(own),
    })),
    0,
  )
