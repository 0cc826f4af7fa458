import { createHash } from 'node:crypto'
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib'
import { broken, type Item, number, numberIn } from './item.ts'
import { keyItem } from './keys.ts'
import { ABSENT, type Table } from './table.ts'

/** An item holds 400 KB; below that there is room for its other attributes. */
const PART_BYTES = 300_000

export interface Packed {
  readonly bytes: Buffer
  /** SHA-256 of the compressed bytes, base64url. */
  readonly digest: string
}

/** JSON, compressed: published once, read by every cold start. */
export function packed(value: unknown): Packed {
  const json = Buffer.from(JSON.stringify(value))
  const bytes = brotliCompressSync(json, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 7, [constants.BROTLI_PARAM_SIZE_HINT]: json.length },
  })
  return { bytes, digest: createHash('sha256').update(bytes).digest('base64url') }
}

/** Writes the parts under `partition` / `<prefix><n>`; those that are there already are left alone. */
export async function putParts(
  table: Table,
  partition: string,
  prefix: string,
  { bytes, digest }: Packed,
): Promise<void> {
  const count = Math.max(1, Math.ceil(bytes.length / PART_BYTES))
  for (let index = 0; index < count; index++) {
    await table.put(
      {
        ...keyItem({ PK: partition, SK: `${prefix}${String(index).padStart(4, '0')}` }),
        of: number(count),
        digest: { S: digest },
        z: { B: bytes.subarray(index * PART_BYTES, (index + 1) * PART_BYTES) },
      },
      ABSENT,
    )
  }
}

/**
 * What `putParts` wrote; undefined where there is nothing. Throws `broken-item` where a part is missing or is not what
 * was written: the digest stands for a schema of the whole, which only our own compiler writes.
 */
export async function readParts(table: Table, partition: string, prefix: string): Promise<unknown> {
  const items = await table.query(partition, { prefix })
  const first = items[0]
  if (first === undefined) return undefined
  if (items.length !== numberIn(first, 'of')) throw broken(first, `${items.length} parts of ${numberIn(first, 'of')}`)
  const bytes = Buffer.concat(items.map(bytesIn))
  if (createHash('sha256').update(bytes).digest('base64url') !== first['digest']?.S)
    throw broken(first, 'not the bytes that were written')
  return JSON.parse(brotliDecompressSync(bytes).toString())
}

function bytesIn(item: Item): Uint8Array {
  const bytes = item['z']?.B
  if (bytes === undefined) throw broken(item, 'no bytes')
  return bytes
}
