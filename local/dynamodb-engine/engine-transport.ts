import { connect, type Socket } from 'node:net'

/** The part of the SDK's requests that goes out. `body`: text or bytes, never a stream, for no call of the engine has one. */
interface EngineRequest {
  readonly method: string
  readonly path: string
  readonly hostname: string
  readonly port?: number
  readonly headers: { readonly [name: string]: string }
  readonly body?: unknown
}

interface EngineAnswer {
  readonly statusCode: number
  readonly headers: { [name: string]: string }
  readonly body: Uint8Array
}

interface Call {
  readonly request: EngineRequest
  readonly resolve: (answer: { readonly response: EngineAnswer }) => void
  readonly reject: (error: Error) => void
}

/**
 * HTTP/1.1 to the embedded engine for the SDK's clients, in place of their own transport: next door and known, the engine
 * needs no more than a line, headers and a body, and half of a call's work goes away. Few connections are kept open and
 * calls wait for them in order; one that breaks off rejects with a code that the SDK tries again for.
 */
export class EngineTransport {
  readonly metadata = { handlerProtocol: 'http/1.1' }
  readonly #most: number
  readonly #all = new Set<Connection>()
  readonly #idle: Connection[] = []
  readonly #waiting: Call[] = []

  constructor(most: number) {
    this.#most = most
  }

  handle(request: EngineRequest): Promise<{ readonly response: EngineAnswer }> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, resolve, reject })
      this.#next()
    })
  }

  destroy(): void {
    for (const connection of this.#all) connection.close()
  }

  /** The SDK would have every transport configured anew by plugins; there is nothing to set here. */
  updateHttpClientConfig(): void {}
  httpHandlerConfigs(): object {
    return {}
  }

  #next(): void {
    const [call] = this.#waiting
    if (call === undefined) return
    const connection = this.#idle.pop() ?? this.#open(call.request)
    if (connection === undefined) return
    this.#waiting.shift()
    connection.take(call)
  }

  #open({ hostname, port = 80 }: EngineRequest): Connection | undefined {
    if (this.#all.size >= this.#most) return undefined
    const connection = new Connection(connect(port, hostname), {
      free: () => {
        this.#idle.push(connection)
        this.#next()
      },
      gone: () => {
        this.#all.delete(connection)
        const place = this.#idle.indexOf(connection)
        if (place !== -1) this.#idle.splice(place, 1)
        this.#next()
      },
    })
    this.#all.add(connection)
    return connection
  }
}

/** One call at a time: what arrives belongs to it. */
class Connection {
  readonly #socket: Socket
  #call: Call | undefined
  #arrived: Buffer[] = []
  #bytes = 0
  /** Of the answer under way, once its head is there. */
  #head: Head | undefined

  constructor(socket: Socket, on: { readonly free: () => void; readonly gone: () => void }) {
    this.#socket = socket
    let broken: Error | undefined
    socket.setNoDelay(true)
    socket.on('data', (chunk) => {
      if (this.#take(chunk)) on.free()
    })
    socket.on('error', (error) => {
      broken = error
    })
    socket.on('close', () => {
      this.#call?.reject(broken ?? brokenOff())
      this.#call = undefined
      on.gone()
    })
  }

  take(call: Call): void {
    this.#call = call
    const body = bytesOf(call.request.body)
    this.#socket.write(Buffer.concat([Buffer.from(headOf(call.request, body.length), 'latin1'), body]))
  }

  close(): void {
    this.#socket.destroy()
  }

  /** Whether the answer is complete. What nobody asked for, and what cannot be read, ends the connection. */
  #take(chunk: Buffer): boolean {
    this.#arrived.push(chunk)
    this.#bytes += chunk.length
    const call = this.#call
    this.#head ??= readHead(this.#join())
    if (this.#head === undefined && this.#bytes < MOST_HEAD) return false
    if (call === undefined || this.#head === undefined || Number.isNaN(this.#head.length)) {
      this.#socket.destroy(unreadable())
      return false
    }
    const { begin, length, statusCode, headers } = this.#head
    if (this.#bytes < begin + length) return false
    const body = this.#join().subarray(begin, begin + length)
    this.#arrived = []
    this.#bytes = 0
    this.#head = undefined
    this.#call = undefined
    call.resolve({ response: { statusCode, headers, body } })
    return true
  }

  #join(): Buffer {
    const [first] = this.#arrived
    if (this.#arrived.length !== 1 || first === undefined) this.#arrived = [Buffer.concat(this.#arrived)]
    return this.#arrived[0] ?? Buffer.alloc(0)
  }
}

const MOST_HEAD = 65_536
/** SDKs try again after these codes: https://nodejs.org/api/errors.html#common-system-errors */
const brokenOff = (): Error =>
  Object.assign(new Error('the DynamoDB engine closed the connection'), { code: 'ECONNRESET' })
const unreadable = (): Error => new Error('the DynamoDB engine did not answer in HTTP/1.1 with a length')

function headOf({ method, path, headers }: EngineRequest, length: number): string {
  let head = `${method} ${path} HTTP/1.1\r\n`
  for (const [name, value] of Object.entries(headers)) {
    if (name !== 'content-length') head += `${name}: ${value}\r\n`
  }
  return `${head}content-length: ${length}\r\n\r\n`
}

function bytesOf(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body
  return Buffer.from(typeof body === 'string' ? body : '')
}

interface Head {
  readonly statusCode: number
  readonly headers: { [name: string]: string }
  /** Where the body begins, and its bytes: not a number where the answer says none. */
  readonly begin: number
  readonly length: number
}

function readHead(bytes: Buffer): Head | undefined {
  const end = bytes.indexOf('\r\n\r\n')
  if (end === -1) return undefined
  const [status = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n')
  const headers: { [name: string]: string } = {}
  for (const line of lines) {
    const colon = line.indexOf(':')
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim()
  }
  const length = Number(headers['content-length'] ?? Number.NaN)
  return { statusCode: Number(status.split(' ')[1]), headers, begin: end + 4, length }
}
