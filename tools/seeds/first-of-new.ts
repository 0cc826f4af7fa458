/** Where new seeds begin: other ones each time, unless BEFOREHAND_SEEDS_FROM says where. What they find is told with its seed. */
export function firstOfNew(): number {
  const from = process.env['BEFOREHAND_SEEDS_FROM']
  if (from === undefined) return Math.floor(Math.random() * 2 ** 31)
  if (!Number.isSafeInteger(Number(from))) throw new Error(`BEFOREHAND_SEEDS_FROM is a whole number, not "${from}"`)
  return Number(from)
}
