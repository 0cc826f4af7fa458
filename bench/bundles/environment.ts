import { FUNCTION_NAMES } from '#functions/facts.ts'
import { BUS, QUEUES } from '#functions/topology.ts'

const url = (name: string): string => `https://sqs.us-east-1.amazonaws.com/123456789012/${name}`

/** Settings with which any handler can be loaded: nothing is called, only imported. */
export const HANDLER_ENVIRONMENT: { readonly [name: string]: string } = {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'benchmark',
  AWS_SECRET_ACCESS_KEY: 'benchmark',
  TABLE_NAME: 'beforehand',
  ...Object.fromEntries(
    ['ADDRESS_SECRET', 'CUSTOMER_ID_SECRET', 'LINK_SECRET', 'WEBHOOK_SECRET'].map((name) => [
      name,
      'a secret for benchmarks: nothing is signed with it',
    ]),
  ),
  RELAY_DLQ_URL: url('relay-dlq'),
  FEEDBACK_TOPIC_ARN: 'arn:aws:sns:us-east-1:111122223333:feedback',
  PUBLIC_URL: 'https://example.com',
  [BUS.variable]: BUS.name,
  ...Object.fromEntries(
    QUEUES.flatMap((queue) => [
      [queue.url, url(queue.name)],
      [queue.deadLetterUrl, url(`${queue.name}-dlq`)],
    ]),
  ),
}

export const HANDLERS = FUNCTION_NAMES
