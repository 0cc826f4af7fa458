import * as z from 'zod'
import { type RecordDeps, record } from '#stages/record.ts'
import type { Edge } from '../edge.ts'
import type { Handler } from '../middleware/lambda.ts'
import { type SqsAnswer, sqsHandler } from '../middleware/sqs-handler.ts'

/** SQS records whose bodies are notifications of SES, in an SNS envelope or raw. The stage judges their shape. */
export function createRecordHandler(deps: RecordDeps & Edge): Handler<SqsAnswer> {
  const take = async (notification: unknown): Promise<void> => {
    const recorded = await record(notification, deps)
    if (recorded.kind === 'recorded') return
    const code = recorded.kind === 'ignored' ? recorded.reason : recorded.kind
    deps.log({ level: 'info', message: 'notification without a message of ours', function: 'record', code })
  }
  return sqsHandler(z.unknown(), take, { name: 'record', order: 'standard', ...deps })
}
