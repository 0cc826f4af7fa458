import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a request asked for. */
export interface Asked {
  readonly path: string
  readonly target: string | undefined
  readonly body: string
}

export interface FakeHost {
  readonly endpoint: string
  readonly asked: readonly Asked[]
  stop(): Promise<void>
}

/** A host that answers what it is told to answer: for what the CLI makes of an answer. */
export async function startFakeHost(
  answer: (asked: Asked) => { readonly status: number; readonly body: unknown },
): Promise<FakeHost> {
  const asked: Asked[] = []
  const server = createServer(async (request, response) => {
    const one = { path: request.url ?? '', target: header(request, 'x-amz-target'), body: await bodyOf(request) }
    asked.push(one)
    const { status, body } = answer(one)
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // A server that listens on a port has an address of this form, not the path of a socket.
  const { port } = server.address() as AddressInfo
  return {
    endpoint: `http://127.0.0.1:${port}`,
    asked,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name]
  return typeof value === 'string' ? value : undefined
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}
