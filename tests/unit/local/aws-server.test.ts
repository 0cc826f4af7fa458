import { afterEach, describe, expect, it } from 'vitest'
import { type AwsServer, type AwsServerParts, startAwsServer } from '#local/aws/aws-server.ts'

let server: AwsServer | undefined
afterEach(async () => {
  await server?.stop()
})

/** The port with a mailbox and queues that note what they are given. */
async function started() {
  const taken: unknown[] = []
  const note = (...given: unknown[]) => {
    taken.push(given)
    return { providerId: 'p-1', repeated: false }
  }
  const parts = {
    mailbox: { accept: note },
    queues: { has: () => true, definition: () => ({ fifo: false }), send: note },
    bus: { putEvents: note },
  }
  // Only what a request comes to is there.
  server = await startAwsServer(parts as unknown as AwsServerParts)
  return { endpoint: server.endpoint, taken }
}

const PAGES: readonly (readonly [string, { readonly [name: string]: string }])[] = [
  ['another origin', { origin: 'http://evil.example' }],
  ['the host itself', { origin: 'http://127.0.0.1:4100' }],
  ['nowhere', { origin: 'null' }],
  ['a browser that tells no origin', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
]

describe('the port that handlers take for AWS', () => {
  it.each(PAGES)('takes nothing from a page of %s', async (_, headers) => {
    const { endpoint, taken } = await started()
    const body = JSON.stringify({ QueueUrl: `${endpoint}/000000000000/ingest`, MessageBody: 'x' })
    for (const target of ['AmazonSQS.SendMessage', 'AWSEvents.PutEvents']) {
      const plain = { ...headers, 'content-type': 'text/plain', 'x-amz-target': target }
      expect((await fetch(endpoint, { method: 'POST', headers: plain, body })).status).toBe(403)
    }
    expect((await fetch(`${endpoint}/webhook/crm`, { method: 'POST', headers, body: '{}' })).status).toBe(403)
    expect(taken).toEqual([])
  })

  it('answers to its own name only', async () => {
    const { endpoint, taken } = await started()
    const { request } = await import('node:http')
    const { port } = new URL(endpoint)
    const status = await new Promise<number | undefined>((done) => {
      const headers = { host: 'evil.example', 'x-amz-target': 'AmazonSQS.SendMessage' }
      request({ host: '127.0.0.1', port, method: 'POST', path: '/', headers }, (response) => {
        response.resume()
        done(response.statusCode)
      }).end('{}')
    })
    expect(status).toBe(403)
    expect(taken).toEqual([])
  })

  it.each([
    ['POST', '/webhook/%', '{}'],
    ['POST', '/hand_over/%E0%A4%A', '{}'],
    ['DELETE', '/', ''],
    ['POST', '/v2/bot/message/push', '{"to":'],
    ['POST', '/v2/email/outbound-emails', '[]'],
    ['PUT', '/nowhere', '1'],
  ])('answers %s %s with what is wrong', async (method, path, body) => {
    const { endpoint } = await started()
    const { status } = await fetch(endpoint + path, { method, ...(body === '' ? {} : { body }) })
    expect([status, status >= 400 && status < 500]).toEqual([status, true])
  })
})
