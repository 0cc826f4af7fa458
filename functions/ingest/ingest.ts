import * as z from 'zod/mini'
import { readBusEvent } from '#adapters/aws/bus-event.ts'
import type { CustomerEvent } from '#engagement/customer/customer-event.ts'
import { isMistake } from '#engagement/customer/event-warning.ts'
import { type IngestDeps, ingest } from '#stages/ingest.ts'
import type { QueueEdge } from '../edge.ts'
import { FACTS } from '../facts.ts'
import type { Handler } from '../middleware/lambda.ts'
import { type CountOf, type Metered, metered } from '../middleware/metrics.ts'
import { type SqsAnswer, sqsHandler } from '../middleware/sqs-handler.ts'

/** SQS records whose bodies are EventBridge events. What is none is put aside by the stage, visibly, as what it refuses. */
export function createIngestHandler(deps: IngestDeps & QueueEdge & Metered): Handler<SqsAnswer> {
  return metered(deps.meter, (count: CountOf<'ingest'>) => {
    const tellMistakes = ({ messageId, warnings = [] }: CustomerEvent): void => {
      const mistakes = warnings.filter(isMistake)
      const [first] = mistakes
      if (first === undefined) return
      count('EventsWithMistakes')
      const many = { count: mistakes.length, code: first.code, messageId }
      deps.log({ level: 'warn', message: 'event not understood in part', function: 'ingest', ...many })
    }
    const take = async (body: unknown): Promise<void> => {
      const taken = await ingest(readBusEvent(body), deps)
      count(taken.kind === 'quarantined' ? 'Quarantined' : 'EventsAccepted')
      if (taken.kind === 'quarantined' && taken.code === 'put-aside') count('PutAside')
      if (taken.kind === 'quarantined')
        deps.log({ level: 'warn', message: 'event quarantined', function: 'ingest', code: taken.code })
      else tellMistakes(taken.event)
    }
    return sqsHandler(z.unknown(), take, {
      name: 'ingest',
      order: 'standard',
      tries: FACTS.ingest.trigger.tries,
      ...deps,
    })
  })
}
