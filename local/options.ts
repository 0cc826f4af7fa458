import { resolve } from 'node:path'
import * as z from 'zod'

/** How the host is set up, by environment. */
export interface HostOptions {
  /** 0: any free port. */
  readonly port: number
  readonly dataDir: string
  /** The folder that marketers own. */
  readonly workflowsDir: string
  /** Another DynamoDB engine than the embedded one. */
  readonly dynamodbEndpoint?: string
  /** Where a fresh store's clock begins, epoch milliseconds. */
  readonly clockStart?: number
  /** Look for changes of `workflowsDir`. */
  readonly watch: boolean
}

/** Thrown with one line per variable that does not fit. */
export class BadSettings extends Error {}

const given = (schema: z.ZodType<string>) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional())
const Environment = z.object({
  PORT: given(
    z
      .string()
      .regex(/^\d{1,5}$/)
      .refine((port) => Number(port) < 65_536, 'a port is a number below 65536'),
  ),
  DATA_DIR: given(z.string()),
  WORKFLOWS_DIR: given(z.string()),
  DYNAMODB_ENDPOINT: given(z.url({ protocol: /^https?$/ })),
  CLOCK_START: given(z.iso.datetime({ offset: true, error: 'an ISO 8601 time with a zone, as 2026-11-21T09:00:00Z' })),
})

/** Reads `PORT`, `DATA_DIR`, `WORKFLOWS_DIR`, `DYNAMODB_ENDPOINT` and `CLOCK_START`. Throws `BadSettings`. */
export function readHostOptions(env: { readonly [name: string]: string | undefined }, root: string): HostOptions {
  const parsed = Environment.safeParse(env)
  if (!parsed.success)
    throw new BadSettings(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'))
  const { PORT, DATA_DIR, WORKFLOWS_DIR, DYNAMODB_ENDPOINT, CLOCK_START } = parsed.data
  return {
    port: Number(PORT ?? 4100),
    dataDir: resolve(root, DATA_DIR ?? '.beforehand'),
    workflowsDir: resolve(root, WORKFLOWS_DIR ?? 'workflows'),
    watch: true,
    ...(DYNAMODB_ENDPOINT === undefined ? {} : { dynamodbEndpoint: DYNAMODB_ENDPOINT }),
    ...(CLOCK_START === undefined ? {} : { clockStart: Date.parse(CLOCK_START) }),
  }
}
