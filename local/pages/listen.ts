import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Listener {
  readonly port: number
  /** From now on requests are answered by this. */
  serve(listener: RequestListener): void
  /** No new requests; waits a little for those under way. */
  stop(): Promise<void>
}

/** Thrown where the port belongs to somebody else. */
export class PortBusy extends Error {}

const STOP_WITHIN = 5_000

const starting: RequestListener = (_, response) => {
  response.writeHead(503, { 'content-type': 'application/json', 'retry-after': '1' })
  response.end(JSON.stringify({ code: 'starting', message: 'the host is starting', place: '' }))
}

/** Listens on 127.0.0.1 alone; 503 until there is something to serve. Throws `PortBusy`. */
export async function listen(port: number): Promise<Listener> {
  let current = starting
  const server = createServer((request, response) => current(request, response))
  server.keepAliveTimeout = 65_000
  await new Promise<void>((listening, failed) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      failed(
        error.code === 'EADDRINUSE'
          ? new PortBusy(`port ${port} is taken: stop what uses it, or choose another PORT`, { cause: error })
          : error,
      )
    })
    server.listen(port, '127.0.0.1', listening)
  })
  return {
    // A server that listens on TCP has an address with a port.
    port: (server.address() as AddressInfo).port,
    serve(listener) {
      current = listener
    },
    stop: () =>
      new Promise((done) => {
        const late = setTimeout(() => server.closeAllConnections(), STOP_WITHIN)
        // A client keeps its connection after its last answer: it is let go as soon as that is given.
        const idle = setInterval(() => server.closeIdleConnections(), 20)
        server.close(() => {
          clearTimeout(late)
          clearInterval(idle)
          done()
        })
        server.closeIdleConnections()
      }),
  }
}
