import * as z from 'zod/mini'
import { PermanentError } from '#engagement/errors.ts'
import { type News, type RelayDeps, relay } from '#stages/relay.ts'
import type { Edge } from '../edge.ts'
import { type Handler, lambda } from '../middleware/lambda.ts'
import { describeError } from '../middleware/log.ts'

/** An attribute as the stream spells it; only text, numbers, truth and bytes are ours. */
const Value = z.looseObject({
  S: z.optional(z.string()),
  N: z.optional(z.string()),
  B: z.optional(z.string()),
  BOOL: z.optional(z.boolean()),
})
const Image = z.optional(z.record(z.string(), Value))
const StreamRecord = z.looseObject({
  eventID: z.optional(z.string()),
  eventName: z.optional(z.string()),
  eventSourceARN: z.optional(z.string()),
  dynamodb: z.looseObject({ SequenceNumber: z.string(), Keys: Image, NewImage: Image }),
})
export type StreamRecord = z.infer<typeof StreamRecord>
const StreamEvent = z.looseObject({ Records: z.array(StreamRecord) })

export interface RelayHandlerDeps extends RelayDeps, Edge {
  /** What a record of the table's stream says; undefined where it is nothing to us. Throws `PermanentError` where it cannot be read. */
  readonly parse: (record: StreamRecord) => News | undefined
}

/**
 * DynamoDB stream records of one shard, in order. A record that cannot be read goes to the dead letters. Where queue or bus
 * do not take them all, the invocation fails: Lambda then halves the batch until what is not taken stands alone, and puts
 * that aside in the end. It is not told where to begin again, for with a place it would halve there and nowhere else.
 * Doing it twice is harmless.
 */
export function createRelayHandler(deps: RelayHandlerDeps): Handler<void> {
  const handle = async (event: z.infer<typeof StreamEvent>): Promise<void> => {
    const news: News[] = []
    for (const record of event.Records) {
      const item = await read(record, deps)
      if (item !== undefined) news.push(item)
    }
    await relay(news, deps)
  }
  return lambda('relay', StreamEvent, handle, deps.log)
}

async function read(record: StreamRecord, deps: RelayHandlerDeps): Promise<News | undefined> {
  try {
    return deps.parse(record)
  } catch (error) {
    // Reading is pure: what cannot be read now never can.
    const { code } = error instanceof PermanentError ? error : { code: 'unreadable-record' }
    const id = record.eventID ?? record.dynamodb.SequenceNumber
    await deps.deadLetters.send({
      id,
      source: record.eventSourceARN ?? '',
      body: JSON.stringify(record),
      code,
    })
    deps.log({
      level: 'error',
      message: 'record sent to the dead letters',
      function: 'relay',
      recordId: id,
      ...describeError(error),
    })
    return undefined
  }
}
