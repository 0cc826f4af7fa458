import { again, type Episode, lastAt, later, type Said, span } from './episode.ts'
import { DAY, HOUR, MINUTE } from './happening.ts'

/** A card is refused, some times; then it works, or is not tried again. */
export const payment: Episode = ({ chance, prefix }) => {
  const about = chance.of('named').happens(0.7) ? { order_id: `${prefix}-o` } : {}
  const count = chance.of('count').weighed([
    [2, 1],
    [2, 2],
    [4, 3],
    [2, 5],
    [1, 8],
  ])
  const failed = again(
    chance.of('failed'),
    count,
    [MINUTE, chance.of('pace').pick([5 * MINUTE, HOUR, 5 * HOUR])],
    () => ({
      name: 'Payment Failed',
      properties: { ...about, reason: 'card declined', amount: 2_400, currency: 'JPY' },
    }),
  )
  if (!chance.of('is-paid').happens(0.5)) return failed
  const at = lastAt(failed) + span(chance.of('paid'), MINUTE, DAY)
  const name = chance.of('how').weighed([
    [6, 'Payment Succeeded'],
    [1, 'Order Completed'],
    [1, 'Order Cancelled'],
  ])
  return [...failed, { at, name, properties: about }]
}

/** Paid by a day, in time or not. */
export const invoice: Episode = ({ chance, prefix, start }) => {
  const about = { order_id: `${prefix}-o`, invoice_id: `${prefix}-i` }
  const due = span(chance.of('due'), 3 * HOUR, 6 * DAY)
  const asked = (n: number, at: number): Said => ({
    at,
    name: 'Payment Requested',
    properties: { ...about, pay_by: new Date(start + due + n * DAY).toISOString(), amount: 2_400, currency: 'JPY' },
  })
  const paid: Said = { at: span(chance.of('paid'), HOUR, due + DAY), name: 'Payment Succeeded', properties: about }
  return [
    asked(0, 0),
    ...(chance.of('again').happens(0.25) ? [asked(1, span(chance.of('again', 'at'), MINUTE, due))] : []),
    ...(chance.of('is-paid').happens(0.5) ? [paid] : []),
  ]
}

export const login: Episode = ({ chance }) => {
  const failed = again(chance.of('failed'), 2 + chance.of('count').below(6), [MINUTE / 2, 40 * MINUTE], () => ({
    name: 'Login Failed',
    properties: { ip: '203.0.113.7', device: 'Phone' },
  }))
  if (!chance.of('is').happens(0.5)) return failed
  return [...failed, { at: lastAt(failed) + span(chance.of('at'), MINUTE, 5 * HOUR), name: 'Login Succeeded' }]
}

/** A question, with a time by which it is answered, or without. */
export const ticket: Episode = ({ chance, prefix, start }) => {
  const about = { ticket_id: `${prefix}-t` }
  const by = span(chance.of('by'), 2 * HOUR, 3 * DAY)
  const promise = chance.of('promised').happens(0.6) ? { reply_by: new Date(start + by).toISOString() } : {}
  const opened: Said = { at: 0, name: 'Ticket Opened', properties: { ...about, ...promise, channel: 'email' } }
  const solved: Said = { at: span(chance.of('at'), HOUR, 20 * DAY), name: 'Ticket Solved', properties: about }
  return chance.of('is-solved').happens(0.7) ? [opened, solved] : [opened]
}

export const call: Episode = ({ chance, prefix, start }) => {
  const hung = again(chance.of('calls'), 1 + chance.of('count').below(3), [MINUTE / 2, 10 * MINUTE], (n, own) => {
    const by = span(own.of('by'), HOUR, DAY)
    const promise = own.of('promised').happens(0.5) ? { callback_by: new Date(start + by).toISOString() } : {}
    return {
      name: 'Call Abandoned',
      properties: { call_id: `${prefix}-c${n}`, waited: own.of('waited').below(300), ...promise },
    }
  })
  const end = chance.of('end').weighed([
    [3, []],
    [2, ['Call Returned']],
    [1, ['Call Answered']],
  ])
  return [
    ...hung,
    ...later(
      end.map((name) => ({ at: 0, name, properties: { call_id: `${prefix}-c0` } })),
      lastAt(hung) + span(chance.of('end', 'at'), MINUTE, 2 * DAY),
    ),
  ]
}
