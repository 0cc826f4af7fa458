const CODE = /^[a-z]{2}$/i

/** `JP` as its reader calls it: `日本`, `Japan`. What is no code of two letters is a name already and stays as it is. */
export function formatCountry(value: unknown, locale: string): string | undefined {
  if (typeof value !== 'string' || value.trim() === '') return undefined
  const code = value.trim()
  if (!CODE.test(code)) return code
  return namesIn(locale).of(code.toUpperCase()) ?? code
}

/** Making one costs far more than using it. */
const known = new Map<string, Intl.DisplayNames>()

function namesIn(locale: string): Intl.DisplayNames {
  const made = known.get(locale) ?? new Intl.DisplayNames([locale], { type: 'region' })
  known.set(locale, made)
  return made
}
