import * as z from 'zod/mini'
import { type IngestDeps, ingest } from '#stages/ingest.ts'
import type { Edge } from '../edge.ts'
import type { Handler } from '../middleware/lambda.ts'
import { type Metered, metered } from '../middleware/metrics.ts'
import { type SqsAnswer, sqsHandler } from '../middleware/sqs-handler.ts'

/** SQS records whose bodies are EventBridge events. The stage judges the envelope: what does not fit is put aside, visibly. */
export function createIngestHandler(deps: IngestDeps & Edge & Metered): Handler<SqsAnswer> {
  return metered(deps.meter, (count) => {
    const take = async (envelope: unknown): Promise<void> => {
      const taken = await ingest(envelope, deps)
      count(taken.kind === 'quarantined' ? 'Quarantined' : 'EventsAccepted')
      if (taken.kind === 'quarantined')
        deps.log({ level: 'warn', message: 'event quarantined', function: 'ingest', code: taken.code })
    }
    return sqsHandler(z.unknown(), take, { name: 'ingest', order: 'standard', ...deps })
  })
}
