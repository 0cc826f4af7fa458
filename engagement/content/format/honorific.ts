/** How names already end that need no second title. */
const JAPANESE_TITLES = /(?:様|さま|さん|殿|先生)$/

/** Opens a message: `花子様、`, `Hana, `; the empty string where the name is missing. */
export function formatHonorific(name: unknown, locale: string): string {
  if (typeof name !== 'string' || name.trim() === '') return ''
  const plain = name.trim()
  if (locale !== 'ja') return `${plain}, `
  return JAPANESE_TITLES.test(plain) ? `${plain}、` : `${plain}様、`
}

/** A line of its own above a message: `花子様`, `Hello Hana,`; the empty string where the name is missing. */
export function formatSalutation(name: unknown, locale: string): string {
  if (typeof name !== 'string' || name.trim() === '') return ''
  const plain = name.trim()
  if (locale !== 'ja') return `Hello ${plain},`
  return JAPANESE_TITLES.test(plain) ? plain : `${plain}様`
}
