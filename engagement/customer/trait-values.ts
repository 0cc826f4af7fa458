import { countryCode } from './country-code.ts'
import type { Json } from './json.ts'
import { readZone, zoneHint } from './read-zone.ts'

/** A value as we keep it, or why it cannot be kept; the reason never quotes the value. */
export type Tidied =
  | { readonly kind: 'kept'; readonly value: Json; readonly warning?: string }
  | { readonly kind: 'dropped'; readonly reason: string; readonly hint?: string }

const kept = (value: Json): Tidied => ({ kind: 'kept', value })
const dropped = (reason: string, hint?: string): Tidied => ({
  kind: 'dropped',
  reason,
  ...(hint === undefined ? {} : { hint }),
})

/** BCP 47: `ja_JP.UTF-8` becomes `ja-JP`. */
export function tidyLocale(value: Json): Tidied {
  if (typeof value !== 'string') return dropped('expected a locale such as ja-JP')
  const written = value.trim().split('.')[0]?.replaceAll('_', '-') ?? ''
  try {
    const [locale] = Intl.getCanonicalLocales(written)
    if (locale === undefined) return dropped('not a locale')
    return isLanguage(locale) ? kept(locale) : dropped('not a language', languageHint(locale))
  } catch (error) {
    if (error instanceof RangeError) return dropped('not a locale')
    throw error
  }
}

let languages: Intl.DisplayNames | undefined

/** `jp` and `english` are well formed, and nobody's language. */
function isLanguage(locale: string): boolean {
  languages ??= new Intl.DisplayNames('en', { type: 'language', fallback: 'none' })
  return languages.of(new Intl.Locale(locale).language) !== undefined
}

/** Whose country is given for its language: `jp` for `ja`. */
function languageHint(locale: string): string {
  const country = countryCode(locale)
  const spoken = country === undefined ? undefined : new Intl.Locale(`und-${country}`).maximize().language
  return spoken === undefined ? 'Write its code, such as ja or en-GB' : `Write \`${spoken}\``
}

/** A zone that can be computed with, in its own spelling. */
export function tidyZone(value: Json): Tidied {
  if (typeof value !== 'string') return dropped('expected a zone such as Asia/Tokyo')
  const zone = readZone(value)
  return zone === undefined ? dropped('not a time zone', zoneHint(value)) : kept(zone)
}

/** ISO 3166-1 alpha-2, from a code or a name. */
export function tidyCountry(value: Json): Tidied {
  const code = typeof value === 'string' ? countryCode(value) : undefined
  return code === undefined ? dropped('not a country') : kept(code)
}

/** Lower case and trimmed; a mailbox and a domain of two labels or more, as RFC 5321 allows without quotes. */
export function tidyEmail(value: Json): Tidied {
  if (typeof value !== 'string') return dropped('expected an e-mail address')
  const address = value.trim().toLowerCase()
  const at = address.lastIndexOf('@')
  const mailbox = address.slice(0, at)
  const labels = address.slice(at + 1).split('.')
  const plausible =
    at > 0 && at <= 64 && address.length <= 254 && isMailbox(mailbox) && labels.length > 1 && labels.every(isLabel)
  return plausible ? kept(address) : dropped('not an e-mail address')
}

const isMailbox = (mailbox: string): boolean =>
  /^[^\s@"(),:;<>[\\\]\p{Cc}]+$/u.test(mailbox) && !/^\.|\.\.|\.$/.test(mailbox)
const isLabel = (label: string): boolean =>
  label.length <= 63 && /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?$/u.test(label)

/** E.164 where the number says its country by `+`; another number is kept as written. */
export function tidyPhone(value: Json): Tidied {
  const written = typeof value === 'number' ? String(value) : value
  if (typeof written !== 'string') return dropped('expected a telephone number')
  const number = written.normalize('NFKC').trim()
  if (!number.startsWith('+')) return { kind: 'kept', value: number, warning: 'no country code: cannot be written to' }
  const digits = number.replace(/\(0\)/g, '').replace(/[\s().\-/‐-―]/g, '')
  return /^\+[1-9]\d{6,14}$/.test(digits) ? kept(digits) : dropped('not a telephone number')
}
