import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Seen {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}
/** How the next requests are answered; `drop` breaks the connection without a word, `silence` says nothing at all. */
export type Reply =
  | { readonly status: number; readonly body?: object | string; readonly headers?: { readonly [name: string]: string } }
  | 'drop'
  | 'silence'

/** An HTTP server on 127.0.0.1 that remembers what it was asked and answers as told. */
export interface FakeServer {
  readonly url: string
  readonly seen: Seen[]
  reply: Reply
  close(): Promise<void>
}

export async function fakeServer(): Promise<FakeServer> {
  const seen: Seen[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    seen.push({
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
    })
    const { reply } = fake
    if (reply === 'silence') return
    if (reply === 'drop') return void request.socket.destroy()
    const body = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body ?? {})
    response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers })
    response.end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const fake: FakeServer = {
    url: `http://127.0.0.1:${portOf(server)}`,
    seen,
    reply: { status: 200 },
    close: () => close(server),
  }
  return fake
}

/** An address on which nobody listens. */
export async function deadAddress(): Promise<string> {
  const server = await fakeServer()
  await server.close()
  return server.url
}

function portOf(server: Server): number {
  // A TCP server's address is never a path.
  return (server.address() as AddressInfo).port
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise<void>((resolve) => server.close(() => resolve()))
}
