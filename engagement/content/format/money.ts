const numberOf = (value: unknown): number | undefined => {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  if (typeof value !== 'string' || !/^-?\d+(?:\.\d+)?$/.test(value.trim())) return undefined
  return Number(value)
}

/** `8,000円`, `$80.00`; `currency` is ISO 4217. Undefined where the amount or the currency is missing or malformed. */
export function formatMoney(amount: unknown, currency: unknown, locale: string): string | undefined {
  const number = numberOf(amount)
  if (number === undefined || typeof currency !== 'string' || !/^[A-Za-z]{3}$/.test(currency)) return undefined
  const code = currency.toUpperCase()
  if (locale === 'ja' && code === 'JPY')
    return `${new Intl.NumberFormat('ja', { maximumFractionDigits: 0 }).format(number)}円`
  return new Intl.NumberFormat(locale, { style: 'currency', currency: code }).format(number)
}

/** `12,345.5`. Undefined where `value` is no number. */
export function formatNumber(value: unknown, locale: string): string | undefined {
  const number = numberOf(value)
  return number === undefined ? undefined : new Intl.NumberFormat(locale, { maximumFractionDigits: 3 }).format(number)
}
