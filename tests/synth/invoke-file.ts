import { spawn } from 'node:child_process'
import { dirname } from 'node:path'
import { text } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'
import { HANDLER_ENVIRONMENT } from '#bench/bundles/environment.ts'

const probe = `
const { [process.env.MEMBER]: handler } = await import(process.env.PROBED)
const said = await Promise.resolve().then(() => handler(JSON.parse(process.env.ENVELOPE))).then(
  (answer) => ({ answer }),
  (error) => ({ code: error.code ?? error.message }),
)
process.stdout.write('\\n' + JSON.stringify(said), () => process.exit(0))`

export interface Said {
  readonly answer?: unknown
  /** Of what it threw; its message where that has none. */
  readonly code?: string
}

/** One invocation in a fresh process, in the folder of the file; every address of AWS leads to `origin`. */
export async function invokeFile(
  { file, member }: { readonly file: string; readonly member: string },
  envelope: object,
  origin: string,
): Promise<Said> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', probe], {
    cwd: dirname(file),
    env: {
      ...environment(origin),
      PROBED: pathToFileURL(file).href,
      MEMBER: member,
      ENVELOPE: JSON.stringify(envelope),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [out, failed] = await Promise.all([text(child.stdout), text(child.stderr)])
  // What a handler logs comes before; the last line is ours.
  const last = out.split('\n').at(-1) ?? ''
  if (failed !== '' || last === '') throw new Error(`${file} did not answer: ${failed}${out}`)
  return JSON.parse(last)
}

function environment(origin: string): { readonly [variable: string]: string } {
  const given = Object.entries(HANDLER_ENVIRONMENT).map(([variable, value]) => [
    variable,
    value.replace('https://sqs.us-east-1.amazonaws.com', origin),
  ])
  return { ...Object.fromEntries(given), AWS_ENDPOINT_URL: origin }
}
