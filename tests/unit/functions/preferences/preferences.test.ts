import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { FixedClock } from '#adapters/memory/fixed-clock.ts'
import { MemoryCatalogue } from '#adapters/memory/memory-catalogue.ts'
import { MemoryReactQueue } from '#adapters/memory/memory-queues.ts'
import { signToken, type TokenClaims } from '#engagement/content/token.ts'
import { applyConsent, consentFor } from '#engagement/customer/apply-consent.ts'
import type { Consent } from '#engagement/customer/consent.ts'
import { TransientError } from '#engagement/errors.ts'
import { createPreferencesHandler } from '#functions/preferences/preferences.ts'
import { catalogue } from '../../../contracts/catalogue-samples.ts'
import { SETTINGS } from '../../engagement/content/message-bench.ts'

const NOW = Date.parse('2026-11-21T10:00:00Z')
const SECRET = 'a-secret-of-at-least-thirty-two-bytes'
const CLAIMS: Extract<TokenClaims, { purpose: 'unsubscribe' }> = {
  purpose: 'unsubscribe',
  customerId: 'c1',
  topic: 'shopping',
  messageId: 'm1',
  locale: 'en',
  expiresAt: NOW + 1000,
}
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

async function bench(options: { published?: boolean; failing?: boolean } = {}) {
  const queue = new MemoryReactQueue()
  const clock = new FixedClock(NOW)
  const live = new MemoryCatalogue()
  if (options.published !== false) await live.publish({ ...catalogue([]), settings: SETTINGS })
  const lines: string[] = []
  const reactQueue =
    options.failing === true ? { send: async () => Promise.reject(new TransientError('throttled', 'x')) } : queue
  const handler = createPreferencesHandler({
    reactQueue,
    clock,
    catalogue: live,
    customers: { load: async () => undefined },
    linkSecrets: [SECRET],
    log: (entry) => void lines.push(JSON.stringify(entry)),
  })
  const visit = (
    method: string,
    path: string,
    more: { headers?: object; body?: string; isBase64Encoded?: boolean } = {},
  ) => handler({ version: '2.0', rawPath: path, headers: {}, requestContext: { http: { method, path } }, ...more })
  const events = () => queue.waiting.flatMap((message) => (message.kind === 'event' ? [message.event] : []))
  /** Consent as react would have it. */
  const consent = () => events().reduce(applyConsent, GRANTED)
  return { visit, events, consent, lines, clock }
}

const GRANTED: Consent = {
  shopping: { status: 'granted', at: 0, source: 'identify', evidence: 'e0' },
  letter: { status: 'granted', at: 0, source: 'identify', evidence: 'e0' },
}
const pathOf = (claims: Partial<typeof CLAIMS> = {}): string => `/u/${signToken({ ...CLAIMS, ...claims }, SECRET)}`

describe('opening the link', () => {
  it('shows a page with a button and changes nothing', async () => {
    const { visit, events } = await bench()
    const answer = await visit('GET', pathOf())
    expect(answer.statusCode).toBe(200)
    expect(answer.body).toContain('Stop email about “Shopping”?')
    expect(answer.body).toContain('<button>Unsubscribe</button>')
    expect(events()).toEqual([])
  })

  it('changes nothing whatever the address carries', async () => {
    const { visit, events } = await bench()
    for (const path of [pathOf(), `/prod${pathOf()}`])
      await visit('GET', path, { headers: FORM, body: 'List-Unsubscribe=One-Click' })
    expect(events()).toEqual([])
  })

  it.each(['HEAD', 'PUT', 'DELETE', 'OPTIONS'])('is not possible with %s', async (method) => {
    const { visit, events } = await bench()
    const answer = await visit(method, pathOf())
    expect([answer.statusCode, answer.headers['allow']]).toEqual([405, 'GET, POST'])
    expect(events()).toEqual([])
  })

  it('speaks the language of the mail, else of the browser', async () => {
    const { visit } = await bench()
    const { locale: _locale, ...plain } = CLAIMS
    const pathWithout = `/u/${signToken(plain, SECRET)}`
    expect((await visit('GET', pathOf({ locale: 'ja' }), { headers: { 'accept-language': 'en' } })).body).toContain(
      '「お買い物のご案内」',
    )
    expect(
      (await visit('GET', pathWithout, { headers: { 'Accept-Language': 'fr, en;q=0.5, ja;q=0.8' } })).body,
    ).toContain('<html lang="ja">')
    expect((await visit('GET', pathWithout)).body).toContain('<html lang="en">')
  })

  it('works before anything is published', async () => {
    const { visit } = await bench({ published: false })
    expect((await visit('GET', pathOf())).body).toContain('“shopping”')
  })
})

describe('one click in the mail client', () => {
  const multipart = [
    '--b',
    'Content-Disposition: form-data; name="List-Unsubscribe"',
    '',
    'One-Click',
    '--b--',
    '',
  ].join('\r\n')

  it.each([
    ['url-encoded', { headers: FORM, body: 'List-Unsubscribe=One-Click' }],
    [
      'base64',
      { headers: FORM, body: Buffer.from('List-Unsubscribe=One-Click').toString('base64'), isBase64Encoded: true },
    ],
    ['multipart', { headers: { 'content-type': 'multipart/form-data; boundary=b' }, body: multipart }],
    ['without a body', {}],
  ])('unsubscribes at once: %s', async (_name, request) => {
    const { visit, events, consent } = await bench()
    expect((await visit('POST', pathOf(), request)).statusCode).toBe(200)
    expect(events()).toMatchObject([
      {
        name: 'Unsubscribed',
        customerId: 'c1',
        at: NOW,
        hops: 1,
        properties: { topic: 'shopping', source: 'one-click', message_id: 'm1' },
        context: { origin: 'beforehand' },
      },
    ])
    expect([consentFor(consent(), 'shopping'), consentFor(consent(), 'letter')]).toEqual(['denied', 'granted'])
  })
})

describe('the buttons of the page', () => {
  const press = (action: string) => ({ headers: FORM, body: `action=${action}` })

  it('unsubscribe, say so, and offer to undo it', async () => {
    const { visit, events } = await bench()
    const answer = await visit('POST', pathOf(), press('unsubscribe'))
    expect(events()).toMatchObject([{ properties: { topic: 'shopping', source: 'page' } }])
    expect(answer.body).toContain('You won’t get any more email about “Shopping”.')
    expect(answer.body).toContain('takes effect at once')
    expect(answer.body).toContain('value="resubscribe"')
  })

  it('stop all marketing', async () => {
    const { visit, consent } = await bench()
    await visit('POST', pathOf(), press('unsubscribe-all'))
    expect([consentFor(consent(), 'shopping'), consentFor(consent(), 'letter')]).toEqual(['denied', 'denied'])
  })

  it('let the customer change their mind, as often as they like', async () => {
    const { visit, consent, clock } = await bench()
    const seen: string[] = []
    for (const action of ['unsubscribe', 'resubscribe', 'unsubscribe', 'resubscribe', 'unsubscribe']) {
      clock.advance(1)
      await visit('POST', pathOf({ expiresAt: NOW + 60_000 }), press(action))
      seen.push(consentFor(consent(), 'shopping'))
    }
    expect(seen).toEqual(['denied', 'granted', 'denied', 'granted', 'denied'])
  })

  it('undo a stop of everything for this topic only: nobody is given what they never had', async () => {
    const { visit, consent, clock } = await bench()
    await visit('POST', pathOf(), press('unsubscribe-all'))
    clock.advance(1)
    await visit('POST', pathOf(), press('resubscribe'))
    expect([consentFor(consent(), 'shopping'), consentFor(consent(), 'letter')]).toEqual(['granted', 'denied'])
  })

  it('give every act an id of its own, and a repeat of it the same', async () => {
    const [one, two] = [await bench(), await bench()]
    for (const { visit, clock } of [one, two]) {
      await visit('POST', pathOf(), press('unsubscribe'))
      clock.advance(1)
      await visit('POST', pathOf(), press('unsubscribe'))
    }
    const ids = one.events().map((event) => event.messageId)
    expect(new Set(ids).size).toBe(2)
    expect(two.events().map((event) => event.messageId)).toEqual(ids)
  })

  it('say that nothing changed when it could not be saved', async () => {
    const { visit, lines } = await bench({ failing: true })
    const answer = await visit('POST', pathOf(), press('unsubscribe'))
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '60'])
    expect(answer.body).toContain('nothing has changed')
    expect(lines).toHaveLength(1)
  })
})

describe('a link that does not work', () => {
  it('is met kindly when it was cut short or forged, and changes nothing', async () => {
    const { visit, events } = await bench()
    const forged = signToken(CLAIMS, 'another-secret-of-thirty-two-bytes!!!')
    for (const token of [pathOf().slice(3, -4), forged, 'x']) {
      const answer = await visit('POST', `/u/${token}`)
      expect(answer.statusCode).toBe(400)
      expect(answer.body).toContain('help@example.jp')
    }
    expect(events()).toEqual([])
  })

  it('says that it is too old, in the language of its mail', async () => {
    const { visit, events } = await bench()
    const answer = await visit('POST', pathOf({ expiresAt: NOW, locale: 'ja' }))
    expect(answer.statusCode).toBe(410)
    expect(answer.body).toContain('期限が切れています')
    expect(events()).toEqual([])
  })

  it('leads nowhere from another path', async () => {
    const { visit } = await bench()
    expect((await visit('GET', '/')).statusCode).toBe(404)
    expect((await visit('GET', `${pathOf()}/more`)).statusCode).toBe(404)
  })
})

describe('every page', () => {
  it('lets nothing in but its own style, is not stored, framed or indexed', async () => {
    const { visit } = await bench()
    const { headers, body } = await visit('GET', pathOf())
    const style = /<style>([\s\S]*?)<\/style>/.exec(body)?.[1] ?? ''
    const hash = createHash('sha256').update(style).digest('base64')
    expect(headers['content-security-policy']).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    )
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
    })
    expect(headers['x-robots-tag']).toContain('noindex')
    expect(body).not.toMatch(/<script|style="|\son\w+="/)
  })

  it('shows a topic as text', async () => {
    const { visit } = await bench()
    const { body } = await visit('GET', pathOf({ topic: '<b onclick="x">' }))
    expect(body).toContain('&lt;b onclick=&quot;x&quot;&gt;')
  })

  it('names neither customer nor message in the log', async () => {
    const { visit, lines } = await bench({ failing: true })
    await visit('POST', pathOf())
    expect(lines.join()).not.toMatch(/c1|m1/)
  })
})
