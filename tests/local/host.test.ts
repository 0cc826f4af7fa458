import { request } from 'node:http'
import { PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import { Customer } from '#views/customer.ts'
import { EventOutcome } from '#views/event-outcome.ts'
import { MessageWay } from '#views/message-way.ts'
import { Timeline } from '#views/timeline.ts'
import { eventBridge, type RunningHost, START, startTestHost } from './running-host.ts'

let host: RunningHost

beforeAll(async () => {
  host = await startTestHost()
})
afterAll(() => host.end())

const hana = {
  event: 'identify',
  traits: { email: 'hana@example.com', phone: '+81312345678', timezone: 'UTC', consent: { shopping: 'granted' } },
}

async function problemOf(answer: Response): Promise<object> {
  return { status: answer.status, ...((await answer.json()) as object) }
}

/** With a Host of one's own, which fetch does not allow. */
function statusFor(path: string, headers: Record<string, string>, method = 'GET'): Promise<number> {
  return new Promise((answered, failed) => {
    const sent = request(host.url + path, { method, headers }, (response) => {
      response.resume()
      answered(response.statusCode ?? 0)
    })
    sent.on('error', failed)
    sent.end()
  })
}

describe('an event goes in, the right message comes out', () => {
  it('tells at once where the workflow is urgent, and after an hour where it waits', async () => {
    await host.send({ ...hana, user: 'hana' })
    await host.send(
      { event: 'Product Added', user: 'hana', properties: { cart_id: 'c1', name: 'Teapot' } },
      { event: 'Parcel Lost', user: 'hana', properties: { order_id: 'o1' } },
    )
    await host.move({ advance: '59m' })
    expect((await host.messages()).map((message) => message.step)).toEqual(['apology'])
    await host.move({ advance: '2m' })
    const [apology, reminder] = await host.messages()
    expect(apology).toMatchObject({ workflow: 'lost', channel: 'email', to: 'hana@example.com', customerId: 'hana' })
    expect(reminder).toMatchObject({ workflow: 'cart', step: 'reminder', subject: 'Your cart is kept' })
    expect(reminder?.text).toContain('Teapot')
    expect(reminder?.headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click')
  })

  it('sends at the very instant that is due, however far the clock is moved', async () => {
    await host.send({ ...hana, user: 'kai' })
    const at = Date.parse((await clockNow()) ?? '')
    await host.send({
      event: 'Product Added',
      user: 'kai',
      at: new Date(at).toISOString(),
      properties: { cart_id: 'c2' },
    })
    await host.move({ advance: '30d' })
    const sent = (await host.messages())
      .filter((message) => message.customerId === 'kai')
      .map((message) => Date.parse(message.sentAt))
    const [first = 0, second = 0] = sent
    expect(sent).toHaveLength(2)
    expect(first - at).toBeGreaterThanOrEqual(3_600_000)
    expect(first - at).toBeLessThan(3_610_000)
    expect(second - first).toBe(86_400_000)
  })

  it('says nothing more once the cart is bought', async () => {
    await host.send({ ...hana, user: 'ben' }, { event: 'Product Added', user: 'ben', properties: { cart_id: 'c3' } })
    await host.move({ advance: '30m' })
    await host.send({ event: 'Order Completed', user: 'ben', properties: { cart_id: 'c3' } })
    await host.move({ advance: '3d' })
    expect((await host.messages()).filter((message) => message.customerId === 'ben')).toEqual([])
    const timeline = await host.get('/customers/ben/timeline')
    expect(timeline).toContainEqual(expect.objectContaining({ kind: 'decision', workflow: 'cart', verdict: 'exited' }))
  })

  it('shows texts, webhooks and hand-over cards beside mails', async () => {
    await host.send({ ...hana, user: 'mai' }, { event: 'Call Missed', user: 'mai', properties: { call_id: 'k1' } })
    await host.move({ advance: '1m' })
    const sent = (await host.messages()).filter((message) => message.customerId === 'mai')
    expect(sent).toMatchObject([
      { channel: 'sms', to: '+81312345678', step: 'sorry', text: 'We missed your call and will ring you back.' },
      { channel: 'webhook', to: 'https://crm.example.com/hook', step: 'crm' },
      { channel: 'hand_over', to: 'https://desk.example.com/cards', step: 'desk', subject: 'The call was missed' },
    ])
    expect(JSON.parse(sent[1]?.text ?? '')).toMatchObject({ data: { call: 'k1' } })
  })

  it('hears of a bounce and writes no more to that address', async () => {
    await host.send({ ...hana, user: 'tom', traits: { ...hana.traits, email: 'bounce@example.com' } })
    await host.send({ event: 'Parcel Lost', user: 'tom', properties: { order_id: 'o9' } })
    await host.move({ advance: '1m' })
    expect(await host.get('/customers/tom/timeline')).toContainEqual(
      expect.objectContaining({ kind: 'outcome', outcome: 'bounced' }),
    )
    await host.send({ event: 'Parcel Lost', user: 'tom', properties: { order_id: 'o10' } })
    await host.move({ advance: '1h' })
    expect((await host.messages()).filter((message) => message.customerId === 'tom')).toHaveLength(1)
  })

  it('acts on a one-click unsubscribe, but not on a link that is only looked at', async () => {
    await host.send({ ...hana, user: 'yui' }, { event: 'Product Added', user: 'yui', properties: { cart_id: 'c4' } })
    await host.move({ advance: '61m' })
    const [reminder] = (await host.messages()).filter((message) => message.customerId === 'yui')
    const link = /<(.+)>/.exec(reminder?.headers['List-Unsubscribe'] ?? '')?.[1] ?? ''
    expect((await fetch(link)).status).toBe(200)
    expect(await consentOf('yui')).toBe('granted')
    const click = await fetch(link, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) })
    expect(click.status).toBe(200)
    await host.move({ advance: '3d' })
    expect(await consentOf('yui')).toBe('denied')
    expect((await host.messages()).filter((message) => message.customerId === 'yui')).toHaveLength(1)
  })

  it('shows customers and messages as the views say, whole', async () => {
    const [letter] = await host.messages()
    if (letter === undefined) throw new Error('nothing was sent')
    const views = [
      ['/customers/hana', Customer],
      ['/customers/hana/timeline', Timeline],
      ['/log.json?customer=hana', EventOutcome],
      ['/mailbox/messages/1/why.json', MessageWay],
    ] as const
    for (const [path, view] of views) {
      const served = await host.get(path)
      expect(z.parse(view, served), path).toEqual(served)
      expect(JSON.stringify(served).length, path).toBeGreaterThan(200)
    }
  })

  it('leaves neither dead letters nor quarantine behind', async () => {
    expect(await host.get('/dlq')).toEqual([])
    expect(await host.get('/quarantine')).toEqual([])
  })
})

async function consentOf(user: string): Promise<unknown> {
  const customer = await host.get(`/customers/${user}`)
  return (customer as { consent: { shopping?: { status: string } } }).consent.shopping?.status
}

async function clockNow(): Promise<string | undefined> {
  return ((await host.get('/clock')) as { now?: string }).now
}

describe('PutEvents', () => {
  it('answers each entry on its own, as EventBridge does', async () => {
    const client = eventBridge(host.url)
    const good = { Source: 'shop', DetailType: 'Page Viewed', Detail: '{"messageId":"p1","userId":"u"}' }
    const answer = await client.send(
      new PutEventsCommand({
        Entries: [
          good,
          { ...good, Source: '' },
          { ...good, DetailType: '' },
          { ...good, Detail: '{' },
          { ...good, Detail: '[]' },
          { ...good, Source: 'aws.s3' },
        ],
      }),
    )
    client.destroy()
    expect(answer.FailedEntryCount).toBe(5)
    expect(answer.Entries?.map((entry) => entry.ErrorCode)).toEqual([
      undefined,
      'InvalidArgument',
      'InvalidArgument',
      'MalformedDetail',
      'MalformedDetail',
      'NotAuthorizedForSourceException',
    ])
    expect(answer.Entries?.[0]?.EventId).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('refuses more than ten entries, none, and too many bytes', async () => {
    const client = eventBridge(host.url)
    const entry = { Source: 'shop', DetailType: 'Page Viewed', Detail: '{}' }
    const put = (Entries: (typeof entry)[]) => client.send(new PutEventsCommand({ Entries }))
    await expect(put(Array.from({ length: 11 }, () => entry))).rejects.toMatchObject({ name: 'ValidationException' })
    await expect(put([])).rejects.toMatchObject({ name: 'ValidationException' })
    const large = { ...entry, Detail: JSON.stringify({ text: 'x'.repeat(600_000) }) }
    await expect(put([large, large])).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('over the limit'),
    })
    client.destroy()
  })

  it('puts aside, visibly, what is no event of ours', async () => {
    const client = eventBridge(host.url)
    await client.send(
      new PutEventsCommand({
        Entries: [{ Source: 'shop', DetailType: 'Product Added', Detail: '{"messageId":"q1"}' }],
      }),
    )
    client.destroy()
    await host.move({ advance: '1s' })
    expect(await host.get('/quarantine')).toMatchObject([{ code: 'missing-identity', place: 'detail.userId' }])
  })

  it('refuses other actions and bodies that are not JSON', async () => {
    const headers = { 'x-amz-target': 'AWSEvents.PutRule' }
    expect(await problemOf(await fetch(host.url, { method: 'POST', headers }))).toMatchObject({
      status: 400,
      code: 'UnknownOperationException',
    })
    const put = { 'x-amz-target': 'AWSEvents.PutEvents' }
    expect(await problemOf(await fetch(host.url, { method: 'POST', headers: put, body: '{' }))).toMatchObject({
      status: 400,
      code: 'SerializationException',
    })
    const huge = new Uint8Array(7 * 1_048_576)
    expect(await problemOf(await fetch(host.url, { method: 'POST', headers: put, body: huge }))).toMatchObject({
      status: 413,
      place: 'body',
    })
  })
})

describe('the clock', () => {
  it('began where it was told to and only goes forward', async () => {
    const now = Date.parse((await clockNow()) ?? '')
    expect(now).toBeGreaterThan(Date.parse(START))
    const back = await fetch(`${host.url}/clock`, { method: 'POST', body: JSON.stringify({ to: START }) })
    expect(await problemOf(back)).toMatchObject({ status: 409, code: 'clock-goes-forward', place: 'to' })
  })

  it.each([
    ['{', 400, 'bad-json'],
    ['{}', 400, 'bad-clock-move'],
    ['{"advance":"soon"}', 400, 'bad-duration'],
    ['{"advance":"-1h"}', 400, 'bad-duration'],
    ['{"to":"tomorrow"}', 400, 'bad-clock-move'],
    ['{"advance":"1h","to":"2030-01-01T00:00:00Z"}', 400, 'bad-clock-move'],
    ['{"advance":"9999999d"}', 400, 'bad-clock-move'],
  ])('refuses %s', async (body, status, code) => {
    expect(await problemOf(await fetch(`${host.url}/clock`, { method: 'POST', body }))).toMatchObject({ status, code })
  })

  it('takes one move after the other', async () => {
    const before = Date.parse((await clockNow()) ?? '')
    const moved = await Promise.all([
      host.move({ advance: '1h' }),
      host.move({ advance: '1h' }),
      host.move({ advance: '1h' }),
    ])
    expect(Math.max(...moved) - before).toBeGreaterThanOrEqual(3 * 3_600_000)
    expect(moved.toSorted((a, b) => a - b)).toEqual(moved)
  })
})

describe('who may ask', () => {
  it('answers only to its own names', async () => {
    const port = new URL(host.url).port
    expect(await statusFor('/clock', { host: `localhost:${port}` })).toBe(200)
    expect(await statusFor('/clock', { host: `[::1]:${port}` })).toBe(200)
    expect(await statusFor('/clock', { host: 'evil.example' })).toBe(421)
    expect(await statusFor('/clock', { host: `evil.example:${port}` })).toBe(421)
    expect(await statusFor('/clock', { host: '127.0.0.1' })).toBe(421)
  })

  it.each(['cross-site', 'same-site'])('takes no write that a browser calls %s', async (site) => {
    const answer = await fetch(`${host.url}/clock`, {
      method: 'POST',
      headers: { 'sec-fetch-site': site },
      body: '{"advance":"1s"}',
    })
    expect([answer.status, (await answer.json()) as object]).toMatchObject([403, { code: 'foreign-origin' }])
  })

  it('takes no write from a page of another origin', async () => {
    const advance = (origin: string) =>
      fetch(`${host.url}/clock`, { method: 'POST', headers: { origin }, body: '{"advance":"1s"}' }).then(
        (answer) => answer.status,
      )
    expect(await advance('https://evil.example')).toBe(403)
    expect(await advance('null')).toBe(403)
    expect(await advance(host.url)).toBe(200)
  })

  it('lets the clock be moved from its own pages, back to where one was', async () => {
    const page = await fetch(`${host.url}/mailbox`)
    expect(page.headers.get('referrer-policy')).toBe('same-origin')
    const answer = await fetch(`${host.url}/clock?back=${encodeURIComponent('/mailbox?customer=mai')}`, {
      method: 'POST',
      headers: { origin: host.url },
      body: new URLSearchParams({ advance: '10m' }),
      redirect: 'manual',
    })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/mailbox?customer=mai'])
  })

  it.each([
    ['/nowhere', 'not-found'],
    ['/customers/nobody', 'unknown-customer'],
    ['/customers/nobody/timeline', 'unknown-customer'],
    ['/mailbox?message=99999', 'unknown-message'],
    ['/mailbox/messages/x/body', 'unknown-message'],
  ])('has no %s', async (path, code) => {
    expect(await problemOf(await fetch(host.url + path))).toMatchObject({ status: 404, code })
  })
})

describe('pages', () => {
  it('shows the mailbox and each message with why it was sent, without scripts or foreign assets', async () => {
    const answer = await fetch(`${host.url}/mailbox?customer=mai`)
    const text = await answer.text()
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(text).toContain('The call was missed')
    expect(text).toContain('missed#k1#1')
    expect(text).not.toContain('<script')
  })

  it('shows a mail in a sandbox of its own', async () => {
    const answer = await fetch(`${host.url}/mailbox/messages/1/body`)
    expect(answer.headers.get('content-security-policy')).toContain('sandbox')
    expect(await answer.text()).toContain('<base target="_blank">')
  })
})
