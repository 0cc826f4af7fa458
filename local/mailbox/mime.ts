/** The readable parts of a raw mail. Enough for what mailers write: multipart, base64, quoted-printable, encoded words. */
export interface ReadMail {
  readonly from: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly headers: { readonly [name: string]: string }
}

interface Entity {
  readonly headers: ReadonlyMap<string, { readonly name: string; readonly value: string }>
  readonly body: string
}

/** Reads an RFC 5322 message whose bytes were decoded as UTF-8. */
export function readMime(raw: string): ReadMail {
  const entity = entityOf(raw.replaceAll('\r\n', '\n'))
  const value = (name: string): string => decodeWords(entity.headers.get(name)?.value ?? '')
  return {
    from: value('from'),
    to: value('to'),
    subject: value('subject'),
    text: find(entity, 'text/plain') ?? '',
    html: find(entity, 'text/html') ?? '',
    headers: Object.fromEntries([...entity.headers.values()].map((header) => [header.name, decodeWords(header.value)])),
  }
}

function entityOf(raw: string): Entity {
  const end = raw.indexOf('\n\n')
  const head = (end === -1 ? raw : raw.slice(0, end)).replaceAll(/\n[ \t]+/g, ' ')
  const headers = new Map<string, { name: string; value: string }>()
  for (const line of head.split('\n')) {
    const colon = line.indexOf(':')
    if (colon > 0)
      headers.set(line.slice(0, colon).toLowerCase(), {
        name: line.slice(0, colon),
        value: line.slice(colon + 1).trim(),
      })
  }
  return { headers, body: end === -1 ? '' : raw.slice(end + 2) }
}

function find(entity: Entity, wanted: 'text/plain' | 'text/html'): string | undefined {
  const type = entity.headers.get('content-type')?.value ?? 'text/plain'
  const boundary = /boundary="?([^";]+)"?/i.exec(type)?.[1]
  if (boundary === undefined) return type.toLowerCase().startsWith(wanted) ? decodeBody(entity) : undefined
  for (const part of entity.body.split(`--${boundary}`).slice(1)) {
    if (part.startsWith('--')) break
    const found = find(entityOf(part.replace(/^\n/, '').replace(/\n$/, '')), wanted)
    if (found !== undefined) return found
  }
  return undefined
}

function decodeBody(entity: Entity): string {
  const encoding = entity.headers.get('content-transfer-encoding')?.value.toLowerCase() ?? '7bit'
  if (encoding === 'base64') return Buffer.from(entity.body, 'base64').toString('utf8')
  if (encoding === 'quoted-printable') return fromQuotedPrintable(entity.body.replaceAll('=\n', ''))
  return entity.body
}

function fromQuotedPrintable(text: string): string {
  return text.replaceAll(/(?:=[0-9A-F]{2})+/gi, (run) => Buffer.from(run.replaceAll('=', ''), 'hex').toString('utf8'))
}

/** `=?UTF-8?B?...?=` and `=?UTF-8?Q?...?=` (RFC 2047); neighbours are joined. */
export function decodeWords(value: string): string {
  return value
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?utf-8\?(b|q)\?([^?]*)\?=/gi, (_, kind: string, text: string) =>
      kind.toLowerCase() === 'b'
        ? Buffer.from(text, 'base64').toString('utf8')
        : fromQuotedPrintable(text.replaceAll('_', ' ')),
    )
}
