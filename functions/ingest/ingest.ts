import * as z from 'zod/mini'
import { type IngestDeps, ingest } from '#stages/ingest.ts'
import type { Edge } from '../edge.ts'
import type { Handler } from '../middleware/lambda.ts'
import { type SqsAnswer, sqsHandler } from '../middleware/sqs-handler.ts'

/** SQS records whose bodies are EventBridge events. The stage judges the envelope: what does not fit is put aside, visibly. */
export function createIngestHandler(deps: IngestDeps & Edge): Handler<SqsAnswer> {
  const take = async (envelope: unknown): Promise<void> => {
    const taken = await ingest(envelope, deps)
    if (taken.kind === 'quarantined')
      deps.log({ level: 'warn', message: 'event quarantined', function: 'ingest', code: taken.code })
  }
  return sqsHandler(z.unknown(), take, { name: 'ingest', order: 'standard', ...deps })
}
