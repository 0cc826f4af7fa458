import * as z from 'zod/mini'
import { EngagementError, PermanentError } from '#engagement/errors.ts'
import type { AttemptStore } from '#stages/ports/attempt-store.ts'
import type { DeadLetters } from '#stages/ports/dead-letters.ts'
import { type Handler, lambda } from './lambda.ts'
import { describeError, type Log } from './log.ts'

const SqsRecord = z.looseObject({
  messageId: z.string(),
  body: z.string(),
  eventSourceARN: z.optional(z.string()),
  attributes: z.optional(
    z.looseObject({ MessageGroupId: z.optional(z.string()), ApproximateReceiveCount: z.optional(z.string()) }),
  ),
})
export type SqsRecord = z.infer<typeof SqsRecord>
const SqsEvent = z.looseObject({ Records: z.array(SqsRecord) })

/** What Lambda is told: these records are to be received again, the others are done. */
export interface SqsAnswer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[]
}

export interface SqsOptions {
  readonly name: string
  /** `fifo`: groups in parallel, each group in order; after a failure the rest of its group is returned unhandled. */
  readonly order: 'standard' | 'fifo'
  readonly deadLetters: DeadLetters
  readonly log: Log
  /** Where tries are counted, for what comes a second time. */
  readonly attempts: AttemptStore
  /** Tries after which a record goes to the dead letters. */
  readonly tries: number
}

/**
 * A handler of SQS batches: each body is JSON that fits `schema`. A `PermanentError` (also a body that does not fit) goes
 * to the dead letters and is acknowledged; anything else that is thrown returns the record to the queue, until it was tried
 * `tries` times. Tries are counted here and not by the queue: it counts a receive of what stood behind another as well.
 */
export function sqsHandler<Body>(
  schema: z.core.$ZodType<Body>,
  perRecord: (body: Body) => Promise<void>,
  options: SqsOptions,
): Handler<SqsAnswer> {
  const handleBatch = async (event: z.infer<typeof SqsEvent>): Promise<SqsAnswer> => {
    const groups = groupsOf(event.Records, options.order)
    const failed = await Promise.all(groups.map((group) => handleGroup(group, schema, perRecord, options)))
    return { batchItemFailures: failed.flat().map((itemIdentifier) => ({ itemIdentifier })) }
  }
  return lambda(options.name, SqsEvent, handleBatch, options.log)
}

function groupsOf(records: readonly SqsRecord[], order: SqsOptions['order']): readonly (readonly SqsRecord[])[] {
  if (order === 'standard') return records.map((record) => [record])
  const groups = new Map<string, SqsRecord[]>()
  for (const record of records) {
    const name = record.attributes?.MessageGroupId ?? record.messageId
    const group = groups.get(name)
    if (group === undefined) groups.set(name, [record])
    else group.push(record)
  }
  return [...groups.values()]
}

/** Ids of the records to be received again. */
async function handleGroup<Body>(
  records: readonly SqsRecord[],
  schema: z.core.$ZodType<Body>,
  perRecord: (body: Body) => Promise<void>,
  options: SqsOptions,
): Promise<readonly string[]> {
  for (const [index, record] of records.entries()) {
    try {
      await handleRecord(record, schema, perRecord, options)
    } catch (error) {
      options.log({
        level: 'warn',
        message: 'record returned to its queue',
        function: options.name,
        recordId: record.messageId,
        ...describeError(error),
      })
      return records.slice(index).map((rest) => rest.messageId)
    }
  }
  return []
}

async function handleRecord<Body>(
  record: SqsRecord,
  schema: z.core.$ZodType<Body>,
  perRecord: (body: Body) => Promise<void>,
  options: SqsOptions,
): Promise<void> {
  const tries = await countTry(record, options)
  // The last try never came back: its invocation was cut off.
  if (tries > options.tries) return bury(record, TOO_OFTEN, options)
  try {
    await perRecord(parseBody(record.body, schema))
  } catch (error) {
    if (error instanceof PermanentError) await bury(record, error, options)
    else if (tries >= options.tries) await bury(record, lastOf(error), options)
    else throw error
  }
}

/** 0 for what comes for the first time: that costs nothing. Counted before the try, for it may not come back. */
async function countTry({ messageId, attributes }: SqsRecord, { attempts }: SqsOptions): Promise<number> {
  const receives = Number(attributes?.ApproximateReceiveCount ?? 1)
  return receives > 1 ? attempts.begin(messageId) : 0
}

const TOO_OFTEN = new PermanentError('tried-too-often', 'no try came to an end')

/** With the code that the last try failed with. */
const lastOf = (error: unknown): PermanentError =>
  error instanceof EngagementError ? new PermanentError(error.code, error.message, { cause: error }) : TOO_OFTEN

async function bury(record: SqsRecord, error: PermanentError, options: SqsOptions): Promise<void> {
  const group = record.attributes?.MessageGroupId
  await options.deadLetters.send({
    id: record.messageId,
    source: record.eventSourceARN ?? '',
    body: record.body,
    code: error.code,
    ...(group === undefined ? {} : { group }),
  })
  options.log({
    level: 'error',
    message: 'record sent to the dead letters',
    function: options.name,
    recordId: record.messageId,
    ...describeError(error),
  })
}

function parseBody<Body>(body: string, schema: z.core.$ZodType<Body>): Body {
  const parsed = z.safeParse(schema, parseJson(body))
  if (parsed.success) return parsed.data
  const place = parsed.error.issues[0]?.path.join('.') ?? ''
  throw new PermanentError('bad-body', `the record's body does not fit, at "${place}"`, { cause: parsed.error })
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch (error) {
    throw notJson(error)
  }
}

const notJson = (cause: unknown): PermanentError =>
  new PermanentError('bad-json', "the record's body is not JSON", { cause })
