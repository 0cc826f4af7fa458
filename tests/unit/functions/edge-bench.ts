import { MemoryAttempts } from '#adapters/memory/memory-attempts.ts'
import type { MetricDimensions, MetricValues } from '#functions/metrics.ts'
import { createLog } from '#functions/middleware/log.ts'
import type { DeadLetter } from '#stages/ports/dead-letters.ts'

/** Log lines, dead letters and metrics, kept to look at. */
export function edgeBench() {
  const lines: string[] = []
  const letters: DeadLetter[] = []
  const deadLetters = { send: async (letter: DeadLetter): Promise<void> => void letters.push(letter) }
  const metrics: (MetricValues & MetricDimensions)[] = []
  const meter = (values: MetricValues, dimensions: MetricDimensions): void =>
    void metrics.push({ ...values, ...dimensions })
  const attempts = new MemoryAttempts()
  return { lines, letters, metrics, meter, log: createLog((line) => lines.push(line)), deadLetters, attempts }
}

/** A record as Lambda gets it from SQS; `group` for a FIFO queue. */
export function sqsRecord(id: string, body: unknown, group?: string, receives = 1): object {
  return {
    messageId: id,
    receiptHandle: 'AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    attributes: {
      ApproximateReceiveCount: String(receives),
      SentTimestamp: '1795262400000',
      SenderId: 'AIDAIENQZJOLO23YVJ4VO',
      ApproximateFirstReceiveTimestamp: '1795262400001',
      ...(group === undefined
        ? {}
        : { SequenceNumber: '18849496460467696128', MessageGroupId: group, MessageDeduplicationId: id }),
    },
    messageAttributes: {},
    md5OfBody: '098f6bcd4621d373cade4e832627b4f6',
    eventSource: 'aws:sqs',
    eventSourceARN: `arn:aws:sqs:ap-northeast-1:111122223333:${group === undefined ? 'ingest' : 'react.fifo'}`,
    awsRegion: 'ap-northeast-1',
  }
}

export const sqsEvent = (...records: object[]): object => ({ Records: records })

/** The ids that are to be received again. */
export const returned = (answer: { batchItemFailures: readonly { itemIdentifier: string }[] }): readonly string[] =>
  answer.batchItemFailures.map((failure) => failure.itemIdentifier)
