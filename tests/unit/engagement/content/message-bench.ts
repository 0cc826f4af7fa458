import { BARE_LAYOUT } from '#engagement/content/layout-slots.ts'
import { type RenderContext, type Rendered, renderMessage } from '#engagement/content/render.ts'
import type { Scope } from '#engagement/decision/scope.ts'
import type { Settings } from '#engagement/model/settings.ts'
import { compileMessage } from '#language/content/compile-message.ts'
import type { CompiledMessage } from '#language/content/compiled-message.ts'

const sender = { email: 'tea@example.jp', name: 'Kotori Tea' }

export const SETTINGS: Settings = {
  brand: {
    name: 'Kotori Tea',
    postalAddress: '1-2 Chabatake-cho, Uji, Kyoto',
    supportEmail: 'help@example.jp',
    siteUrl: 'https://example.jp/',
    color: '#2f5d50',
    links: { cart_url: 'https://example.jp/cart' },
  },
  brandByLocale: { ja: { name: 'ことり茶舗', postalAddress: '京都府宇治市茶畑町1-2' } },
  senders: { marketing: sender, service: sender },
  locales: ['ja', 'en'],
  fallbackLocale: 'en',
  topics: { shopping: { name: { ja: 'お買い物のご案内', en: 'Shopping' } } },
  caps: [],
  quietHours: {},
  defaultZone: 'Asia/Tokyo',
  plausibleZones: ['Asia/Tokyo'],
  incidents: [],
  complaints: [],
  unreferencedEvents: 'keep',
  dropEvents: [],
  timelineMs: 400 * 86_400_000,
  endpoints: {},
  counters: [],
}

/** Saturday, 19:00 in Tokyo. */
export const NOW = Date.parse('2026-11-21T10:00:00Z')

export const scopeOf = (roots: Omit<Partial<Scope>, 'history' | 'now' | 'zone'>): Scope => ({
  ...roots,
  history: {},
  now: NOW,
  zone: 'Asia/Tokyo',
})

export interface Written {
  readonly locale?: string
  readonly class?: 'marketing' | 'service'
  readonly layout?: string
  readonly front?: string
  /** Fields that are declared `url`. */
  readonly addresses?: readonly string[]
}

/** A message with this body, and a plain subject unless `front` says otherwise. */
export function compile(
  body: string,
  { locale = 'en', layout = BARE_LAYOUT, front = 'subject: Hello', ...rest }: Written = {},
): CompiledMessage {
  const text = `---\n${front}\n---\n${body}`
  return compileMessage({
    file: `shop/note.${locale}.md`,
    text,
    locale,
    layout,
    settings: SETTINGS,
    class: rest.class ?? 'service',
  })
}

/** Compiled and filled in; a problem in the file throws, for then the test itself is wrong. */
export function write(
  body: string,
  scope: Scope,
  written: Written & Partial<Pick<RenderContext, 'links' | 'zone'>> = {},
): Rendered {
  const { template, problems } = compile(body, written)
  if (template === undefined) throw new Error(JSON.stringify(problems))
  return renderMessage({ ...template, addresses: written.addresses ?? [] }, scope, {
    locale: written.locale ?? 'en',
    zone: written.zone ?? 'Asia/Tokyo',
    settings: SETTINGS,
    links: written.links ?? {},
    class: written.class ?? 'service',
  })
}

/** The parts of a message that was rendered; anything else throws. */
export function rendered(result: Rendered): Extract<Rendered, { kind: 'rendered' }> {
  if (result.kind !== 'rendered') throw new Error(`not rendered: ${JSON.stringify(result)}`)
  return result
}

/** The first paragraph of the HTML, without its tag. */
export const firstParagraph = (result: Rendered): string | undefined =>
  /<p[^>]*>(.*?)<\/p>/s.exec(rendered(result).html)?.[1]
