import { PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventBridge, type RunningHost, startTestHost } from './running-host.ts'

let host: RunningHost
beforeAll(async () => {
  host = await startTestHost()
})
afterAll(() => host.end())

const put = async (name: string, detail: object, source = 'shop'): Promise<{ answer: Response; body: PutAnswer }> => {
  const answer = await fetch(host.url, {
    method: 'POST',
    headers: { 'x-amz-target': 'AWSEvents.PutEvents', 'content-type': 'application/x-amz-json-1.1' },
    body: JSON.stringify({ Entries: [{ Source: source, DetailType: name, Detail: JSON.stringify(detail) }] }),
  })
  return { answer, body: (await answer.json()) as PutAnswer }
}
interface PutAnswer {
  readonly FailedEntryCount: number
  readonly Entries: readonly {
    readonly EventId?: string
    readonly ErrorCode?: string
    readonly ErrorMessage?: string
    readonly Warnings?: object[]
  }[]
}
interface Line {
  readonly kind: string
  readonly text: string
  readonly details: readonly string[]
}
const linesOf = async (messageId: string): Promise<{ handled: boolean; lines: readonly Line[] }> =>
  (await host.get(`/log.json?message=${messageId}`)) as { handled: boolean; lines: readonly Line[] }

describe('who sends an event to the local host', () => {
  it('is told in the answer what was not understood, in the body and in a header', async () => {
    const { answer, body } = await put('Product Aded', { messageId: 'w1', userId: 'hana', cart_id: 'c1' })
    expect(body).toMatchObject({
      FailedEntryCount: 0,
      Entries: [
        {
          EventId: expect.any(String),
          Warnings: [
            { code: 'misspelt-event', place: 'detail-type', hint: 'Did you mean `Product Added`?' },
            { code: 'ignored-field', place: 'detail.cart_id' },
          ],
        },
      ],
    })
    expect(answer.headers.get('x-beforehand-warnings')).toContain('0: detail-type: the vocabulary has no such event')
  })

  it('is told that nobody may speak in our name', async () => {
    const { body } = await put('Product Added', { messageId: 'own', userId: 'hana' }, 'beforehand')
    expect(body).toMatchObject({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'own-event' }] })
  })

  it('is told at once what will be put aside, with code and reason, and it is put aside', async () => {
    const client = eventBridge(host.url)
    const answer = await client.send(
      new PutEventsCommand({
        Entries: [
          { Source: 'shop', DetailType: 'Product Added', Detail: '{"messageId":"q1","user_id":"hana"}' },
          {
            Source: 'shop',
            DetailType: 'Product Added',
            Detail: '{"messageId":"q2","userId":"hana","properties":{"cart_id":"c"}}',
          },
        ],
      }),
    )
    client.destroy()
    expect(answer).toMatchObject({
      FailedEntryCount: 1,
      Entries: [
        {
          ErrorCode: 'missing-identity',
          ErrorMessage: 'an event needs a userId or an anonymousId. Write `user_id` as `userId` (detail.userId)',
        },
        { EventId: expect.any(String) },
      ],
    })
    await host.move({ advance: '1s' })
    expect(await host.get('/quarantine')).toMatchObject([{ code: 'missing-identity' }])
    const shown = await page('/quarantine')
    expect(shown).toContain('an event needs a userId or an anonymousId. Write `user_id` as `userId`')
    expect(shown).toContain('missing-identity, at detail.userId')
  })

  it('finds in the log what the event led to: entered, waiting, and why nothing would be sent', async () => {
    await put('Product Added', { messageId: 'l1', userId: 'ken', properties: { cart_id: 'c1', name: 'Teapot' } })
    await host.move({ advance: '1s' })
    const { handled, lines } = await linesOf('l1')
    expect(handled).toBe(true)
    expect(lines.map(({ kind }) => kind)).toEqual(['accepted', 'decided', 'waits'])
    expect(lines[2]?.text).toMatch(/^cart: waits until .* \(UTC\), then "reminder", unless Order Completed$/)
    expect(lines[2]?.details[0]).toContain('they never said yes to this topic')
  })

  it('finds the mail that was sent at once, and what was sent later without a cause', async () => {
    await put('identify', {
      messageId: 'i1',
      userId: 'may',
      traits: { email: 'may@example.com', consent: { shopping: 'granted' } },
    })
    await put('Parcel Lost', { messageId: 'l2', userId: 'may', properties: { order_id: 'o1' } })
    await host.move({ advance: '1s' })
    expect((await linesOf('l2')).lines.map(({ text }) => text)).toEqual([
      'Parcel Lost',
      'lost: entered',
      'lost: email "Your parcel is missing" was sent',
    ])
    await put('Product Added', { messageId: 'l3', userId: 'may', properties: { cart_id: 'c1' } })
    await host.move({ advance: '2h' })
    const { lines } = (await host.get('/log.json?customer=may')) as { lines: readonly Line[] }
    expect(lines.map(({ text }) => text)).toContain('cart: email "Your cart is kept" was sent')
  })

  it('sees a repeat, and other content under the same id', async () => {
    const parcel = { messageId: 'r1', userId: 'tom', properties: { order_id: 'o1' } }
    await put('Parcel Lost', parcel)
    await put('Parcel Lost', parcel)
    await put('Parcel Lost', { ...parcel, properties: { order_id: 'o2' } })
    await host.move({ advance: '1s' })
    const texts = (await linesOf('r1')).lines.map(({ text }) => text)
    expect(texts).toContain('Parcel Lost again, under the same messageId: it counts once')
    expect(texts).toContain('Parcel Lost under a messageId that was used for something else: the first one counts')
  })
})

describe('the page of events', () => {
  it('is a page for people and data for machines', async () => {
    const page = await fetch(`${host.url}/log`, { headers: { accept: 'text/html,*/*;q=0.8' } })
    expect(page.headers.get('content-type')).toContain('text/html')
    const text = await page.text()
    expect(text).toContain('Did you mean `Product Added`?')
    expect(text).toContain('they never said yes to this topic')
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'")
    expect((await fetch(`${host.url}/log`)).headers.get('content-type')).toContain('application/json')
  })

  it('lets go of those who look on when the host stops', async () => {
    const other = await startTestHost()
    const stream = await fetch(`${other.url}/log/stream`)
    const read = stream.text()
    const began = performance.now()
    await other.end()
    await read
    expect(performance.now() - began).toBeLessThan(4_000)
  })

  it('shows what happens while somebody looks, with what came from outside made harmless', async () => {
    const stream = await fetch(`${host.url}/log/stream`)
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader()
    await put('<img src=x onerror=alert(1)>', { messageId: 's1', userId: 'hana' })
    let seen = ''
    while (!seen.includes('onerror')) seen += (await reader?.read())?.value ?? ''
    await reader?.cancel()
    expect(seen).toContain('&lt;img src=x onerror=alert(1)&gt;')
    expect(seen).not.toContain('<img')
  })
})

const page = async (path: string): Promise<string> => {
  const answer = await fetch(host.url + path, { headers: { accept: 'text/html' } })
  expect(answer.headers.get('content-type')).toContain('text/html')
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
  return (await answer.text())
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&quot;', '"')
    .replaceAll(/\s+/g, ' ')
}

describe('the pages of a customer', () => {
  it('say in the customer’s own time what is known, agreed to and under way', async () => {
    await put('identify', {
      messageId: 'z1',
      userId: 'zoe',
      traits: { email: 'zoe@example.com', timezone: 'America/New_York', consent: { shopping: 'granted' } },
    })
    await put('Product Added', {
      messageId: 'z2',
      userId: 'zoe',
      properties: { cart_id: 'z', name: 'Kettle' },
      note: 1,
    })
    await host.move({ advance: '2h' })
    const profile = await page('/customers/zoe')
    expect(profile).toContain('times in America/New_York')
    expect(profile).toMatch(/shopping granted, \w{3} \d\d \w{3} \d\d:\d\d \(America\/New_York\), by identify/)
    expect(profile).toContain('then "last-word", unless Order Completed')
    const timeline = await page('/customers/zoe/timeline')
    expect(timeline).toContain('not understood: detail.note: nobody reads it here')
    expect(timeline.indexOf('Product Added')).toBeLessThan(timeline.indexOf('cart: entered'))
    expect(timeline.indexOf('cart: entered')).toBeLessThan(
      timeline.indexOf('cart: sent: the provider took email "reminder"'),
    )
    expect(timeline).toContain('cart: delivered')
  })

  it('are JSON for machines, by what they accept or by name', async () => {
    for (const path of ['/customers/zoe', '/customers/zoe.json'])
      expect(await host.get(path)).toMatchObject({ id: 'zoe' })
    for (const path of ['/customers/zoe/timeline', '/customers/zoe/timeline.json'])
      expect(await host.get(path)).toContainEqual(expect.objectContaining({ kind: 'event', event: 'Product Added' }))
    const asked = await fetch(`${host.url}/customers/zoe.json`, { headers: { accept: 'text/html' } })
    expect(asked.headers.get('content-type')).toContain('application/json')
  })

  it('are there for somebody whose id ends in .json', async () => {
    await put('Parcel Lost', { messageId: 'j1', userId: 'a.json', properties: { order_id: 'o1' } })
    await host.move({ advance: '1s' })
    expect(await host.get('/customers/a.json')).toMatchObject({ id: 'a.json' })
    expect(await page('/customers/a.json')).toContain('a.json')
  })

  it('show what came from outside as text', async () => {
    await put('identify', { messageId: 'x1', userId: '<b>x</b>', traits: { name: '<script>alert(1)</script>' } })
    await host.move({ advance: '1s' })
    const answer = await fetch(`${host.url}/customers/${encodeURIComponent('<b>x</b>')}`, {
      headers: { accept: 'text/html' },
    })
    const text = await answer.text()
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(text).not.toContain('<script>alert')
    expect(text).not.toContain('<b>x</b>')
  })
})

describe('why a message was sent', () => {
  it('goes from the event that began it to what the provider and the receiving server said', async () => {
    const letters = (await host.messages()).map(({ customerId, step }) => `${customerId} ${step}`)
    const why = await page(`/mailbox?message=${letters.indexOf('zoe reminder') + 1}`)
    const chain = [
      'cart: entered after Product Added',
      'waited 1 h',
      'its turn came: email "reminder" was put on its way',
      'asked again whether it may be sent, written, and claimed for one call consent to shopping: granted',
      'sent: the provider took email "reminder"',
      'delivered: the receiving server took it',
    ]
    const places = chain.map((stretch) => why.indexOf(stretch))
    expect(places).not.toContain(-1)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
  })
})

describe('POST /clock', () => {
  it('takes JSON whatever it is called, as `curl -d` sends it', async () => {
    const before = Date.parse(((await host.get('/clock')) as { now: string }).now)
    for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'application/json']) {
      const answer = await fetch(`${host.url}/clock`, {
        method: 'POST',
        headers: { 'content-type': type },
        body: '{"advance":"1h"}',
      })
      expect(answer.status).toBe(200)
    }
    const after = Date.parse(((await host.get('/clock')) as { now: string }).now)
    expect(after - before).toBeGreaterThanOrEqual(3 * 3_600_000)
  })
})
