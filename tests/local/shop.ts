import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** A shop with few words, for tests of the host: what the real workflows say may change without changing these. */
export const SHOP: { readonly [path: string]: string } = {
  'settings.yaml': `
brand:
  name: { en: Test Shop }
  postal_address: { en: "1 Test Street, Testville" }
  support_email: support@example.com
  support_url: https://example.com/help
  site_url: https://example.com/
  color: "#225577"
senders:
  service: { email: service@example.com, name: { en: Test Shop Care }, sms_from: TESTSHOP }
  marketing: { email: news@example.com, name: { en: Test Shop }, sms_from: TESTSHOP }
locales: [en]
fallback_locale: en
topics: { shopping: { name: { en: Shopping } } }
zones: { default: UTC, plausible: [UTC] }
events: { unreferenced: keep, drop: [Page Viewed], timeline: 400d }
endpoints: { desk: https://desk.example.com/cards, crm: https://crm.example.com/hook }
`,
  'events/product-added.yaml': `
name: Product Added
description: A product was put into a cart.
properties:
  cart_id: { type: string, required: true, description: The cart., example: c1 }
  name: { type: string, description: The product., example: Teapot }
`,
  'events/order-completed.yaml': `
name: Order Completed
description: A cart was bought.
properties:
  cart_id: { type: string, description: The cart., example: c1 }
`,
  'events/parcel-lost.yaml': `
name: Parcel Lost
description: A parcel went missing.
properties:
  order_id: { type: string, required: true, description: The order., example: o1 }
`,
  'events/call-missed.yaml': `
name: Call Missed
description: A customer hung up before anybody answered.
properties:
  call_id: { type: string, required: true, description: The call., example: k1 }
`,
  'cart/workflow.yaml': `
name: Cart
description: Says once that the cart is kept.
class: marketing
topic: shopping
trigger: { event: Product Added }
one_per: event.cart_id
exit_when:
  - event: Order Completed
    where: { field: event.cart_id, equals: { field: entry.cart_id } }
steps:
  - wait: 1h
  - send: reminder
  - wait: 1d
  - send: last-word
`,
  'cart/reminder.en.md': `---
subject: Your cart is kept
---
It holds {{ event.name | default: "what you chose" }}.
`,
  'cart/last-word.en.md': `---
subject: Your cart is still kept
---
Nothing is lost.
`,
  'lost/workflow.yaml': `
name: Lost parcel
description: Tells at once.
class: service
trigger: { event: Parcel Lost }
one_per: event.order_id
steps:
  - send: apology
    urgent: true
`,
  'lost/apology.en.md': `---
subject: Your parcel is missing
---
Order {{ event.order_id }}: we are looking for it.
`,
  'missed/workflow.yaml': `
name: Missed call
description: Writes by text message and hands over.
class: service
trigger: { event: Call Missed }
one_per: event.call_id
steps:
  - send: sorry
    first_of: [sms]
    urgent: true
  - webhook: { to: crm, body: { call: { field: event.call_id } } }
  - hand_over: { to: desk, reason: "The call was missed" }
`,
  'missed/sorry.en.md': `---
subject: We missed your call
sms: We missed your call and will ring you back.
---
We missed your call and will ring you back.
`,
}

/** Writes the shop, or other files, under `folder`. */
export function writeShop(folder: string, files: { readonly [path: string]: string } = SHOP): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text.trimStart())
  }
}
