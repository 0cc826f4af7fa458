// Written by `npx beforehand types` from the vocabulary: change workflows/events/*.yaml and settings.yaml, not this file.
import { createHash } from 'node:crypto'
import {
  PutEventsCommand,
  type PutEventsCommandOutput,
  type PutEventsRequestEntry,
} from '@aws-sdk/client-eventbridge'

/** A whole day (`2026-11-24`), or an instant (`2026-11-24T18:00:00+09:00`). Of a text that is read from elsewhere: `day(text)`. */
export type DateText = `${number}-${number}-${number}` | `${number}-${number}-${number}T${string}` | Date

/** The text as a day or an instant; throws `TypeError` where it is neither. */
export function day(text: string): DateText {
  const [year = 0, month = 0, date = 0] = text.slice(0, 10).split('-').map(Number)
  const real = new Date(Date.UTC(year, month - 1, date))
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text.slice(0, 10)) && real.getUTCMonth() === month - 1 && real.getUTCDate() === date
  if (!isDay || (text.length > 10 && Number.isNaN(Date.parse(text)))) throw new TypeError('expected a date such as 2026-11-24')
  // Just checked.
  return text as DateText
}

/** Every event that can be sent, with its properties. */
export interface Events {
  /** The customer rang and hung up before anybody answered. */
  readonly 'Call Abandoned': {
    /** The call. Such as `call-77`. */
    readonly call_id?: string | null
    /** Which line they were waiting on. Such as `orders`. */
    readonly queue?: string | null
    /** How long they waited, in seconds. Such as `240`. */
    readonly waited?: number | null
    /** The order they chose in the menu, if any. Such as `o-1001`. */
    readonly order_id?: string | null
    /** By when somebody will ring back; only where that is arranged. Such as `2026-11-21T18:00:00+09:00`. */
    readonly callback_by?: DateText | null
  }
  /** The customer rang and spoke with somebody. */
  readonly 'Call Answered': {
    /** The call. Such as `call-78`. */
    readonly call_id?: string | null
    /** Which line it was. Such as `orders`. */
    readonly queue?: string | null
    /** How long they waited, in seconds. Such as `20`. */
    readonly waited?: number | null
    /** The order it was about, if any. Such as `o-1001`. */
    readonly order_id?: string | null
  }
  /** Somebody rang the customer back, as arranged. */
  readonly 'Call Returned': {
    /** The call that was missed: the same id as on its Call Abandoned. Such as `call-77`. */
    readonly call_id?: string | null
  }
  /** A cart was shown to somebody else. */
  readonly 'Cart Shared': {
    /** How it was passed on. Such as `email`. */
    readonly share_via?: string | null
    /** What the customer wrote with it. Such as `Look at this one`. */
    readonly share_message?: string | null
    /** Whom it was sent to. Such as `friend@example.com`. */
    readonly recipient?: string | null
    /** The cart; the same id as on its other events. Such as `c-1001`. */
    readonly cart_id?: string | null
    /** What is in the cart. */
    readonly products?: readonly {
      /** The shop's own id of the product. Such as `tea-0107`. */
      readonly product_id?: string | null
      /** The article number that a warehouse or a customer would quote. Such as `KT-SEN-100`. */
      readonly sku?: string | null
      /** Where the product is filed in the shop. Such as `Sencha`. */
      readonly category?: string | null
      /** What the product is called, as the customer saw it. Such as `Kettle`. */
      readonly name?: string | null
      /** The maker's name. Such as `Kotori`. */
      readonly brand?: string | null
      /** The chosen size, colour or packing. Such as `100 g`. */
      readonly variant?: string | null
      /** Price of one piece. Such as `1200`. */
      readonly price?: number | null
      /** How many pieces. Such as `2`. */
      readonly quantity?: number | null
      /** Coupon that applies to this product. Such as `NEWTEA`. */
      readonly coupon?: string | null
      /** Its place in the list that was shown, from 1. Such as `3`. */
      readonly position?: number | null
      /** The product's page. Such as `https://example.jp/tea/0107`. */
      readonly url?: string | null
      /** A picture of the product. Such as `https://example.jp/tea/0107.jpg`. */
      readonly image_url?: string | null
    }[] | null
  }
  /** The cart was looked at. */
  readonly 'Cart Viewed': {
    /** The cart; the same id as on its other events. Such as `c-1001`. */
    readonly cart_id?: string | null
    /** What is in the cart. */
    readonly products?: readonly {
      /** The shop's own id of the product. Such as `tea-0107`. */
      readonly product_id?: string | null
      /** The article number that a warehouse or a customer would quote. Such as `KT-SEN-100`. */
      readonly sku?: string | null
      /** Where the product is filed in the shop. Such as `Sencha`. */
      readonly category?: string | null
      /** What the product is called, as the customer saw it. Such as `Kettle`. */
      readonly name?: string | null
      /** The maker's name. Such as `Kotori`. */
      readonly brand?: string | null
      /** The chosen size, colour or packing. Such as `100 g`. */
      readonly variant?: string | null
      /** Price of one piece. Such as `1200`. */
      readonly price?: number | null
      /** How many pieces. Such as `2`. */
      readonly quantity?: number | null
      /** Coupon that applies to this product. Such as `NEWTEA`. */
      readonly coupon?: string | null
      /** Its place in the list that was shown, from 1. Such as `3`. */
      readonly position?: number | null
      /** The product's page. Such as `https://example.jp/tea/0107`. */
      readonly url?: string | null
      /** A picture of the product. Such as `https://example.jp/tea/0107.jpg`. */
      readonly image_url?: string | null
    }[] | null
    /** ISO 4217 code of the amounts on this event. Such as `JPY`. */
    readonly currency?: string | null
    /** The delivery date that the page showed, were the order placed then. Not part of Segment's spec. Such as `2026-11-24`. */
    readonly promised_at?: DateText | null
  }
  /** The customer began to order. */
  readonly 'Checkout Started': {
    /** The order. Such as `o-1001`. */
    readonly order_id?: string | null
    /** The cart; the same id as on its other events. Such as `c-1001`. */
    readonly cart_id?: string | null
    /** One pass through the checkout. Such as `ch-1001`. */
    readonly checkout_id?: string | null
    /** Which shop or market place took the order. Such as `Online shop`. */
    readonly affiliation?: string | null
    /** What the customer would pay. Such as `7900`. */
    readonly value?: number | null
    /** What the goods bring in, without shipping and tax. Such as `7200`. */
    readonly revenue?: number | null
    /** Cost of shipping; 0 when it is free. Such as `500`. */
    readonly shipping?: number | null
    /** Tax in all. Such as `576`. */
    readonly tax?: number | null
    /** Taken off in all. Such as `800`. */
    readonly discount?: number | null
    /** Coupon that applies to the whole order. Such as `NEWTEA`. */
    readonly coupon?: string | null
    /** ISO 4217 code of the amounts on this event. Such as `JPY`. */
    readonly currency?: string | null
    /** What is being ordered. */
    readonly products?: readonly {
      /** The shop's own id of the product. Such as `tea-0107`. */
      readonly product_id?: string | null
      /** The article number that a warehouse or a customer would quote. Such as `KT-SEN-100`. */
      readonly sku?: string | null
      /** Where the product is filed in the shop. Such as `Sencha`. */
      readonly category?: string | null
      /** What the product is called, as the customer saw it. Such as `Kettle`. */
      readonly name?: string | null
      /** The maker's name. Such as `Kotori`. */
      readonly brand?: string | null
      /** The chosen size, colour or packing. Such as `100 g`. */
      readonly variant?: string | null
      /** Price of one piece. Such as `1200`. */
      readonly price?: number | null
      /** How many pieces. Such as `2`. */
      readonly quantity?: number | null
      /** Coupon that applies to this product. Such as `NEWTEA`. */
      readonly coupon?: string | null
      /** Its place in the list that was shown, from 1. Such as `3`. */
      readonly position?: number | null
      /** The product's page. Such as `https://example.jp/tea/0107`. */
      readonly url?: string | null
      /** A picture of the product. Such as `https://example.jp/tea/0107.jpg`. */
      readonly image_url?: string | null
    }[] | null
    /** The delivery date that the page showed, were the order placed then. Not part of Segment's spec. Such as `2026-11-24`. */
    readonly promised_at?: DateText | null
  }
  /** A step of the checkout was finished. */
  readonly 'Checkout Step Completed': {
    /** One pass through the checkout. Such as `ch-1001`. */
    readonly checkout_id?: string | null
    /** Which step of the checkout, from 1. Such as `2`. */
    readonly step?: number | null
    /** How the customer wants it sent. Such as `Takuhai`. */
    readonly shipping_method?: string | null
    /** How the customer wants to pay. Such as `Card`. */
    readonly payment_method?: string | null
  }
  /** A step of the checkout was shown. */
  readonly 'Checkout Step Viewed': {
    /** One pass through the checkout. Such as `ch-1001`. */
    readonly checkout_id?: string | null
    /** Which step of the checkout, from 1. Such as `2`. */
    readonly step?: number | null
    /** How the customer wants it sent. Such as `Takuhai`. */
    readonly shipping_method?: string | null
    /** How the customer wants to pay. Such as `Card`. */
    readonly payment_method?: string | null
  }
  /** A coupon was accepted. */
  readonly 'Coupon Applied': {
    /** The order. Such as `o-1001`. */
    readonly order_id?: string | null
    /** The cart; the same id as on its other events. Such as `c-1001`. */
    readonly cart_id?: string | null
    /** The coupon's id. Such as `autumn-2026`. */
    readonly coupon_id?: string | null
    /** The coupon's name. Such as `Autumn leaves`. */
    readonly coupon_name?: string | null
    /** What the coupon takes off. Such as `500`. */
    readonly discount?: number | null
  }
  /** A coupon was refused. */
  readonly 'Coupon Denied': {
    /** The order. Such as `o-1001`. */
    readonly order_id?: string | null
    /** The cart; the same id as on its other events. Such as `c-1001`. */
    readonly cart_id?: string | null
    /** The coupon's id. Such as `autumn-2026`. */
    readonly coupon_id?: string | null
    /** The code as it was typed in. Such as `AUTUMN`. */
    readonly coupon?: string | null
    /** The coupon's name. Such as `Autumn leaves`. */
    readonly coupon_name?: string | null
    /** Why it was refused. Such as `expired`. */
    readonly reason?: string | null
  }
  /** A coupon was typed in. */
  readonly 'Coupon Entered': {
    /** The order. Such as `o-1001`. */
    readonly order_id?: string | null
    /** The cart; the same id as on its other events. Such as `c-1001`. */
    readonly cart_id?: string | null
    /** The coupon's id. Such as `autumn-2026`. */
    readonly coupon_id?: string | null
  }
  /** A coupon was taken off again. */
  readonly 'Coupon Removed': {
    /** The order. Such as `o-1001`. */
    readonly order_id?: string | null
    /** The cart; the same id as on its other events. Such as `c-1001`. */
    readonly cart_id?: string | null
    /** The coupon's id. Such as `autumn-2026`. */
    readonly coupon_id?: string | null
    /** The coupon's name. Such as `Autumn leaves`. */
    readonly coupon_name?: string | null
    /** What the coupon takes off. Such as `500`. */
    readonly discount?: number | null
  }
  /** A delivery was tried and did not succeed. */
  readonly 'Delivery Failed': {
    /** The order that the parcel belongs to. Such as `o-1001`. */
    readonly order_id?: string | null
    /** The parcel. An order may have several. Such as `s-1`. */
    readonly shipment_id?: string | null
    /** Who carries it. Such as `Yamato`. */
    readonly carrier?: string | null
    /** The date or time that the customer was told. Such as `2026-11-22`. */
    readonly promised_at?: DateText | null
    /** When it is expected now. Such as `2026-11-24`. */
    readonly estimated_at?: DateText | null
    /** Where the customer can follow the parcel. Such as `https://example.jp/track/s-1`. */
    readonly tracking_url?: string | null
    /** Why, as one word: absent, address, refused, damaged or other. Such as `absent`. */
    readonly reason?: string | null
    /** Where a new date can be chosen. Such as `https://example.jp/redeliver/s-1`. */
    readonly reschedule_url?: string | null
    /** Until when the carrier keeps the parcel. Such as `2026-11-28`. */
    readonly kept_until?: DateText | null
  }
  /** A message could not be delivered. */
  readonly 'Email Bounced': {
    /** The message. Such as `m-77`. */
    readonly email_id?: string | null
    /** Its subject. Such as `Your cart is kept`. */
    readonly email_subject?: string | null
    /** The campaign or workflow it belonged to. Such as `cart-abandonment`. */
    readonly campaign_id?: string | null
    /** Its name. Such as `Cart abandonment`. */
    readonly campaign_name?: string | null
  }
  /** The receiving server took a message. */
  readonly 'Email Delivered': {
    /** The message. Such as `m-77`. */
    readonly email_id?: string | null
    /** Its subject. Such as `Your cart is kept`. */
    readonly email_subject?: string | null
    /** The campaign or workflow it belonged to. Such as `cart-abandonment`. */
    readonly campaign_id?: string | null
    /** Its name. Such as `Cart abandonment`. */
    readonly campaign_name?: string | null
  }
  /** A link in a message was followed. */
  readonly 'Email Link Clicked': {
    /** The message. Such as `m-77`. */
    readonly email_id?: string | null
    /** Its subject. Such as `Your cart is kept`. */
    readonly email_subject?: string | null
    /** The campaign or workflow it belonged to. Such as `cart-abandonment`. */
    readonly campaign_id?: string | null
    /** Its name. Such as `Cart abandonment`. */
    readonly campaign_name?: string | null
    /** The link. Such as `cart`. */
    readonly link_id?: string | null
    /** Where it leads. Such as `https://example.jp/cart`. */
    readonly link_url?: string | null
  }
  /** The customer called a message unwanted. */
  readonly 'Email Marked as Spam': {
    /** The message. Such as `m-77`. */
    readonly email_id?: string | null
    /** Its subject. Such as `Your cart is kept`. */
    readonly email_subject?: string | null
    /** The campaign or workflow it belonged to. Such as `cart-abandonment`. */
    readonly campaign_id?: string | null
    /** Its name. Such as `Cart abandonment`. */
    readonly campaign_name?: string | null
  }
  /** A message was opened; some mail programs open everything by themselves. */
  readonly 'Email Opened': {
    /** The message. Such as `m-77`. */
    readonly email_id?: string | null
    /** Its subject. Such as `Your cart is kept`. */
    readonly email_subject?: string | null
    /** The campaign or workflow it belonged to. Such as `cart-abandonment`. */
    readonly campaign_id?: string | null
    /** Its name. Such as `Cart abandonment`. */
    readonly campaign_name?: string | null
  }
  /** Somebody tried to sign in and could not. */
  readonly 'Login Failed': {
    /** The address that the attempt came from. Such as `203.0.113.7`. */
    readonly ip?: string | null
    /** City of that address, as far as known. Such as `Osaka`. */
    readonly city?: string | null
    /** Country of that address, ISO 3166 two letters. Such as `JP`. */
    readonly country?: string | null
    /** Browser or device, in words. Such as `Safari on iPhone`. */
    readonly device?: string | null
    /** When it was tried. Such as `2026-11-21T20:10:00+09:00`. */
    readonly occurred_at?: DateText | null
    /** Why, as one word: password, code, locked or other. Such as `password`. */
    readonly reason?: string | null
  }
  /** The customer signed in. */
  readonly 'Login Succeeded': {
    /** The address that the attempt came from. Such as `203.0.113.7`. */
    readonly ip?: string | null
    /** City of that address, as far as known. Such as `Osaka`. */
    readonly city?: string | null
    /** Country of that address, ISO 3166 two letters. Such as `JP`. */
    readonly country?: string | null
    /** Browser or device, in words. Such as `Safari on iPhone`. */
    readonly device?: string | null
    /** When it was tried. Such as `2026-11-21T20:10:00+09:00`. */
    readonly occurred_at?: DateText | null
  }
  /** An order was called off. */
  readonly 'Order Cancelled': {
    /** The order. Such as `o-1001`. */
    readonly order_id?: string | null
    /** Which shop or market place took the order. Such as `Online shop`. */
    readonly affiliation?: string | null
    /** What the customer pays, everything included. Such as `7900`. */
    readonly total?: number | null
    /** What the goods bring in, without shipping and tax. Such as `7200`. */
    readonly revenue?: number | null
    /** Cost of shipping; 0 when it is free. Such as `500`. */
    readonly shipping?: number | null
    /** Tax in all. Such as `576`. */
    readonly tax?: number | null
    /** Taken off in all. Such as `800`. */
    readonly discount?: number | null
    /** Coupon that applies to the whole order. Such as `NEWTEA`. */
    readonly coupon?: string | null
    /** ISO 4217 code of the amounts on this event. Such as `JPY`. */
    readonly currency?: string | null
    /** What had been ordered. */
    readonly products?: readonly {
      /** The shop's own id of the product. Such as `tea-0107`. */
      readonly product_id?: string | null
      /** The article number that a warehouse or a customer would quote. Such as `KT-SEN-100`. */
      readonly sku?: string | null
      /** Where the product is filed in the shop. Such as `Sencha`. */
      readonly category?: string | null
      /** What the product is called, as the customer saw it. Such as `Kettle`. */
      readonly name?: string | null
      /** The maker's name. Such as `Kotori`. */
      readonly brand?: string | null
      /** The chosen size, colour or packing. Such as `100 g`. */
      readonly variant?: string | null
      /** Price of one piece. Such as `1200`. */
      readonly price?: number | null
      /** How many pieces. Such as `2`. */
      readonly quantity?: number | null
      /** Coupon that applies to this product. Such as `NEWTEA`. */
      readonly coupon?: string | null
      /** Its place in the list that was shown, from 1. Such as `3`. */
      readonly position?: number | null
      /** The product's page. Such as `https://example.jp/tea/0107`. */
      readonly url?: string | null
      /** A picture of the product. Such as `https://example.jp/tea/0107.jpg`. */
      readonly image_url?: string | null
    }[] | null
  }
  /** An order was placed. It may carry the delivery date that the customer was told (`promised_at`) and the cart that it came from. */
  readonly 'Order Completed': {
    /** One pass through the checkout. Such as `ch-1001`. */
    readonly checkout_id?: string | null
    /** The order. Such as `o-1001`. */
    readonly order_id?: string | null
    /** The cart; the same id as on its other events. Such as `c-1001`. */
    readonly cart_id?: string | null
    /** The delivery date that the customer was told. This makes the `delivery` promise. Such as `2026-11-22`. */
    readonly promised_at?: DateText | null
    /** Which shop or market place took the order. Such as `Online shop`. */
    readonly affiliation?: string | null
    /** The goods after discounts, before tax and shipping. Such as `7200`. */
    readonly subtotal?: number | null
    /** What the customer pays, everything included. Such as `7900`. */
    readonly total?: number | null
    /** What the goods bring in, without shipping and tax. Such as `7200`. */
    readonly revenue?: number | null
    /** Cost of shipping; 0 when it is free. Such as `500`. */
    readonly shipping?: number | null
    /** Tax in all. Such as `576`. */
    readonly tax?: number | null
    /** Taken off in all. Such as `800`. */
    readonly discount?: number | null
    /** Coupon that applies to the whole order. Such as `NEWTEA`. */
    readonly coupon?: string | null
    /** ISO 4217 code of the amounts on this event. Such as `JPY`. */
    readonly currency?: string | null
    /** What was ordered. */
    readonly products?: readonly {
      /** The shop's own id of the product. Such as `tea-0107`. */
      readonly product_id?: string | null
      /** The article number that a warehouse or a customer would quote. Such as `KT-SEN-100`. */
      readonly sku?: string | null
      /** Where the product is filed in the shop. Such as `Sencha`. */
      readonly category?: string | null
      /** What the product is called, as the customer saw it. Such as `Kettle`. */
      readonly name?: string | null
      /** The maker's name. Such as `Kotori`. */
      readonly brand?: string | null
      /** The chosen size, colour or packing. Such as `100 g`. */
      readonly variant?: string | null
      /** Price of one piece. Such as `1200`. */
      readonly price?: number | null
      /** How many pieces. Such as `2`. */
      readonly quantity?: number | null
      /** Coupon that applies to this product. Such as `NEWTEA`. */
      readonly coupon?: string | null
      /** Its place in the list that was shown, from 1. Such as `3`. */
      readonly position?: number | null
      /** The product's page. Such as `https://example.jp/tea/0107`. */
      readonly url?: string | null
      /** A picture of the product. Such as `https://example.jp/tea/0107.jpg`. */
      readonly image_url?: string | null
    }[] | null
  }
  /** The money for an order was given back, in whole or in part. */
  readonly 'Order Refunded': {
    /** The order. Such as `o-1001`. */
    readonly order_id?: string | null
    /** What was given back. Such as `7900`. */
    readonly total?: number | null
    /** ISO 4217 code of the amounts on this event. Such as `JPY`. */
    readonly currency?: string | null
    /** What it was given back for. */
    readonly products?: readonly {
      /** The shop's own id of the product. Such as `tea-0107`. */
      readonly product_id?: string | null
      /** The article number that a warehouse or a customer would quote. Such as `KT-SEN-100`. */
      readonly sku?: string | null
      /** Where the product is filed in the shop. Such as `Sencha`. */
      readonly category?: string | null
      /** What the product is called, as the customer saw it. Such as `Kettle`. */
      readonly name?: string | null
      /** The maker's name. Such as `Kotori`. */
      readonly brand?: string | null
      /** The chosen size, colour or packing. Such as `100 g`. */
      readonly variant?: string | null
      /** Price of one piece. Such as `1200`. */
      readonly price?: number | null
      /** How many pieces. Such as `2`. */
      readonly quantity?: number | null
      /** Coupon that applies to this product. Such as `NEWTEA`. */
      readonly coupon?: string | null
      /** Its place in the list that was shown, from 1. Such as `3`. */
      readonly position?: number | null
      /** The product's page. Such as `https://example.jp/tea/0107`. */
      readonly url?: string | null
      /** A picture of the product. Such as `https://example.jp/tea/0107.jpg`. */
      readonly image_url?: string | null
    }[] | null
  }
  /** An order was changed. */
  readonly 'Order Updated': {
    /** The order. Such as `o-1001`. */
    readonly order_id?: string | null
    /** Which shop or market place took the order. Such as `Online shop`. */
    readonly affiliation?: string | null
    /** What the customer pays, everything included. Such as `7900`. */
    readonly total?: number | null
    /** What the goods bring in, without shipping and tax. Such as `7200`. */
    readonly revenue?: number | null
    /** Cost of shipping; 0 when it is free. Such as `500`. */
    readonly shipping?: number | null
    /** Tax in all. Such as `576`. */
    readonly tax?: number | null
    /** Taken off in all. Such as `800`. */
    readonly discount?: number | null
    /** Coupon that applies to the whole order. Such as `NEWTEA`. */
    readonly coupon?: string | null
    /** ISO 4217 code of the amounts on this event. Such as `JPY`. */
    readonly currency?: string | null
    /** What the order holds now. */
    readonly products?: readonly {
      /** The shop's own id of the product. Such as `tea-0107`. */
      readonly product_id?: string | null
      /** The article number that a warehouse or a customer would quote. Such as `KT-SEN-100`. */
      readonly sku?: string | null
      /** Where the product is filed in the shop. Such as `Sencha`. */
      readonly category?: string | null
      /** What the product is called, as the customer saw it. Such as `Kettle`. */
      readonly name?: string | null
      /** The maker's name. Such as `Kotori`. */
      readonly brand?: string | null
      /** The chosen size, colour or packing. Such as `100 g`. */
      readonly variant?: string | null
      /** Price of one piece. Such as `1200`. */
      readonly price?: number | null
      /** How many pieces. Such as `2`. */
      readonly quantity?: number | null
      /** Coupon that applies to this product. Such as `NEWTEA`. */
      readonly coupon?: string | null
      /** Its place in the list that was shown, from 1. Such as `3`. */
      readonly position?: number | null
      /** The product's page. Such as `https://example.jp/tea/0107`. */
      readonly url?: string | null
      /** A picture of the product. Such as `https://example.jp/tea/0107.jpg`. */
      readonly image_url?: string | null
    }[] | null
  }
  /** A page was looked at. Dropped by default: nothing here reads it. */
  readonly 'Page Viewed': {
    /** The page's name. Such as `Home`. */
    readonly name?: string | null
    /** The page's category. Such as `Shop`. */
    readonly category?: string | null
    /** Its title. Such as `Kotori Tea`. */
    readonly title?: string | null
    /** Its address. Such as `https://example.jp/`. */
    readonly url?: string | null
    /** Its path. Such as `/`. */
    readonly path?: string | null
    /** Where the customer came from. Such as `https://example.com/`. */
    readonly referrer?: string | null
    /** The query part of the address. Such as `?q=tea`. */
    readonly search?: string | null
  }
  /** An attempt to pay did not succeed. */
  readonly 'Payment Failed': {
    /** The order that is paid. Such as `o-1001`. */
    readonly order_id?: string | null
    /** The invoice that is paid, where there is no order. Such as `i-2001`. */
    readonly invoice_id?: string | null
    /** The amount. Such as `7900`. */
    readonly amount?: number | null
    /** ISO 4217 code of the amounts on this event. Such as `JPY`. */
    readonly currency?: string | null
    /** Why, as one word: declined, expired, insufficient_funds, authentication or other. Such as `declined`. */
    readonly reason?: string | null
    /** false where the payment provider has confirmed that nothing was charged. Such as `false`. */
    readonly charged?: boolean | null
    /** Until when the goods are set aside for this customer. Such as `2026-11-23T20:00:00+09:00`. */
    readonly reserved_until?: DateText | null
    /** Where this payment can be made. Such as `https://example.jp/pay/o-1001`. */
    readonly payment_url?: string | null
  }
  /** The means of payment was filled in. */
  readonly 'Payment Info Entered': {
    /** One pass through the checkout. Such as `ch-1001`. */
    readonly checkout_id?: string | null
    /** The order. Such as `o-1001`. */
    readonly order_id?: string | null
    /** Which step of the checkout, from 1. Such as `2`. */
    readonly step?: number | null
    /** How the customer wants it sent. Such as `Takuhai`. */
    readonly shipping_method?: string | null
    /** How the customer wants to pay. Such as `Card`. */
    readonly payment_method?: string | null
  }
  /** The customer was asked to pay by a certain time. */
  readonly 'Payment Requested': {
    /** The order that is paid. Such as `o-1001`. */
    readonly order_id?: string | null
    /** The invoice that is paid, where there is no order. Such as `i-2001`. */
    readonly invoice_id?: string | null
    /** The amount. Such as `7900`. */
    readonly amount?: number | null
    /** ISO 4217 code of the amounts on this event. Such as `JPY`. */
    readonly currency?: string | null
    /** The deadline. Such as `2026-11-23T20:00:00+09:00`. */
    readonly pay_by?: DateText | null
    /** How, as one word: card, konbini, bank or other. Such as `konbini`. */
    readonly method?: string | null
    /** Where this payment can be made. Such as `https://example.jp/pay/o-1001`. */
    readonly payment_url?: string | null
  }
  /** A payment arrived. */
  readonly 'Payment Succeeded': {
    /** The order that is paid. Such as `o-1001`. */
    readonly order_id?: string | null
    /** The invoice that is paid, where there is no order. Such as `i-2001`. */
    readonly invoice_id?: string | null
    /** The amount. Such as `7900`. */
    readonly amount?: number | null
    /** ISO 4217 code of the amounts on this event. Such as `JPY`. */
    readonly currency?: string | null
    /** What it was for, in a word. Such as `order`. */
    readonly reason?: string | null
  }
  /** A product was put into the cart. */
  readonly 'Product Added': {
    /** The cart; the same id as on its other events. Such as `c-1001`. */
    readonly cart_id?: string | null
    /** The shop's own id of the product. Such as `tea-0107`. */
    readonly product_id?: string | null
    /** The article number that a warehouse or a customer would quote. Such as `KT-SEN-100`. */
    readonly sku?: string | null
    /** Where the product is filed in the shop. Such as `Sencha`. */
    readonly category?: string | null
    /** What the product is called, as the customer saw it. Such as `Kettle`. */
    readonly name?: string | null
    /** The maker's name. Such as `Kotori`. */
    readonly brand?: string | null
    /** The chosen size, colour or packing. Such as `100 g`. */
    readonly variant?: string | null
    /** Price of one piece. Such as `1200`. */
    readonly price?: number | null
    /** How many pieces. Such as `2`. */
    readonly quantity?: number | null
    /** Coupon that applies to this product. Such as `NEWTEA`. */
    readonly coupon?: string | null
    /** Its place in the list that was shown, from 1. Such as `3`. */
    readonly position?: number | null
    /** The product's page. Such as `https://example.jp/tea/0107`. */
    readonly url?: string | null
    /** A picture of the product. Such as `https://example.jp/tea/0107.jpg`. */
    readonly image_url?: string | null
    /** ISO 4217 code of the amounts on this event. Such as `JPY`. */
    readonly currency?: string | null
  }
  /** A product was put on a wish list. */
  readonly 'Product Added to Wishlist': {
    /** The wish list. Such as `w-12`. */
    readonly wishlist_id?: string | null
    /** What the customer called the list. Such as `For mother`. */
    readonly wishlist_name?: string | null
    /** The shop's own id of the product. Such as `tea-0107`. */
    readonly product_id?: string | null
    /** The article number that a warehouse or a customer would quote. Such as `KT-SEN-100`. */
    readonly sku?: string | null
    /** Where the product is filed in the shop. Such as `Sencha`. */
    readonly category?: string | null
    /** What the product is called, as the customer saw it. Such as `Kettle`. */
    readonly name?: string | null
    /** The maker's name. Such as `Kotori`. */
    readonly brand?: string | null
    /** The chosen size, colour or packing. Such as `100 g`. */
    readonly variant?: string | null
    /** Price of one piece. Such as `1200`. */
    readonly price?: number | null
    /** How many pieces. Such as `2`. */
    readonly quantity?: number | null
    /** Coupon that applies to this product. Such as `NEWTEA`. */
    readonly coupon?: string | null
    /** Its place in the list that was shown, from 1. Such as `3`. */
    readonly position?: number | null
    /** The product's page. Such as `https://example.jp/tea/0107`. */
    readonly url?: string | null
    /** A picture of the product. Such as `https://example.jp/tea/0107.jpg`. */
    readonly image_url?: string | null
  }
  /** A product in a list was chosen. */
  readonly 'Product Clicked': {
    /** The shop's own id of the product. Such as `tea-0107`. */
    readonly product_id?: string | null
    /** The article number that a warehouse or a customer would quote. Such as `KT-SEN-100`. */
    readonly sku?: string | null
    /** Where the product is filed in the shop. Such as `Sencha`. */
    readonly category?: string | null
    /** What the product is called, as the customer saw it. Such as `Kettle`. */
    readonly name?: string | null
    /** The maker's name. Such as `Kotori`. */
    readonly brand?: string | null
    /** The chosen size, colour or packing. Such as `100 g`. */
    readonly variant?: string | null
    /** Price of one piece. Such as `1200`. */
    readonly price?: number | null
    /** How many pieces. Such as `2`. */
    readonly quantity?: number | null
    /** Coupon that applies to this product. Such as `NEWTEA`. */
    readonly coupon?: string | null
    /** Its place in the list that was shown, from 1. Such as `3`. */
    readonly position?: number | null
    /** The product's page. Such as `https://example.jp/tea/0107`. */
    readonly url?: string | null
    /** A picture of the product. Such as `https://example.jp/tea/0107.jpg`. */
    readonly image_url?: string | null
  }
  /** A list or category of products was narrowed down or sorted. */
  readonly 'Product List Filtered': {
    /** The list. Such as `autumn`. */
    readonly list_id?: string | null
    /** The category. Such as `Hojicha`. */
    readonly category?: string | null
    /** The filters that were set. */
    readonly filters?: readonly {
      /** What is filtered by. Such as `price`. */
      readonly type?: string | null
      /** The chosen value. Such as `under-2000`. */
      readonly value?: string | null
    }[] | null
    /** The order that was chosen. */
    readonly sorts?: readonly {
      /** What is sorted by. Such as `price`. */
      readonly type?: string | null
      /** Which way: asc or desc. Such as `asc`. */
      readonly value?: string | null
    }[] | null
    /** The products that were shown. */
    readonly products?: readonly {
      /** The shop's own id of the product. Such as `tea-0107`. */
      readonly product_id?: string | null
      /** The article number that a warehouse or a customer would quote. Such as `KT-SEN-100`. */
      readonly sku?: string | null
      /** Where the product is filed in the shop. Such as `Sencha`. */
      readonly category?: string | null
      /** What the product is called, as the customer saw it. Such as `Kettle`. */
      readonly name?: string | null
      /** The maker's name. Such as `Kotori`. */
      readonly brand?: string | null
      /** The chosen size, colour or packing. Such as `100 g`. */
      readonly variant?: string | null
      /** Price of one piece. Such as `1200`. */
      readonly price?: number | null
      /** How many pieces. Such as `2`. */
      readonly quantity?: number | null
      /** Coupon that applies to this product. Such as `NEWTEA`. */
      readonly coupon?: string | null
      /** Its place in the list that was shown, from 1. Such as `3`. */
      readonly position?: number | null
      /** The product's page. Such as `https://example.jp/tea/0107`. */
      readonly url?: string | null
      /** A picture of the product. Such as `https://example.jp/tea/0107.jpg`. */
      readonly image_url?: string | null
    }[] | null
  }
  /** A list or category of products was looked at. */
  readonly 'Product List Viewed': {
    /** The list. Such as `autumn`. */
    readonly list_id?: string | null
    /** The category. Such as `Hojicha`. */
    readonly category?: string | null
    /** The products that were shown. */
    readonly products?: readonly {
      /** The shop's own id of the product. Such as `tea-0107`. */
      readonly product_id?: string | null
      /** The article number that a warehouse or a customer would quote. Such as `KT-SEN-100`. */
      readonly sku?: string | null
      /** Where the product is filed in the shop. Such as `Sencha`. */
      readonly category?: string | null
      /** What the product is called, as the customer saw it. Such as `Kettle`. */
      readonly name?: string | null
      /** The maker's name. Such as `Kotori`. */
      readonly brand?: string | null
      /** The chosen size, colour or packing. Such as `100 g`. */
      readonly variant?: string | null
      /** Price of one piece. Such as `1200`. */
      readonly price?: number | null
      /** How many pieces. Such as `2`. */
      readonly quantity?: number | null
      /** Coupon that applies to this product. Such as `NEWTEA`. */
      readonly coupon?: string | null
      /** Its place in the list that was shown, from 1. Such as `3`. */
      readonly position?: number | null
      /** The product's page. Such as `https://example.jp/tea/0107`. */
      readonly url?: string | null
      /** A picture of the product. Such as `https://example.jp/tea/0107.jpg`. */
      readonly image_url?: string | null
    }[] | null
  }
  /** A product was taken out of the cart. */
  readonly 'Product Removed': {
    /** The cart; the same id as on its other events. Such as `c-1001`. */
    readonly cart_id?: string | null
    /** The shop's own id of the product. Such as `tea-0107`. */
    readonly product_id?: string | null
    /** The article number that a warehouse or a customer would quote. Such as `KT-SEN-100`. */
    readonly sku?: string | null
    /** Where the product is filed in the shop. Such as `Sencha`. */
    readonly category?: string | null
    /** What the product is called, as the customer saw it. Such as `Kettle`. */
    readonly name?: string | null
    /** The maker's name. Such as `Kotori`. */
    readonly brand?: string | null
    /** The chosen size, colour or packing. Such as `100 g`. */
    readonly variant?: string | null
    /** Price of one piece. Such as `1200`. */
    readonly price?: number | null
    /** How many pieces. Such as `2`. */
    readonly quantity?: number | null
    /** Coupon that applies to this product. Such as `NEWTEA`. */
    readonly coupon?: string | null
    /** Its place in the list that was shown, from 1. Such as `3`. */
    readonly position?: number | null
    /** The product's page. Such as `https://example.jp/tea/0107`. */
    readonly url?: string | null
    /** A picture of the product. Such as `https://example.jp/tea/0107.jpg`. */
    readonly image_url?: string | null
    /** ISO 4217 code of the amounts on this event. Such as `JPY`. */
    readonly currency?: string | null
  }
  /** A product was taken off a wish list. */
  readonly 'Product Removed from Wishlist': {
    /** The wish list. Such as `w-12`. */
    readonly wishlist_id?: string | null
    /** What the customer called the list. Such as `For mother`. */
    readonly wishlist_name?: string | null
    /** The shop's own id of the product. Such as `tea-0107`. */
    readonly product_id?: string | null
    /** The article number that a warehouse or a customer would quote. Such as `KT-SEN-100`. */
    readonly sku?: string | null
    /** Where the product is filed in the shop. Such as `Sencha`. */
    readonly category?: string | null
    /** What the product is called, as the customer saw it. Such as `Kettle`. */
    readonly name?: string | null
    /** The maker's name. Such as `Kotori`. */
    readonly brand?: string | null
    /** The chosen size, colour or packing. Such as `100 g`. */
    readonly variant?: string | null
    /** Price of one piece. Such as `1200`. */
    readonly price?: number | null
    /** How many pieces. Such as `2`. */
    readonly quantity?: number | null
    /** Coupon that applies to this product. Such as `NEWTEA`. */
    readonly coupon?: string | null
    /** Its place in the list that was shown, from 1. Such as `3`. */
    readonly position?: number | null
    /** The product's page. Such as `https://example.jp/tea/0107`. */
    readonly url?: string | null
    /** A picture of the product. Such as `https://example.jp/tea/0107.jpg`. */
    readonly image_url?: string | null
  }
  /** The customer gave an opinion on a product. */
  readonly 'Product Reviewed': {
    /** The shop's own id of the product. Such as `tea-0107`. */
    readonly product_id?: string | null
    /** The review. Such as `r-9`. */
    readonly review_id?: string | null
    /** What was written. Such as `A gentle tea for the evening.`. */
    readonly review_body?: string | null
    /** The mark given, as the shop counts it. Such as `5`. */
    readonly rating?: string | null
  }
  /** A product was shown to somebody else. */
  readonly 'Product Shared': {
    /** How it was passed on. Such as `email`. */
    readonly share_via?: string | null
    /** What the customer wrote with it. Such as `Look at this one`. */
    readonly share_message?: string | null
    /** Whom it was sent to. Such as `friend@example.com`. */
    readonly recipient?: string | null
    /** The shop's own id of the product. Such as `tea-0107`. */
    readonly product_id?: string | null
    /** The article number that a warehouse or a customer would quote. Such as `KT-SEN-100`. */
    readonly sku?: string | null
    /** Where the product is filed in the shop. Such as `Sencha`. */
    readonly category?: string | null
    /** What the product is called, as the customer saw it. Such as `Kettle`. */
    readonly name?: string | null
    /** The maker's name. Such as `Kotori`. */
    readonly brand?: string | null
    /** The chosen size, colour or packing. Such as `100 g`. */
    readonly variant?: string | null
    /** Price of one piece. Such as `1200`. */
    readonly price?: number | null
    /** How many pieces. Such as `2`. */
    readonly quantity?: number | null
    /** Coupon that applies to this product. Such as `NEWTEA`. */
    readonly coupon?: string | null
    /** Its place in the list that was shown, from 1. Such as `3`. */
    readonly position?: number | null
    /** The product's page. Such as `https://example.jp/tea/0107`. */
    readonly url?: string | null
    /** A picture of the product. Such as `https://example.jp/tea/0107.jpg`. */
    readonly image_url?: string | null
  }
  /** A product's page was looked at. */
  readonly 'Product Viewed': {
    /** The shop's own id of the product. Such as `tea-0107`. */
    readonly product_id?: string | null
    /** The article number that a warehouse or a customer would quote. Such as `KT-SEN-100`. */
    readonly sku?: string | null
    /** Where the product is filed in the shop. Such as `Sencha`. */
    readonly category?: string | null
    /** What the product is called, as the customer saw it. Such as `Kettle`. */
    readonly name?: string | null
    /** The maker's name. Such as `Kotori`. */
    readonly brand?: string | null
    /** The chosen size, colour or packing. Such as `100 g`. */
    readonly variant?: string | null
    /** Price of one piece. Such as `1200`. */
    readonly price?: number | null
    /** How many pieces. Such as `2`. */
    readonly quantity?: number | null
    /** Coupon that applies to this product. Such as `NEWTEA`. */
    readonly coupon?: string | null
    /** Its place in the list that was shown, from 1. Such as `3`. */
    readonly position?: number | null
    /** The product's page. Such as `https://example.jp/tea/0107`. */
    readonly url?: string | null
    /** A picture of the product. Such as `https://example.jp/tea/0107.jpg`. */
    readonly image_url?: string | null
    /** ISO 4217 code of the amounts on this event. Such as `JPY`. */
    readonly currency?: string | null
    /** Price times quantity. Such as `2400`. */
    readonly value?: number | null
  }
  /** The customer searched the shop. */
  readonly 'Products Searched': {
    /** What was searched for. Such as `roasted green tea`. */
    readonly query?: string | null
  }
  /** An offer inside the shop was followed. */
  readonly 'Promotion Clicked': {
    /** The promotion. Such as `promo-7`. */
    readonly promotion_id?: string | null
    /** Which picture or wording was shown. Such as `banner-leaf`. */
    readonly creative?: string | null
    /** The promotion's name. Such as `First harvest`. */
    readonly name?: string | null
    /** Where on the page it stood. Such as `home-top`. */
    readonly position?: string | null
  }
  /** An offer inside the shop was shown. */
  readonly 'Promotion Viewed': {
    /** The promotion. Such as `promo-7`. */
    readonly promotion_id?: string | null
    /** Which picture or wording was shown. Such as `banner-leaf`. */
    readonly creative?: string | null
    /** The promotion's name. Such as `First harvest`. */
    readonly name?: string | null
    /** Where on the page it stood. Such as `home-top`. */
    readonly position?: string | null
  }
  /** The customer was told that money will come back by a certain date. */
  readonly 'Refund Promised': {
    /** The order. Such as `o-1001`. */
    readonly order_id?: string | null
    /** The refund. Such as `rf-31`. */
    readonly refund_id?: string | null
    /** How much. Such as `7900`. */
    readonly amount?: number | null
    /** ISO 4217 code of the amounts on this event. Such as `JPY`. */
    readonly currency?: string | null
    /** By when, as told. This makes the `refund` promise. Such as `2026-11-25`. */
    readonly refund_by?: DateText | null
  }
  /** The customer wants to send something back. */
  readonly 'Return Requested': {
    /** The order. Such as `o-1001`. */
    readonly order_id?: string | null
    /** The return. Such as `rt-8`. */
    readonly return_id?: string | null
    /** Why. Such as `too strong`. */
    readonly reason?: string | null
    /** What comes back. */
    readonly products?: readonly {
      /** The shop's own id of the product. Such as `tea-0107`. */
      readonly product_id?: string | null
      /** The article number that a warehouse or a customer would quote. Such as `KT-SEN-100`. */
      readonly sku?: string | null
      /** Where the product is filed in the shop. Such as `Sencha`. */
      readonly category?: string | null
      /** What the product is called, as the customer saw it. Such as `Kettle`. */
      readonly name?: string | null
      /** The maker's name. Such as `Kotori`. */
      readonly brand?: string | null
      /** The chosen size, colour or packing. Such as `100 g`. */
      readonly variant?: string | null
      /** Price of one piece. Such as `1200`. */
      readonly price?: number | null
      /** How many pieces. Such as `2`. */
      readonly quantity?: number | null
      /** Coupon that applies to this product. Such as `NEWTEA`. */
      readonly coupon?: string | null
      /** Its place in the list that was shown, from 1. Such as `3`. */
      readonly position?: number | null
      /** The product's page. Such as `https://example.jp/tea/0107`. */
      readonly url?: string | null
      /** A picture of the product. Such as `https://example.jp/tea/0107.jpg`. */
      readonly image_url?: string | null
    }[] | null
  }
  /** The carrier or the warehouse expects a parcel later than told. */
  readonly 'Shipment Delayed': {
    /** The order that the parcel belongs to. Such as `o-1001`. */
    readonly order_id?: string | null
    /** The parcel. An order may have several. Such as `s-1`. */
    readonly shipment_id?: string | null
    /** Who carries it. Such as `Yamato`. */
    readonly carrier?: string | null
    /** The date or time that the customer was told. Such as `2026-11-22`. */
    readonly promised_at?: DateText | null
    /** When it is expected now. Such as `2026-11-24`. */
    readonly estimated_at?: DateText | null
    /** Where the customer can follow the parcel. Such as `https://example.jp/track/s-1`. */
    readonly tracking_url?: string | null
    /** Why, as one word: weather, carrier, warehouse, customs, address or other. Such as `weather`. */
    readonly reason?: string | null
  }
  /** A parcel reached the customer. */
  readonly 'Shipment Delivered': {
    /** The order that the parcel belongs to. Such as `o-1001`. */
    readonly order_id?: string | null
    /** The parcel. An order may have several. Such as `s-1`. */
    readonly shipment_id?: string | null
    /** Who carries it. Such as `Yamato`. */
    readonly carrier?: string | null
    /** The date or time that the customer was told. Such as `2026-11-22`. */
    readonly promised_at?: DateText | null
    /** When it is expected now. Such as `2026-11-24`. */
    readonly estimated_at?: DateText | null
    /** Where the customer can follow the parcel. Such as `https://example.jp/track/s-1`. */
    readonly tracking_url?: string | null
  }
  /** A parcel was handed to the carrier. */
  readonly 'Shipment Dispatched': {
    /** The order that the parcel belongs to. Such as `o-1001`. */
    readonly order_id?: string | null
    /** The parcel. An order may have several. Such as `s-1`. */
    readonly shipment_id?: string | null
    /** Who carries it. Such as `Yamato`. */
    readonly carrier?: string | null
    /** The date or time that the customer was told. Such as `2026-11-22`. */
    readonly promised_at?: DateText | null
    /** When it is expected now. Such as `2026-11-24`. */
    readonly estimated_at?: DateText | null
    /** Where the customer can follow the parcel. Such as `https://example.jp/track/s-1`. */
    readonly tracking_url?: string | null
  }
  /** A parcel is on the last van. */
  readonly 'Shipment Out for Delivery': {
    /** The order that the parcel belongs to. Such as `o-1001`. */
    readonly order_id?: string | null
    /** The parcel. An order may have several. Such as `s-1`. */
    readonly shipment_id?: string | null
    /** Who carries it. Such as `Yamato`. */
    readonly carrier?: string | null
    /** The date or time that the customer was told. Such as `2026-11-22`. */
    readonly promised_at?: DateText | null
    /** When it is expected now. Such as `2026-11-24`. */
    readonly estimated_at?: DateText | null
    /** Where the customer can follow the parcel. Such as `https://example.jp/track/s-1`. */
    readonly tracking_url?: string | null
  }
  /** The customer answered a question of ours. */
  readonly 'Survey Answered': {
    /** The survey, as on its link. Such as `o-1001`. */
    readonly survey_id?: string | null
    /** The mark given, from 1 (bad) to 5 (good). Such as `4`. */
    readonly score?: number | null
    /** What they added in words. Such as `It came, thank you.`. */
    readonly comment?: string | null
  }
  /** The customer wants no more questions of this kind. */
  readonly 'Survey Declined': {
    /** The survey in whose mail they said so, as on its link. Such as `o-1001`. */
    readonly survey_id?: string | null
  }
  /** We asked the customer a question. Left by our own workflow, so that nobody is asked too often. */
  readonly 'Survey Requested': {
    /** The survey. Such as `o-1001`. */
    readonly survey_id?: string | null
  }
  /** The customer asked for help or complained. */
  readonly 'Ticket Opened': {
    /** The ticket. Such as `t-501`. */
    readonly ticket_id?: string | null
    /** The order it is about, if any. Such as `o-1001`. */
    readonly order_id?: string | null
    /** The subject as the customer put it. Such as `Where is my parcel?`. */
    readonly subject?: string | null
    /** How they wrote: email, phone, chat, form. Such as `email`. */
    readonly channel?: string | null
    /** By when they were told to have an answer. This makes the `reply` promise. Such as `2026-11-22T18:00:00+09:00`. */
    readonly reply_by?: DateText | null
  }
  /** What the customer asked for was settled. */
  readonly 'Ticket Solved': {
    /** The ticket. Such as `t-501`. */
    readonly ticket_id?: string | null
    /** The order it is about, if any. Such as `o-1001`. */
    readonly order_id?: string | null
    /** The subject as the customer put it. Such as `Where is my parcel?`. */
    readonly subject?: string | null
    /** How they wrote: email, phone, chat, form. Such as `email`. */
    readonly channel?: string | null
  }
  /** The customer no longer wants messages of a kind. */
  readonly 'Unsubscribed': {
    /** The topic of settings that it is about; all marketing where there is none. Such as `shopping`. */
    readonly topic?: string | null
    /** The message. Such as `m-77`. */
    readonly email_id?: string | null
    /** Its subject. Such as `Your cart is kept`. */
    readonly email_subject?: string | null
    /** The campaign or workflow it belonged to. Such as `cart-abandonment`. */
    readonly campaign_id?: string | null
    /** Its name. Such as `Cart abandonment`. */
    readonly campaign_name?: string | null
    /** The list or topic. Such as `shopping`. */
    readonly list_id?: string | null
    /** Its name. Such as `Shopping`. */
    readonly list_name?: string | null
  }
  /** A product went from a wish list into the cart. */
  readonly 'Wishlist Product Added to Cart': {
    /** The wish list. Such as `w-12`. */
    readonly wishlist_id?: string | null
    /** What the customer called the list. Such as `For mother`. */
    readonly wishlist_name?: string | null
    /** The cart; the same id as on its other events. Such as `c-1001`. */
    readonly cart_id?: string | null
    /** The shop's own id of the product. Such as `tea-0107`. */
    readonly product_id?: string | null
    /** The article number that a warehouse or a customer would quote. Such as `KT-SEN-100`. */
    readonly sku?: string | null
    /** Where the product is filed in the shop. Such as `Sencha`. */
    readonly category?: string | null
    /** What the product is called, as the customer saw it. Such as `Kettle`. */
    readonly name?: string | null
    /** The maker's name. Such as `Kotori`. */
    readonly brand?: string | null
    /** The chosen size, colour or packing. Such as `100 g`. */
    readonly variant?: string | null
    /** Price of one piece. Such as `1200`. */
    readonly price?: number | null
    /** How many pieces. Such as `2`. */
    readonly quantity?: number | null
    /** Coupon that applies to this product. Such as `NEWTEA`. */
    readonly coupon?: string | null
    /** Its place in the list that was shown, from 1. Such as `3`. */
    readonly position?: number | null
    /** The product's page. Such as `https://example.jp/tea/0107`. */
    readonly url?: string | null
    /** A picture of the product. Such as `https://example.jp/tea/0107.jpg`. */
    readonly image_url?: string | null
  }
}
export type EventName = keyof Events
/** What customers say yes or no to; `marketing` is all of it. */
export type Topic = 'shopping' | 'letter' | 'marketing'
/** What is known of a customer. A null takes a trait away. Traits of your own are declared in settings.yaml. */
export interface Traits {
  /** What they said yes or no to. Without a yes no marketing is sent. */
  readonly consent?: { readonly [topic in Topic]?: 'granted' | 'denied' }
  readonly address?: { readonly [member: string]: unknown } | null
  readonly age?: number | null
  readonly avatar?: string | null
  readonly birthday?: DateText | null
  readonly company?: { readonly [member: string]: unknown } | null
  readonly country?: string | null
  readonly createdAt?: DateText | null
  readonly description?: string | null
  readonly email?: string | null
  readonly firstName?: string | null
  readonly gender?: string | null
  readonly id?: string | null
  readonly lastName?: string | null
  readonly locale?: string | null
  readonly name?: string | null
  readonly phone?: string | null
  readonly preferred_channel?: string | null
  readonly timezone?: string | null
  readonly title?: string | null
  readonly username?: string | null
  readonly website?: string | null
}

/** Who an event is about: a user of your own, a device before it is known whose it is, or both: then they are one person. */
export type Who =
  | { readonly userId: string; readonly anonymousId?: string }
  | { readonly userId?: undefined; readonly anonymousId: string }

/** What is the same for every event. */
export type Envelope = Who & {
  /** The same id twice has the effect of once. Left out, it is derived from everything else: sending again is harmless. */
  readonly messageId?: string
  /** When it happened; now where left out. */
  readonly timestamp?: Date | string
  /** Hints that speak only where the profile says nothing. */
  readonly context?: { readonly locale?: string; readonly timezone?: string; readonly [other: string]: unknown }
}

/** Something that happened to somebody. */
export type Happened = { readonly [Name in EventName]: { readonly event: Name; readonly properties: Events[Name] } }[EventName]
/** What is known of somebody, their consent included. */
export interface Identify {
  readonly event: 'identify'
  readonly traits: Traits
}
export type Emitted = Envelope & (Happened | Identify)

/** An event that was not taken: mend it, or send it again where the code says that it may help. */
export interface Refused {
  readonly emitted: Emitted
  readonly code: string
  readonly message: string
}

/** Anything that sends commands as the EventBridge client does. */
export interface Sender {
  send(command: PutEventsCommand): Promise<PutEventsCommandOutput>
}

export interface EmitterOptions {
  readonly client: Sender
  /** Who says so, such as "shop". */
  readonly source: string
  /** Name or ARN of the bus; the local host needs none. */
  readonly bus?: string
  /** Waits between attempts; for tests. */
  readonly pause?: (ms: number) => Promise<void>
}

interface Entry {
  readonly emitted: Emitted
  readonly request: PutEventsRequestEntry
  readonly bytes: number
}

/** PutEvents takes ten entries. 256 KB together are taken in every region, whatever a single event may weigh. */
const MOST_ENTRIES = 10
const MOST_BYTES = 256 * 1024
/** What Beforehand takes of one event. */
const MOST_DETAIL = 200 * 1024
const ATTEMPTS = 3
const AGAIN: ReadonlySet<string> = new Set(['InternalFailure', 'InternalException', 'ThrottlingException'])

/**
 * Sends events, ten at a time, and answers with those that were refused. Throttles are tried again under the same ids. A
 * request that fails as a whole (no network, no permission) refuses the events in it; nothing is thrown.
 */
export function createEmitter(options: EmitterOptions): { emit(...events: readonly Emitted[]): Promise<readonly Refused[]> } {
  return {
    async emit(...events) {
      const now = new Date()
      const entries = events.map((emitted) => entryOf(emitted, options, now))
      const tooLarge = entries.filter(({ request }) => byteLength(request.Detail) > MOST_DETAIL)
      const refused: Refused[] = tooLarge.map(({ emitted }) => ({
        emitted,
        code: 'too-large',
        message: 'an event has at most ' + MOST_DETAIL + ' bytes',
      }))
      for (const batch of batchesOf(entries.filter((entry) => !tooLarge.includes(entry))))
        refused.push(...(await sendBatch(batch, options)))
      return refused
    },
  }
}

/** The id that an event has where it names none: the same content, the same id. */
export function messageIdOf(emitted: Emitted, now: Date = new Date()): string {
  if (emitted.messageId !== undefined) return emitted.messageId
  const { event, userId, anonymousId, timestamp = now } = emitted
  const content = event === 'identify' ? emitted.traits : emitted.properties
  const whole = [event, userId ?? null, anonymousId ?? null, new Date(timestamp).toISOString(), sorted(content)]
  return createHash('sha256').update(JSON.stringify(whole)).digest('base64url').slice(0, 22)
}

/** Members in order: how an object was put together does not change its id. */
function sorted(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, member]) => [name, sorted(member)]),
  )
}

function entryOf(emitted: Emitted, { source, bus }: EmitterOptions, now: Date): Entry {
  const { event, timestamp = now, ...others } = emitted
  const at = new Date(timestamp)
  const detail = { ...others, messageId: messageIdOf(emitted, now), timestamp: at.toISOString() }
  const request = {
    Source: source,
    DetailType: event,
    Detail: JSON.stringify(detail),
    Time: at,
    ...(bus === undefined ? {} : { EventBusName: bus }),
  }
  // As EventBridge counts: 14 bytes for a time, and the UTF-8 bytes of everything else.
  return { emitted, request, bytes: 14 + byteLength(request.Source) + byteLength(request.DetailType) + byteLength(request.Detail) }
}

function batchesOf(entries: readonly Entry[]): readonly (readonly Entry[])[] {
  const batches: Entry[][] = []
  let bytes = 0
  for (const entry of entries) {
    const last = batches.at(-1)
    if (last === undefined || last.length === MOST_ENTRIES || bytes + entry.bytes > MOST_BYTES) {
      batches.push([entry])
      bytes = entry.bytes
    } else {
      last.push(entry)
      bytes += entry.bytes
    }
  }
  return batches
}

async function sendBatch(batch: readonly Entry[], options: EmitterOptions): Promise<readonly Refused[]> {
  const { client, pause = (ms) => new Promise((done) => setTimeout(done, ms)) } = options
  const refused: Refused[] = []
  let left = batch
  for (let attempt = 1; left.length > 0; attempt += 1) {
    const answers = await answersOf(client, left)
    const failed = left.flatMap((entry, place): readonly (Refused & { entry: Entry })[] => {
      const { ErrorCode: code, ErrorMessage: message = '' } = answers[place] ?? {}
      return code === undefined ? [] : [{ entry, emitted: entry.emitted, code, message }]
    })
    const again = attempt < ATTEMPTS ? failed.filter(({ code }) => AGAIN.has(code)) : []
    refused.push(...failed.filter((each) => !again.includes(each)).map(({ entry: _, ...each }) => each))
    left = again.map(({ entry }) => entry)
    if (left.length > 0) await pause(100 * 2 ** attempt)
  }
  return refused
}

type Answer = Pick<NonNullable<PutEventsCommandOutput['Entries']>[number], 'ErrorCode' | 'ErrorMessage'>

async function answersOf(client: Sender, entries: readonly Entry[]): Promise<readonly Answer[]> {
  try {
    const answer = await client.send(new PutEventsCommand({ Entries: entries.map(({ request }) => request) }))
    return answer.Entries ?? []
  } catch (error) {
    const [code, message] = error instanceof Error ? [error.name, error.message] : ['Error', String(error)]
    return entries.map(() => ({ ErrorCode: code, ErrorMessage: message }))
  }
}

const byteLength = (text: string | undefined): number => new TextEncoder().encode(text ?? '').length
