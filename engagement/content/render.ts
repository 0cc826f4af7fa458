import type { Template } from 'liquidjs'
import { dig, type JsonObject } from '../customer/json.ts'
import type { Scope } from '../decision/scope.ts'
import { classFacts, type MessageClass } from '../model/message-class.ts'
import type { FramedSource, MessageTemplate } from '../model/message-template.ts'
import type { Settings } from '../model/settings.ts'
import { tidyRows } from './item-rows.ts'
import { fillSlots } from './layout-slots.ts'
import type { MessageLinks } from './links.ts'
import { isLimit } from './liquid/engine.ts'
import type { Rendering } from './liquid/rendering.ts'
import { prepareLiquid, runLiquid } from './liquid/run.ts'
import { messageScope } from './message-scope.ts'
import { defuseText } from './outside/defuse.ts'
import { guardHtml } from './outside/guard-html.ts'
import { unmark } from './outside/marks.ts'

/** For whom and in whose name a message is written. */
export interface RenderContext {
  /** Of the template: words, dates and amounts are written its way. */
  readonly locale: string
  /** The customer's zone, IANA. */
  readonly zone: string
  readonly settings: Settings
  readonly links: MessageLinks
  readonly class: MessageClass
}

export type Rendered =
  | {
      readonly kind: 'rendered'
      readonly subject: string
      readonly html: string
      readonly text: string
      readonly sms?: string
    }
  /** Facts without which the message would have a hole; as `event.expected`. */
  | { readonly kind: 'missing'; readonly facts: readonly string[] }
  | {
      readonly kind: 'failed'
      readonly reason:
        | 'template-limit'
        | 'template-error'
        | 'too-large'
        | 'empty-subject'
        | 'no-unsubscribe'
        | 'unsafe-link'
    }

/** Gmail clips a longer mail, footer and all. */
const HTML_LIMIT_BYTES = 102_000

/** Fills a template for one person. Pure: the clock is `scope.now`. Never throws for what is in the scope. */
export function renderMessage(template: MessageTemplate, scope: Scope, context: RenderContext): Rendered {
  if (classFacts(context.class).needsConsent && context.links.unsubscribe === undefined)
    return { kind: 'failed', reason: 'no-unsubscribe' }
  const fields = messageScope(scope, context, new Set(template.addresses))
  const absent = template.requires.filter((fact) => dig(fields, fact.split('.')) === undefined)
  if (absent.length > 0) return { kind: 'missing', facts: absent }
  try {
    return fill(template, fields, scope.now, context)
  } catch (error) {
    return { kind: 'failed', reason: isLimit(error) ? 'template-limit' : 'template-error' }
  }
}

function fill(template: MessageTemplate, fields: JsonObject, now: number, context: RenderContext): Rendered {
  const missing = new Set<string>()
  const facts: Rendering = { locale: context.locale, zone: context.zone, now, escape: false, missing, capturing: false }
  const source = prepared(template)
  const run = (part: Template[], inHtml: boolean): string => runLiquid(part, fields, { ...facts, escape: inHtml })
  const plain = (part: Template[]): string => defuseText(run(part, false))
  const subject = oneLine(plain(source.subject))
  const written = each(source.html.parts, (part) => guardHtml(withoutHoles(run(part, true))))
  const text = tidyText(fillSlots(plain(source.text.frame), each(source.text.parts, plain)))
  const sms = source.sms === undefined ? undefined : tidyText(plain(source.sms))
  const frame = run(source.html.frame, true)
  if (missing.size > 0) return { kind: 'missing', facts: [...missing] }
  if (subject === '') return { kind: 'failed', reason: 'empty-subject' }
  if (Object.values(written).some(({ kind }) => kind === 'unsafe-link'))
    return { kind: 'failed', reason: 'unsafe-link' }
  const html = fillSlots(
    unmark(frame),
    each(written, (part) => (part.kind === 'safe' ? part.html : '')),
  )
  if (Buffer.byteLength(html) > HTML_LIMIT_BYTES) return { kind: 'failed', reason: 'too-large' }
  return { kind: 'rendered', subject, html, text, ...(sms === undefined ? {} : { sms }) }
}

const each = <From, To>(
  parts: { readonly [name: string]: From },
  make: (part: From) => To,
): { readonly [name: string]: To } =>
  Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, make(part)]))

interface PreparedFrame {
  readonly frame: Template[]
  readonly parts: { readonly [slot: string]: Template[] }
}

interface Prepared {
  readonly subject: Template[]
  readonly html: PreparedFrame
  readonly text: PreparedFrame
  readonly sms?: Template[]
}

/** Parsing costs more than rendering; a warm function sends the same few templates again and again. */
const cache = new WeakMap<MessageTemplate, Prepared>()

function prepared(template: MessageTemplate): Prepared {
  const known = cache.get(template)
  if (known !== undefined) return known
  const addresses = new Set(template.addresses)
  const prepare = (source: string): Template[] => prepareLiquid(source, addresses)
  const framed = ({ frame, parts }: FramedSource): PreparedFrame => ({
    frame: prepare(frame),
    parts: each(parts, prepare),
  })
  const source: Prepared = {
    subject: prepare(template.subject),
    html: framed(template.html),
    text: framed(template.text),
    ...(template.sms === undefined ? {} : { sms: prepare(template.sms) }),
  }
  cache.set(template, source)
  return source
}

/** A line break in a subject would be a header of the sender's making: all controls become spaces. A wide space is how Japanese parts a name. */
const oneLine = (text: string): string => text.replace(/(?:[\p{Cc}\u2028\u2029]|[^\S\u3000])+/gu, ' ').trim()

const tidyText = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what must go
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f]+/g, ' ')
    .replace(/(?<=\S) {2,}/g, ' ')
    .replace(/[ \u3000]+$/gm, '')
    // A sentence whose neighbour dropped out; deeper indents are lists.
    .replace(/^ (?=\S)/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()

/** A paragraph or item whose sentence dropped out leaves no gap. */
const withoutHoles = (html: string): string =>
  tidyRows(html)
    .replace(/<(p|li)(?: [^>]*)?>\s*<\/\1>\s*/g, '')
    .replace(/<(ul|ol)(?: [^>]*)?>\s*<\/\1>\s*/g, '')
