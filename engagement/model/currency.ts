import { closest } from './suggest.ts'

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'))

/** What is wrong with a currency's code; undefined where it is one (ISO 4217). */
export function currencyFault(code: string): { readonly message: string; readonly hint: string } | undefined {
  if (CURRENCIES.has(code)) return undefined
  const near = closest(code, CURRENCIES)
  return {
    message: `\`${code}\` is no currency`,
    hint: near === undefined ? 'A currency is three capital letters, such as `JPY`' : `Did you mean \`${near}\`?`,
  }
}
