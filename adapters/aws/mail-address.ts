/**
 * `Name <address>` as SES takes it: a name that is not ASCII in encoded words (RFC 2047), one with special characters in
 * quotes. An address without a name stays as it is.
 */
export function encodeMailbox(mailbox: string): string {
  const parts = /^(.*)<([^<>]+)>\s*$/s.exec(mailbox)
  if (parts === null) return mailbox.trim()
  const name = (parts[1] ?? '')
    .trim()
    .replace(/^"(.*)"$/s, '$1')
    .replace(/[\r\n]+/g, ' ')
  const address = `<${(parts[2] ?? '').trim()}>`
  return name === '' ? address : `${encodeName(name)} ${address}`
}

function encodeName(name: string): string {
  if (/^[\x20-\x7e]*$/.test(name)) return /[()<>@,;:\\".[\]]/.test(name) ? `"${name.replace(/["\\]/g, '\\$&')}"` : name
  return pieces(name)
    .map((piece) => `=?UTF-8?B?${Buffer.from(piece).toString('base64')}?=`)
    .join(' ')
}

/** An encoded word has at most 75 characters: 45 bytes of text; characters are never cut. */
function pieces(name: string): readonly string[] {
  const found: string[] = ['']
  for (const character of name) {
    const open = found.at(-1) ?? ''
    if (Buffer.byteLength(open + character) > 45) found.push(character)
    else found[found.length - 1] = open + character
  }
  return found
}
