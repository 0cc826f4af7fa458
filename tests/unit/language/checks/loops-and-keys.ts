import { type Check, edit, emits, PROMISES } from './check.ts'

export const LOOPS_AND_KEYS: readonly Check[] = [
  {
    says: 'a workflow that raises what it enters on',
    code: 'loop',
    severity: 'error',
    planted: [emits('Ticket Opened')],
    clean: [emits('Ticket Solved')],
  },
  {
    says: 'a workflow that raises what it enters on after a wait',
    code: 'loop',
    severity: 'warning',
    planted: [emits('Ticket Opened', 'late-too', 'Ticket Opened', '{ wait: 1d }, ')],
    clean: [emits('Ticket Solved', 'late-too', 'Ticket Opened', '{ wait: 1d }, ')],
  },
  {
    says: 'workflows that raise each other in a circle',
    code: 'loop',
    severity: 'error',
    planted: [
      emits('Ticket Solved'),
      emits('Payment Failed', 'b', 'Ticket Solved'),
      emits('Ticket Opened', 'c', 'Payment Failed'),
    ],
    clean: [emits('Ticket Solved'), emits('Payment Failed', 'b', 'Ticket Solved')],
  },
  {
    says: 'a promise that is kept by what makes it',
    code: 'ends-at-once',
    severity: 'error',
    planted: [edit('kept_by: Shipment Delivered', 'kept_by: [Order Completed, Shipment Delivered]', PROMISES)],
    clean: [],
  },
  {
    says: 'a promise that is released by what makes it',
    code: 'ends-at-once',
    severity: 'error',
    planted: [edit('kept_by:', 'released_by: Order Completed\n  kept_by:', PROMISES)],
    clean: [edit('kept_by:', 'released_by: Payment Failed\n  kept_by:', PROMISES)],
  },
  {
    says: 'one run per list',
    code: 'one-per',
    severity: 'error',
    planted: [
      edit('event: Product Added', 'event: Order Completed'),
      edit('one_per: event.cart_id', 'one_per: event.products'),
    ],
    clean: [
      edit('event: Product Added', 'event: Order Completed'),
      edit('one_per: event.cart_id', 'one_per: event.order_id'),
    ],
  },
  {
    says: 'one promise per list',
    code: 'one-per',
    severity: 'error',
    planted: [edit('one_per: event.order_id', 'one_per: event.tags', PROMISES)],
    clean: [],
  },
  {
    says: 'one computed list per yes or no',
    code: 'one-per',
    severity: 'error',
    planted: [edit('one_per: event.cart_id', 'one_per: event.gift', 'computed.yaml')],
    clean: [],
  },
]
