import { describe, expect, it } from 'vitest'
import { FixedClock } from '#adapters/memory/fixed-clock.ts'
import { MemoryCatalogue } from '#adapters/memory/memory-catalogue.ts'
import { MemoryReactQueue } from '#adapters/memory/memory-queues.ts'
import { LINKS } from '#engagement/content/links.ts'
import { signToken } from '#engagement/content/token.ts'
import { applyConsent, consentFor } from '#engagement/customer/apply-consent.ts'
import { createPreferencesHandler } from '#functions/preferences/preferences.ts'
import { routesOf } from '#functions/routes.ts'
import { catalogue } from '../../../contracts/catalogue-samples.ts'
import { SETTINGS } from '../../engagement/content/message-bench.ts'
import { customerWith, NOW } from './customer-with.ts'

const SECRET = 'a-secret-of-at-least-thirty-two-bytes'
const TOPICS = {
  shopping: { name: { ja: 'お買い物のご案内', en: 'Shopping' } },
  letter: { name: { ja: 'お茶のたより', en: 'Tea letter' } },
}
const path = `/preferences/${signToken(
  { purpose: 'preferences', customerId: 'c1', messageId: 'm1', locale: 'en', expiresAt: NOW + 60_000 },
  SECRET,
)}`

async function bench(state = customerWith({ shopping: 'granted', letter: 'granted' })) {
  const queue = new MemoryReactQueue()
  const live = new MemoryCatalogue()
  await live.publish({ ...catalogue([]), settings: { ...SETTINGS, topics: TOPICS } })
  const handler = createPreferencesHandler({
    reactQueue: queue,
    clock: new FixedClock(NOW),
    catalogue: live,
    customers: { load: async (id) => (id === 'c1' ? state : undefined) },
    linkSecrets: [SECRET],
    log: () => undefined,
  })
  const visit = (method: string, body = '') =>
    handler({
      version: '2.0',
      rawPath: path,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      requestContext: { http: { method, path } },
      body,
    })
  const events = () => queue.waiting.flatMap((message) => (message.kind === 'event' ? [message.event] : []))
  const consent = () => events().reduce(applyConsent, state.head.consent)
  const allowed = () =>
    Object.keys(TOPICS).flatMap((topic) =>
      ['email', 'sms', 'line']
        .filter((channel) => consentFor(consent(), topic, channel) === 'granted')
        .map((channel) => `${topic}/${channel}`),
    )
  return { visit, events, allowed }
}

/** What a page hands back unseen: how its boxes stood. */
const hiddenIn = (html: string): [string, string][] =>
  [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)].map(([, name = '', value = '']) => [
    name,
    value,
  ])
const save = (on: readonly string[], locale = 'en', page = ''): string =>
  new URLSearchParams([
    ['action', 'save'],
    ...hiddenIn(page),
    ['locale', locale],
    ...on.map((scope): [string, string] => [`on:${scope}`, 'on']),
  ]).toString()
const boxesIn = (html: string): readonly string[] =>
  [...html.matchAll(/<input type="checkbox" name="on:([^"]+)" value="on"( checked)?>/g)].map(
    ([, scope = '', checked]) => `${scope}${checked === undefined ? '' : ' on'}`,
  )

describe('the page of preferences', () => {
  it('shows each topic on each channel that reaches the customer, and what is on', async () => {
    const { visit, events } = await bench(customerWith({ shopping: 'granted', 'letter/sms': 'granted' }))
    const { statusCode, body } = await visit('GET')
    expect(statusCode).toBe(200)
    expect(boxesIn(body)).toEqual(['shopping/email on', 'shopping/sms on', 'letter/email', 'letter/sms on'])
    expect(events()).toEqual([])
  })

  it('can be read by everybody: groups and boxes have names, the page says its language and needs no script', async () => {
    const { body } = await (await bench()).visit('GET')
    expect(body).toContain('<html lang="en">')
    expect(body.match(/<fieldset><legend>/g)).toHaveLength(3)
    expect(body.match(/<label\b/g)?.length).toBe(body.match(/<input type="(?:checkbox|radio)"/g)?.length)
    expect(body).toContain('<label lang="ja"><input type="radio" name="locale" value="ja"> <span>日本語</span>')
    expect(body).toContain('name="viewport"')
    expect(body).not.toMatch(/<script|\son\w+=|style="/)
  })

  it('names the customer by no more of their address than they need', async () => {
    const { body } = await (await bench()).visit('GET')
    expect(body).toContain('h•••@e•••.jp')
    expect(body).toContain('••• 78')
    expect(body).not.toMatch(/hana@|example\.jp|12345678|Hana|c1\b/)
  })

  it('turns one topic off on one channel and leaves the others as they are', async () => {
    const { visit, events, allowed } = await bench()
    const { body } = await visit('POST', save(['shopping/email', 'letter/email', 'letter/sms']))
    expect(events()).toMatchObject([
      {
        name: 'Unsubscribed',
        customerId: 'c1',
        at: NOW,
        hops: 1,
        properties: { topic: 'shopping', channel: 'sms', source: 'page', message_id: 'm1' },
        context: { origin: 'beforehand' },
      },
    ])
    expect(allowed()).toEqual(['shopping/email', 'shopping/line', 'letter/email', 'letter/sms', 'letter/line'])
    expect(body).toContain('role="status"')
    expect(boxesIn(body)).toEqual(['shopping/email on', 'shopping/sms', 'letter/email on', 'letter/sms on'])
  })

  it('turns on what was never agreed to, as an act of the customer', async () => {
    const { visit, events, allowed } = await bench(customerWith({}))
    await visit('POST', save(['letter/email']))
    expect(events()).toMatchObject([{ name: 'Resubscribed', properties: { topic: 'letter', channel: 'email' } }])
    expect(allowed()).toEqual(['letter/email'])
  })

  it('turns everything off, on channels that do not reach the customer yet as well', async () => {
    const { visit, events, allowed } = await bench()
    const { body } = await visit('POST', 'action=none&on%3Ashopping%2Femail=on')
    expect(events()).toMatchObject([{ name: 'Unsubscribed', properties: { topic: 'marketing' } }])
    expect(allowed()).toEqual([])
    expect(boxesIn(body).some((box) => box.endsWith(' on'))).toBe(false)
  })

  it('changes the language, and answers in it', async () => {
    const { visit, events } = await bench()
    const all = ['shopping/email', 'shopping/sms', 'letter/email', 'letter/sms']
    const { body } = await visit('POST', save(all, 'ja'))
    expect(events()).toMatchObject([{ name: 'identify', properties: {}, traits: { locale: 'ja' } }])
    expect(body).toContain('<html lang="ja">')
    expect(body).toContain('保存しました。')
  })

  it('changes nothing where nothing was changed, or by a form that is not ours', async () => {
    const { visit, events } = await bench()
    await visit('POST', save(['shopping/email', 'shopping/sms', 'letter/email', 'letter/sms']))
    await visit('POST', 'List-Unsubscribe=One-Click')
    await visit('POST', '')
    expect(events()).toEqual([])
  })

  it('grants nothing that it does not offer', async () => {
    const { visit, events } = await bench(customerWith({}))
    await visit('POST', save(['marketing', 'marketing/email', 'secret/email', 'shopping/line', 'shopping/fax'], 'xx'))
    expect(events()).toEqual([])
  })

  it('turns off again what was turned on a moment ago, though that is still on its way', async () => {
    const { visit, events, allowed } = await bench(customerWith({}))
    const { body } = await visit('POST', save(['letter/email']))
    await visit('POST', save([], 'en', body))
    expect(events().map(({ name }) => name)).toEqual(['Resubscribed', 'Unsubscribed'])
    expect(allowed()).toEqual([])
  })

  it('takes no denial back by a page that was opened before it', async () => {
    const { body: page } = await (await bench()).visit('GET')
    const all = ['shopping/email', 'shopping/sms', 'letter/email', 'letter/sms']
    const { visit, events } = await bench(customerWith({ shopping: 'denied', letter: 'granted' }))
    await visit('POST', save(all, 'ja', page))
    expect(events().map(({ name }) => name)).toEqual(['identify'])
  })

  it('is believed where it says off, whatever was said since it was opened, and asked nothing that it had no box for', async () => {
    const { phone: _, ...traits } = customerWith({}).profile.traits
    const unreached = { ...customerWith({}), profile: { ...customerWith({}).profile, traits } }
    const { body: page } = await (await bench(unreached)).visit('GET')
    const { visit, allowed } = await bench()
    await visit('POST', save(['letter/email'], 'en', page))
    expect(allowed()).toEqual(['shopping/sms', 'shopping/line', 'letter/email', 'letter/sms', 'letter/line'])
  })

  it('speaks no older language again by a page that was opened before it was changed', async () => {
    const { visit, events } = await bench()
    const { body: page } = await visit('GET')
    const { body: japanese } = await visit('POST', save([], 'ja', page))
    await visit('POST', save([], 'ja', japanese))
    expect(events().filter(({ name }) => name === 'identify')).toHaveLength(1)
  })

  it('follows a customer who lives on under another id', async () => {
    const merged = customerWith({ shopping: 'granted' })
    const { visit } = await bench({ ...merged, head: { ...merged.head, mergedInto: 'c2' } })
    expect(boxesIn((await visit('GET')).body)).toEqual(['shopping/email', 'letter/email'])
  })

  it('is where every link of a message leads', () => {
    for (const [name, { path: place }] of Object.entries(LINKS))
      expect(routesOf('preferences'), name).toContainEqual(expect.objectContaining({ path: `/${place}/{token}` }))
  })
})
