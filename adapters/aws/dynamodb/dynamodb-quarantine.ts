import * as z from 'zod/mini'
import { storedObject } from '#adapters/schema-of.ts'
import type { Clock } from '#stages/ports/clock.ts'
import type { Quarantined, QuarantineStore } from '#stages/ports/quarantine-store.ts'
import { bodyOf, type Item, number, parseBody, textIn } from './item.ts'
import { keyItem, keyPart } from './keys.ts'
import { Instant } from './shape.ts'
import { ABSENT, type Table } from './table.ts'
import { ttlAfter } from './ttl.ts'
import { tryParse } from './unreadable.ts'

const DAY = 86_400_000
/** Long enough to be seen, repaired and replayed. */
const KEPT_DAYS = 30
const ttl = ttlAfter(KEPT_DAYS * DAY)

const QuarantinedSchema = storedObject<Quarantined>()({
  id: z.string(),
  at: Instant,
  code: z.string(),
  reason: z.string(),
  place: z.exactOptional(z.string()),
  raw: z.string(),
})

const partition = (at: number): string => `QUA#${new Date(at).toISOString().slice(0, 10)}`

/** `QUA#<date>` / id. */
export class DynamoDbQuarantine implements QuarantineStore {
  readonly #table: Table
  readonly #clock: Clock

  constructor(table: Table, clock: Clock) {
    this.#table = table
    this.#clock = clock
  }

  async add(item: Quarantined): Promise<void> {
    const stored: Item = {
      ...keyItem({ PK: partition(item.at), SK: keyPart(item.id) }),
      ttl: number(ttl(item.at)),
      ...bodyOf(item),
    }
    await this.#table.put(stored, ABSENT)
  }

  /** Newest first, at most 30 days back. */
  async list(limit = 100): Promise<readonly Quarantined[]> {
    const found: Quarantined[] = []
    // One day ahead: a producer's clock may be.
    for (let day = -1; day <= KEPT_DAYS && found.length < limit; day++) {
      const at = this.#clock.now() - day * DAY
      const items = await this.#table.query(partition(at))
      found.push(...items.map((item) => readable(item, at)).sort((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1)))
    }
    return found.slice(0, limit)
  }
}

/** One that does not read is shown as such: it must not hide the others. */
function readable(item: Item, at: number): Quarantined {
  const read = tryParse(item, (each) => parseBody(each, QuarantinedSchema))
  if (read.kind === 'read') return read.value
  return { id: textIn(item, 'SK'), at, code: 'broken-item', reason: read.unreadable.reason, raw: '' }
}
