import * as z from 'zod/mini'
import { storedObject } from '#adapters/schema-of.ts'
import { CUSTOMER_CHANNELS, type CustomerChannel } from '#engagement/model/channels.ts'
import type { Suppression, SuppressionStore } from '#stages/ports/suppression-store.ts'
import { addressKey } from './address-key.ts'
import { bodyOf, parseBody } from './item.ts'
import { type Key, keyItem } from './keys.ts'
import { Instant } from './shape.ts'
import { ABSENT, type Table } from './table.ts'

const SuppressionSchema = storedObject<Suppression>()({
  channel: z.enum(CUSTOMER_CHANNELS),
  reason: z.enum(['bounced', 'complained', 'manual']),
  at: Instant,
  evidence: z.string(),
})

/** `SUP#<HMAC of the address>` / channel: no address is stored, none expires. */
export class DynamoDbSuppressions implements SuppressionStore {
  readonly #table: Table
  readonly #secret: string

  constructor(table: Table, secret: string) {
    this.#table = table
    this.#secret = secret
  }

  async find(channel: CustomerChannel, address: string): Promise<Suppression | undefined> {
    const item = await this.#table.get(this.#key(channel, address))
    return item === undefined ? undefined : parseBody(item, SuppressionSchema)
  }

  /** The first evidence stands: the same address suppressed again changes nothing. */
  async add(suppression: Suppression, address: string): Promise<void> {
    await this.#table.put({ ...keyItem(this.#key(suppression.channel, address)), ...bodyOf(suppression) }, ABSENT)
  }

  #key(channel: CustomerChannel, address: string): Key {
    return { PK: `SUP#${addressKey(this.#secret, channel, address)}`, SK: channel }
  }
}
