const known = new WeakMap<object, number>()

/** Length as JSON. Parts are values that never change, so each is measured once. */
export function bytesOf(part: object): number {
  const measured = known.get(part)
  if (measured !== undefined) return measured
  const bytes = Buffer.byteLength(JSON.stringify(part))
  known.set(part, bytes)
  return bytes
}
