import { createServer, type Server, type Socket } from 'node:net'
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
import { afterEach, describe, expect, it } from 'vitest'
import { EngineTransport } from '#local/dynamodb-engine/engine-transport.ts'

const servers: Server[] = []
const sockets = new Set<Socket>()
afterEach(async () => {
  for (const socket of sockets) socket.destroy()
  sockets.clear()
  await Promise.all(servers.splice(0).map((server) => new Promise((closed) => server.close(closed))))
})

/** An engine that does with each request what `answer` says; requests here are small and come in one piece. */
async function engine(answer: (socket: Socket, request: string, count: number) => void): Promise<number> {
  let count = 0
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('data', (chunk) => {
      count += 1
      answer(socket, chunk.toString(), count)
    })
    socket.on('error', () => {
      // The client hung up.
    })
  })
  servers.push(server)
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

const answerOf = (body: string, status = '200 OK'): string =>
  `HTTP/1.1 ${status}\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`

const requestTo = (port: number, body = '{}') => ({
  method: 'POST',
  path: '/',
  hostname: '127.0.0.1',
  port,
  headers: { host: `127.0.0.1:${port}`, 'x-amz-target': 'DynamoDB_20120810.GetItem' },
  body,
})

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))

describe('the way to the embedded engine', () => {
  it('hands an answer over whole, however it is cut on its way', async () => {
    const text = JSON.stringify({ text: 'カゴ'.repeat(50_000) })
    const port = await engine(async (socket) => {
      const bytes = Buffer.from(answerOf(text))
      for (const [from, to] of [
        [0, 7],
        [7, 60],
        [60, 100_001],
        [100_001, bytes.length],
      ] as const) {
        socket.write(bytes.subarray(from, to))
        await pause(2)
      }
    })
    const { response } = await new EngineTransport(1).handle(requestTo(port))
    expect(response.statusCode).toBe(200)
    expect(response.headers['content-type']).toBe('application/x-amz-json-1.0')
    expect(Buffer.from(response.body).toString()).toBe(text)
  })

  it('keeps few connections open, and answers each call with its own answer', async () => {
    let most = 0
    let open = 0
    const port = await engine(async (socket, request) => {
      open += 1
      most = Math.max(most, open)
      await pause(3)
      open -= 1
      socket.write(answerOf(request.split('\r\n\r\n')[1] ?? ''))
    })
    const transport = new EngineTransport(3)
    const asked = Array.from({ length: 20 }, (_, n) => JSON.stringify({ n }))
    const answers = await Promise.all(asked.map((body) => transport.handle(requestTo(port, body))))
    expect(answers.map(({ response }) => Buffer.from(response.body).toString())).toEqual(asked)
    expect([most, sockets.size]).toEqual([3, 3])
    transport.destroy()
  })

  it('has the client try again on a new connection where the engine hangs up', async () => {
    const port = await engine((socket, _, count) => {
      if (count === 1) socket.destroy()
      else socket.write(answerOf(JSON.stringify({ Item: { PK: { S: 'a' } } })))
    })
    const client = new DynamoDBClient({
      region: 'us-east-1',
      endpoint: `http://127.0.0.1:${port}`,
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      requestHandler: new EngineTransport(1),
    })
    const found = await client.send(new GetItemCommand({ TableName: 'beforehand', Key: { PK: { S: 'a' } } }))
    expect(found.Item).toEqual({ PK: { S: 'a' } })
    client.destroy()
  })

  it.each([
    ['without a length', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n'],
    ['that is no HTTP', 'x'.repeat(70_000)],
  ])('refuses an answer %s, and the next call goes on', async (_, said) => {
    const port = await engine((socket, __, count) => socket.write(count === 1 ? said : answerOf('{}')))
    const transport = new EngineTransport(1)
    await expect(transport.handle(requestTo(port))).rejects.toThrow('did not answer in HTTP/1.1')
    expect((await transport.handle(requestTo(port))).response.statusCode).toBe(200)
    transport.destroy()
  })

  it('tells the call where nobody listens', async () => {
    const port = await engine(() => {})
    await Promise.all(servers.splice(0).map((server) => new Promise((closed) => server.close(closed))))
    await expect(new EngineTransport(1).handle(requestTo(port))).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })
})
