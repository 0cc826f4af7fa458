import type { Settings } from '../model/settings.ts'

/**
 * The locale to write in, one of `available` (those in which the message exists): the customer's own, its language
 * alone (`ja-JP` -> `ja`), another of that language, the fallback. Undefined where the message exists in none of these.
 */
export function chooseLocale(
  wanted: string | undefined,
  settings: Pick<Settings, 'fallbackLocale'>,
  available: readonly string[],
): string | undefined {
  const exact = (locale: string): string | undefined => available.find((one) => same(one, locale))
  const language = wanted === undefined ? undefined : languageOf(wanted)
  const own = wanted === undefined ? undefined : exact(wanted)
  const near =
    language === undefined ? undefined : (exact(language) ?? available.find((one) => languageOf(one) === language))
  return own ?? near ?? exact(settings.fallbackLocale)
}

/** Producers write `ja_JP` as well as `ja-JP`. */
const plain = (locale: string): string => locale.trim().replaceAll('_', '-').toLowerCase()
const same = (a: string, b: string): boolean => plain(a) === plain(b)
const languageOf = (locale: string): string => plain(locale).split('-')[0] ?? ''
