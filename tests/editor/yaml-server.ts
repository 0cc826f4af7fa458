import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { pathToFileURL } from 'node:url'
import * as z from 'zod'

const SERVER = join(
  dirname(createRequire(import.meta.url).resolve('yaml-language-server/package.json')),
  'bin/yaml-language-server',
)
const Message = z.looseObject({
  id: z.number().optional(),
  method: z.string().optional(),
  result: z.unknown().optional(),
})
const Completion = z.object({ items: z.array(z.object({ label: z.string() })) })

/** The language server behind the YAML support of editors, for one workspace: what does it offer at a place? */
export class YamlServer {
  readonly #root: string
  readonly #process: ChildProcessByStdio<Writable, Readable, null>
  readonly #waiting = new Map<number, (result: unknown) => void>()
  #received = Buffer.alloc(0)
  #count = 0

  private constructor(root: string) {
    this.#root = root
    this.#process = spawn(process.execPath, [SERVER, '--stdio'], { stdio: ['pipe', 'pipe', 'ignore'] })
    this.#process.stdout.on('data', (data: Buffer) => this.#receive(data))
  }

  static async start(root: string): Promise<YamlServer> {
    const server = new YamlServer(root)
    const capabilities = { textDocument: { completion: { completionItem: {} } } }
    await server.#ask('initialize', { processId: null, rootUri: pathToFileURL(root).href, capabilities })
    server.#send({ method: 'initialized', params: {} })
    return server
  }

  /** Labels offered at the `|` in `text`, a file in `folder` (relative to the root). */
  async complete(folder: string, text: string): Promise<readonly string[]> {
    const before = text.slice(0, text.indexOf('|')).split('\n')
    this.#count += 1
    const uri = pathToFileURL(join(this.#root, folder, `file-${this.#count}.yaml`)).href
    const document = { uri, languageId: 'yaml', version: 1, text: text.replace('|', '') }
    this.#send({ method: 'textDocument/didOpen', params: { textDocument: document } })
    const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 }
    const answer = await this.#ask('textDocument/completion', { textDocument: { uri }, position })
    return Completion.parse(answer).items.map(({ label }) => label)
  }

  stop(): void {
    this.#process.kill()
  }

  #ask(method: string, params: object): Promise<unknown> {
    this.#count += 1
    const id = this.#count
    this.#send({ id, method, params })
    return new Promise((resolve) => this.#waiting.set(id, resolve))
  }

  #send(message: object): void {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message })
    this.#process.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`)
  }

  #receive(data: Buffer): void {
    this.#received = Buffer.concat([this.#received, data])
    for (;;) {
      const end = this.#received.indexOf('\r\n\r\n')
      const length = Number(/Content-Length: (\d+)/.exec(this.#received.subarray(0, Math.max(end, 0)).toString())?.[1])
      if (end < 0 || this.#received.length < end + 4 + length) return
      const text = this.#received.subarray(end + 4, end + 4 + length).toString()
      this.#received = this.#received.subarray(end + 4 + length)
      this.#take(Message.parse(JSON.parse(text)))
    }
  }

  #take({ id, method, result }: z.infer<typeof Message>): void {
    if (id === undefined) return
    // What the server asks of an editor (its settings) is answered with nothing: its defaults are tested.
    if (method !== undefined) return this.#send({ id, result: null })
    this.#waiting.get(id)?.(result)
    this.#waiting.delete(id)
  }
}
