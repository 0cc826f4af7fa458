import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningHost, startTestHost } from './running-host.ts'

let host: RunningHost
beforeAll(async () => {
  host = await startTestHost()
})
afterAll(() => host.end())

interface Sent {
  readonly method?: string
  readonly path: string
  readonly headers?: { readonly [name: string]: string }
  readonly body?: string
}

/** As it stands: neither path nor method are put right on the way. */
function send({ method = 'GET', path, headers = {}, body }: Sent): Promise<{ status: number; text: string }> {
  const { port } = new URL(host.url)
  return new Promise((done, failed) => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      // A live page never ends: its head is the answer.
      if (response.headers['content-type']?.startsWith('text/event-stream')) response.destroy()
      response.on('data', (chunk: string) => (text += chunk))
      response.on('close', () => done({ status: response.statusCode ?? 0, text }))
    })
    sent.on('error', failed)
    sent.end(body)
  })
}

const putEvents = (...entries: unknown[]) =>
  send({
    method: 'POST',
    path: '/',
    headers: { 'x-amz-target': 'AWSEvents.PutEvents', 'content-type': 'application/x-amz-json-1.1' },
    body: `{"Entries":[${entries.map((entry) => (typeof entry === 'string' ? entry : JSON.stringify(entry))).join(',')}]}`,
  })
const entry = (id: string, others: object = {}) => ({
  Source: 'shop',
  DetailType: 'Product Viewed',
  Detail: JSON.stringify({ messageId: id, userId: 'hana', properties: {} }),
  ...others,
})

describe('one bad entry never loses the good ones of its request', () => {
  const deep = (levels: number): string =>
    `{"messageId":"deep","userId":"u","properties":${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}}`

  it.each<[string, unknown]>([
    ['a time beyond every calendar', entry('bad', { Time: 1e15 })],
    ['a time before every calendar', entry('bad', { Time: -1e15 })],
    ['a time that is no number', '{"Source":"s","DetailType":"Product Viewed","Detail":"{}","Time":1e999}'],
    ['a time as text', entry('bad', { Time: 'soon' })],
    ['a detail that is an object', entry('bad', { Detail: {} })],
    ['a detail nested 6,000 levels deep', entry('bad', { Detail: deep(6_000) })],
    ['a detail nested 100,000 levels deep', entry('bad', { Detail: deep(100_000) })],
    ['no entry at all', 'null'],
    ['resources that are none', entry('bad', { Resources: [1] })],
    ['half a character', entry('bad', { DetailType: 'Product \ud800' })],
  ])('with %s', async (_, bad) => {
    const answer = await putEvents(entry('before'), bad, entry('after'))
    expect(answer.status).toBe(200)
    const { FailedEntryCount, Entries } = JSON.parse(answer.text)
    expect(Entries).toHaveLength(3)
    expect([Entries[0].EventId, Entries[2].EventId].every((id) => typeof id === 'string')).toBe(true)
    expect(FailedEntryCount).toBe(1)
  })

  it('and what is nested too deeply is told in the quarantine', async () => {
    await putEvents(entry('x', { Detail: deep(6_000) }))
    await host.move({ advance: '1s' })
    expect((await send({ path: '/quarantine' })).text).toContain('too-deep')
  })
})

describe('the clock', () => {
  const move = (body: string, headers = {}, path = '/clock') => send({ method: 'POST', path, headers, body })

  it('answers at once to a duration of 300,000 digits', async () => {
    const began = performance.now()
    expect((await move(`{"advance":"${'1'.repeat(30_000)}"}`)).status).toBe(400)
    expect((await move(`{"advance":"${'1'.repeat(300_000)}"}`)).status).toBe(413)
    expect(performance.now() - began).toBeLessThan(2_000)
  })

  it.each(['1e3s', '-1h', '99999999999999999999d', '1h;', 'h', ''])('refuses the duration %j', async (advance) => {
    expect((await move(JSON.stringify({ advance }))).status).toBe(400)
  })

  it.each([
    '/mailbox',
    '/customers/u1',
    '%0d%0aset-cookie:a=b',
    '/mailbox%0d%0ax:y',
    '//evil.example',
    '/\\evil.example',
    'javascript:1',
    'http://evil.example/',
  ])('goes back to a page of its own only: %s', async (back) => {
    const answer = await new Promise<{ status: number | undefined; location: string | undefined }>((done, failed) => {
      const { port } = new URL(host.url)
      const headers = { 'content-type': 'application/x-www-form-urlencoded' }
      const sent = request(
        { host: '127.0.0.1', port, method: 'POST', path: `/clock?back=${back}`, headers },
        (response) => {
          response.resume()
          done({ status: response.statusCode, location: response.headers.location })
        },
      )
      sent.on('error', failed)
      sent.end('advance=1s')
    })
    expect(answer.status).toBe(303)
    expect(new URL(answer.location ?? '', host.url).origin).toBe(host.url)
    expect(answer.location).toMatch(/^\/[a-z]/)
  })

  it('goes no further than calendars do', async () => {
    expect((await move('{"to":"9999-12-31T23:59:59Z"}')).status).toBe(400)
  })
})

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'M-SEARCH']
const ROUTES = [
  '/',
  '/style.css',
  '/clock',
  '/mailbox',
  '/mailbox/messages',
  '/mailbox/messages/1/body',
  '/customers/hana',
  '/customers/hana/timeline',
  '/customers/hana/timeline.json',
  '/quarantine',
  '/health',
  '/dlq',
  '/dlq/redrive',
  '/log',
  '/log.js',
  '/log.json',
  '/log/stream',
  '/u/x',
  '/u/',
  '/u/a/b',
  '/nowhere',
]
const ODD = [
  '?',
  '?back=%0d%0a',
  '?queue=__proto__',
  '?message=1e999',
  '?message=-1',
  '?message=%00',
  '?after=NaN',
  '?lang=%ff',
  '?x=%E0%A4%A',
  `?${'a'.repeat(5_000)}`,
]
const PATHS = [
  '*',
  '//',
  '/%',
  '/%00',
  '/..%2f..%2fetc',
  '/u/%E0%A4%A',
  '/customers/%',
  '/customers/%00/timeline',
  '/mailbox/messages/1e999/body',
  '/mailbox/messages/-1/body',
  '/mailbox/messages/constructor/body',
  '/customers/__proto__',
  `/customers/${'x'.repeat(4_000)}`,
  '/u/%0d%0a',
]

describe('every door answers: no method, path or query makes the host fail', () => {
  it.each(METHODS)(
    '%s',
    async (method) => {
      const failures: string[] = []
      const paths = [...ROUTES.flatMap((route) => ['', ...ODD].map((odd) => route + odd)), ...PATHS]
      for (const path of paths) {
        const hasBody = !['GET', 'HEAD', 'TRACE', 'OPTIONS'].includes(method)
        const { status } = await send({ method, path, ...(hasBody ? { body: '{"odd":' } : {}) })
        if (status >= 500 || status < 200) failures.push(`${status} ${method} ${path.slice(0, 60)}`)
      }
      expect(failures).toEqual([])
    },
    60_000,
  )

  it('takes no body without end at any of them', async () => {
    for (const path of ROUTES) {
      const { status } = await send({ method: 'POST', path, body: 'x'.repeat(7 * 1_048_576) }).catch(() => ({
        status: 413,
      }))
      expect([path, status >= 400 && status < 500]).toEqual([path, true])
    }
  }, 60_000)
})
