import { brandScope } from '#engagement/content/brand-scope.ts'
import { unescapeHtml } from '#engagement/content/format/escape-html.ts'
import { parseLiquid } from '#engagement/content/liquid/engine.ts'
import { namedOrigins, type OriginsKnown, originOf } from '#engagement/content/liquid/origins.ts'
import { type Visitor, walkTemplates } from '#engagement/content/liquid/walk.ts'
import type { Place, Problem } from '../form/problem.ts'
import type { MessageSource } from './compiled-message.ts'

/**
 * How far an address is written at a place in a template: nothing of it yet, its host (to which more would still
 * belong), or past it. `text`: not in an address.
 */
type Stage = 'start' | 'host' | 'past' | 'text'

const ORDER: readonly Stage[] = ['start', 'host', 'past', 'text']
const earlier = (a: Stage, b: Stage): Stage => (ORDER.indexOf(a) < ORDER.indexOf(b) ? a : b)

const STARTS = /^(?:https?:\/\/|mailto:|tel:)/i

/** Whether a whole address that an author wrote names a host or somebody to write to. */
function leadsSomewhere(address: string): boolean {
  if (/\s/.test(address)) return false
  if (/^mailto:/i.test(address)) return /^mailto:[^@?]+@[^@?]+/i.test(address)
  if (/^tel:/i.test(address)) return /^tel:\+?\d/i.test(address)
  return /^https?:\/\/[^/?#:]/i.test(address) && URL.canParse(address)
}

interface Finding {
  readonly kind: 'no-address' | 'open-host' | 'no-scheme'
  /** What stands there, as written. */
  readonly text: string
}

/**
 * Where the links of a message lead, in its compiled HTML: the beginning of an address is written by its author, taken
 * from `brand` or `links`, or a field that is declared to hold an address. Anything else only fills path and query.
 */
export function checkAddresses(
  parts: readonly string[],
  addresses: ReadonlySet<string>,
  source: MessageSource,
): readonly Problem[] {
  const words = wordsOfOurs(source)
  const found = parts.flatMap((part) => findingsIn(part, { addresses, words }))
  return found.map((finding) => problemOf(finding, placeIn(source, finding.text)))
}

/** What we can name ourselves and no link can lead to. */
function wordsOfOurs({ settings, locale }: MessageSource): ReadonlySet<string> {
  const brand = Object.entries(brandScope(settings, locale)).filter(
    ([, value]) => !/^(?:https?:\/\/|mailto:|tel:)/i.test(value),
  )
  return new Set(['now', ...brand.map(([name]) => `brand.${name}`)])
}

function findingsIn(part: string, told: Omit<OriginsKnown, 'names'>): readonly Finding[] {
  const parsed = parseLiquid(part)
  if (parsed.kind === 'fault') return []
  const known = { ...told, names: namedOrigins(parsed.templates, told) }
  const reader = new AddressReader()
  const visitor: Visitor = {
    literal: (text) => reader.literal(text),
    alternatives: (at) => reader.alternatives(at),
    output: (output, _name, resolve) =>
      reader.output(output.token.getText(), originOf(output.value, resolve, known) === 'outside'),
  }
  walkTemplates(parsed.templates, visitor)
  return reader.findings
}

/** Follows a compiled part from left to right, through every branch. */
class AddressReader {
  readonly findings: Finding[] = []
  #stage: Stage = 'text'
  /** The address so far, while nothing but an author's words stands in it. */
  #words: string | undefined
  readonly #branches: { readonly before: Stage; after: Stage | undefined }[] = []

  literal(text: string): void {
    const pieces = text.split(/( (?:href|src)="|")/)
    for (const [index, piece] of pieces.entries()) {
      if (index % 2 === 0) this.#write(unescapeHtml(piece))
      else if (piece === '"') this.#end()
      else {
        this.#stage = 'start'
        this.#words = ''
      }
    }
  }

  #end(): void {
    const words = this.#stage === 'text' ? undefined : this.#words?.trim()
    if (words !== undefined && STARTS.test(words) && !leadsSomewhere(words))
      this.findings.push({ kind: 'no-scheme', text: words })
    this.#stage = 'text'
    this.#words = undefined
  }

  output(text: string, outside: boolean): void {
    this.#words = undefined
    if (this.#stage === 'text' || this.#stage === 'past') return
    if (outside) this.findings.push({ kind: this.#stage === 'start' ? 'no-address' : 'open-host', text })
    this.#stage = 'host'
  }

  alternatives(at: 'first' | 'next' | 'end'): void {
    this.#words = undefined
    if (at === 'first') {
      this.#branches.push({ before: this.#stage, after: undefined })
      return
    }
    const branch = this.#branches.at(-1)
    if (branch === undefined) return
    branch.after = branch.after === undefined ? this.#stage : earlier(branch.after, this.#stage)
    this.#stage = at === 'next' ? branch.before : branch.after
    if (at === 'end') this.#branches.pop()
  }

  #write(text: string): void {
    if (this.#words !== undefined) this.#words += text
    if (text === '' || this.#stage === 'text' || this.#stage === 'past') return
    if (this.#stage === 'start' && text.trim() === '') return
    const begins = this.#stage === 'start'
    if (begins && !STARTS.test(text.trim())) {
      this.findings.push({ kind: 'no-scheme', text })
      this.#stage = 'past'
    } else if (begins && /^mailto:/i.test(text.trim())) this.#stage = /\?/.test(text) ? 'past' : 'host'
    else this.#stage = /[/?#]/.test(begins ? text.trim().replace(/^[a-z]+:\/*/i, '') : text) ? 'past' : 'host'
  }
}

/** Where the piece stands in the file, else its beginning. */
function placeIn({ file, text }: MessageSource, piece: string): Place {
  const lines = text.split('\n')
  const line = lines.findIndex((each) => each.includes(piece))
  return { file, line: Math.max(line, 0) + 1, column: Math.max(lines[line]?.indexOf(piece) ?? 0, 0) + 1 }
}

function problemOf({ kind, text }: Finding, place: Place): Problem {
  const told = wordsOf(kind, text)
  return { severity: 'error', ...place, ...told }
}

function wordsOf(kind: Finding['kind'], text: string): Pick<Problem, 'code' | 'message'> & { readonly hint: string } {
  switch (kind) {
    case 'no-address':
      return {
        code: 'not-an-address',
        message: `\`${text}\` would say where a link leads, and is not known to be an address`,
        hint: "Give its property `type: url` in the event's file, or begin with an address of ours: `https://…/?id={{ … }}`.",
      }
    case 'open-host':
      return {
        code: 'not-an-address',
        message: `\`${text}\` could become a part of the host that this link leads to`,
        hint: 'Put a `/`, `?` or `#` before it.',
      }
    case 'no-scheme':
      return {
        code: 'bad-address',
        message: `\`${text.trim()}\` leads nowhere from a mail`,
        hint: 'An address begins with https://, mailto: or tel:, such as https://www.example.jp/cart, and has no space',
      }
  }
}
