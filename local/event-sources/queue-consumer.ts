import { createHash } from 'node:crypto'
import type { SQSEvent, SQSRecord } from 'aws-lambda'
import type { Handler } from '#functions/middleware/lambda.ts'
import type { QueueFacts } from '#functions/topology.ts'
import type { QueueStore, ReceivedMessage } from '../queue/queue-store.ts'
import { failuresOf, invoke } from './invocation.ts'

/** What the host says aloud of failures: ids and codes. An error's message may quote a customer, so it stays with the message. */
export type Report = (failure: {
  readonly source: string
  readonly ids: readonly string[]
  readonly code: string
  /** They are put aside, and not tried again. */
  readonly aside?: boolean
}) => void

/** One event source mapping: queue -> handler, with partial batch answers and as many invocations at once as the facts say. */
export class QueueConsumer {
  readonly queue: string
  readonly #facts: QueueFacts
  readonly #store: QueueStore
  readonly #handler: Handler<unknown>
  readonly #report: Report
  readonly #done: () => void
  #running = 0
  #stopped = true

  /** `done` is called after every invocation. */
  constructor(facts: QueueFacts, store: QueueStore, handler: Handler<unknown>, report: Report, done: () => void) {
    this.queue = facts.name
    this.#facts = facts
    this.#store = store
    this.#handler = handler
    this.#report = report
    this.#done = done
  }

  start(): void {
    this.#stopped = false
    this.pump()
  }

  /** No new invocations; those under way go on. */
  stop(): void {
    this.#stopped = true
  }

  get running(): number {
    return this.#running
  }

  /** Starts invocations while there are messages in sight. Answers whether anything is under way. */
  pump(): boolean {
    while (!this.#stopped && this.#running < this.#facts.concurrency) {
      const batch = this.#store.receive(this.queue, this.#facts.batchSize)
      if (batch.length === 0) break
      this.#running += 1
      void this.#work(batch)
    }
    return this.#running > 0
  }

  async #work(batch: readonly ReceivedMessage[]): Promise<void> {
    try {
      await this.#deliver(batch)
    } finally {
      this.#running -= 1
      this.pump()
      this.#done()
    }
  }

  async #deliver(batch: readonly ReceivedMessage[]): Promise<void> {
    const event: SQSEvent = { Records: batch.map((message) => sqsRecord(this.queue, message)) }
    let failed: ReadonlySet<string> | undefined
    let error = 'returned: the handler reported it as failed'
    try {
      failed = failuresOf(
        await invoke(this.#facts.handler, this.#handler, event),
        new Set(batch.map((message) => message.id)),
      )
    } catch (thrown) {
      error = describe(thrown)
    }
    const isFailed = (message: ReceivedMessage): boolean => failed === undefined || failed.has(message.id)
    const failures = batch.filter(isFailed)
    this.#store.remove(batch.filter((message) => !isFailed(message)))
    this.#store.fail(failures, error)
    if (failures.length > 0)
      this.#report({ source: this.queue, ids: failures.map((message) => message.id), code: codeOf(error) })
  }
}

/** The code of what `describe` said. */
export const codeOf = (error: string): string => error.slice(0, error.indexOf(':'))

/** `code: message` of whatever was thrown. */
export function describe(thrown: unknown): string {
  if (!(thrown instanceof Error)) return `thrown: ${String(thrown)}`
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : thrown.name
  return `${code}: ${thrown.message}`
}

/** The record that Lambda hands to the handler of an SQS queue. */
export function sqsRecord(queue: string, message: ReceivedMessage): SQSRecord {
  return {
    messageId: message.id,
    receiptHandle: message.receipt,
    body: message.body,
    attributes: {
      ApproximateReceiveCount: String(message.receives),
      SentTimestamp: String(message.sentAt),
      SenderId: '000000000000',
      ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
      ...(message.groupId === undefined
        ? {}
        : { MessageGroupId: message.groupId, SequenceNumber: String(message.seq) }),
      ...(message.dedupId === undefined ? {} : { MessageDeduplicationId: message.dedupId }),
    },
    messageAttributes: lambdaAttributes(JSON.parse(message.attributes)),
    md5OfBody: createHash('md5').update(message.body).digest('hex'),
    eventSource: 'aws:sqs',
    eventSourceARN: `arn:aws:sqs:local:000000000000:${queue}`,
    awsRegion: 'local',
  }
}

/** Senders write `{ StringValue, DataType }`, Lambda hands over `{ stringValue, dataType }`. */
function lambdaAttributes(sent: Record<string, Record<string, unknown>>): SQSRecord['messageAttributes'] {
  const converted = Object.entries(sent).map(([name, attribute]) => [
    name,
    {
      dataType: String(attribute['DataType']),
      ...(attribute['StringValue'] === undefined ? {} : { stringValue: String(attribute['StringValue']) }),
    },
  ])
  return Object.fromEntries(converted)
}
