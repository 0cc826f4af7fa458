/** What an address is written in; anything else is encoded first. */
const PLAIN = /^[A-Za-z0-9\-._~%!$&'()*+,;=:@/?#[\]]+$/

/**
 * The value of a field that is declared `url`, as a message may show it and lead to it; undefined for anything but an
 * absolute http or https address that names no user (`https://shop.example@evil.example`).
 */
export function readAddress(value: string): string | undefined {
  const text = value.trim()
  if (!/^https?:\/\//i.test(text)) return undefined
  const url = URL.parse(text)
  if (url === null || url.username !== '' || url.password !== '') return undefined
  return PLAIN.test(text) ? text : url.href
}
