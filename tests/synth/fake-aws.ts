import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'

/** A call as it reached AWS: its operation (`SendMessage`), else method and path, and who signed it. */
export interface AwsCall {
  readonly operation: string
  readonly signedBy: string | undefined
  readonly body: string
}

/** AWS on this machine: takes every call and has no items; a message to a queue is answered with its digest. */
export async function startFakeAws() {
  const calls: AwsCall[] = []
  const server = createServer(async (request, response) => {
    const target = request.headers['x-amz-target']
    const signedBy = /Credential=([^/]+)\//.exec(request.headers.authorization ?? '')?.[1]
    const operation = typeof target === 'string' ? target.split('.').at(-1) : undefined
    const body = await text(request)
    calls.push({ operation: operation ?? `${request.method} ${request.url}`, signedBy, body })
    const answer = operation === 'SendMessage' ? received(body) : {}
    response.setHeader('content-type', 'application/x-amz-json-1.0').end(JSON.stringify(answer))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the fake has no port')
  return {
    origin: `http://127.0.0.1:${address.port}`,
    take: (): readonly AwsCall[] => calls.splice(0),
    stop: () => new Promise((resolve) => server.close(resolve)),
  }
}

/** The client compares it with what it sent. */
const received = (body: string): object => ({
  MessageId: 'm-1',
  MD5OfMessageBody: createHash('md5')
    .update(String(JSON.parse(body).MessageBody))
    .digest('hex'),
})
