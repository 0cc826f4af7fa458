import * as z from 'zod'
import { type Context, UsageError } from './context.ts'

/** Address of the local host: `--endpoint`, or the port that `npm start` takes too. */
export const hostEndpoint = (context: Context, given: string | undefined): string =>
  (given ?? context.env['BEFOREHAND_ENDPOINT'] ?? `http://127.0.0.1:${context.env['PORT'] ?? '4100'}`).replace(
    /\/$/,
    '',
  )

const Refusal = z.object({ message: z.string() })

/** Asks the local host; `undefined` for what it does not know. Throws `UsageError` where it does not answer or refuses. */
export async function askHost<T>(endpoint: string, path: string, schema: z.core.$ZodType<T>): Promise<T | undefined> {
  const answer = await fetch(`${endpoint}${path}`).catch((error: unknown) => {
    throw new UsageError(`Nobody answers at ${endpoint}: start the host with npm start, or name it with --endpoint.`, {
      cause: error,
    })
  })
  if (answer.status === 404) return undefined
  const body: unknown = await answer.json().catch(() => undefined)
  if (!answer.ok) {
    const said = Refusal.safeParse(body)
    throw new UsageError(`${endpoint}${path} answered ${answer.status}${said.success ? `: ${said.data.message}` : ''}`)
  }
  const parsed = z.safeParse(schema, body)
  if (!parsed.success)
    throw new UsageError(`${endpoint}${path} is not an answer of Beforehand's host: ${z.prettifyError(parsed.error)}`)
  return parsed.data
}
