import { createHash } from 'node:crypto'
import type { Json } from './json.ts'

/** A key is stored many times over, so a longer one stands as its hash: still one key for one value. */
const LONGEST = 256

/** A value as the text that tells things apart; undefined where there is none. */
export function keyText(value: Json | undefined): string | undefined {
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'string' || value === '') return undefined
  return value.length <= LONGEST ? value : `sha256:${createHash('sha256').update(value).digest('base64url')}`
}
