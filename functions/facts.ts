import { AT_ONCE, type FunctionFacts, STEADY, type Trigger } from './function-facts.ts'
import type { MetricName } from './metrics.ts'
import { SEND_QUEUES } from './send-queues.ts'

/** What becomes of messages in a reaction (middleware/metrics-of-messages.ts). */
const MESSAGES = [
  'Sent',
  'MailsSent',
  'Held',
  'Throttled',
  'NotSetUp',
  'Skipped',
  'NotWritten',
  'Refused',
  'UnknownSends',
  'LimitReached',
  'PutAside',
] as const satisfies readonly MetricName[]

/**
 * Every Lambda, with all there is to say of it: the local host runs them by it, the infrastructure builds and watches them
 * by it, the benchmarks measure them and the proofs hold AWS's template against it. A new one is a folder and an entry here.
 */
export const FACTS = {
  /** Judges events and gives each to its customer. */
  ingest: {
    trigger: {
      kind: 'queues',
      queues: [{ name: 'ingest', fifo: false, concurrency: 4 }],
      batchSize: 10,
      tries: 5,
    },
    timeout: 30,
    memory: 512,
    table: ['GetItem', 'Query', 'PutItem'],
    sendsTo: ['react'],
    secrets: ['CUSTOMER_ID_SECRET'],
    needs: [],
    counts: ['EventsAccepted', 'EventsWithMistakes', 'Quarantined', 'PutAside'],
    alarms: STEADY,
    logs: 'as-deployed',
    bundle: 360,
  },
  /** Decides what an event or a due time means for its customer. */
  react: {
    trigger: {
      kind: 'queues',
      queues: [{ name: 'react', fifo: true, concurrency: 8 }],
      batchSize: 10,
      // What is wrong for good goes to the dead letters at once: these are tries of what others were writing meanwhile.
      tries: 10,
    },
    // Short, so that a customer whose events fail is not blocked for long.
    timeout: 10,
    // It parses catalogues.
    memory: 1024,
    table: ['GetItem', 'Query', 'PutItem', 'DeleteItem', 'ConditionCheckItem'],
    sendsTo: ['react'],
    secrets: [],
    needs: ['timeline'],
    counts: MESSAGES,
    alarms: STEADY,
    logs: 'as-deployed',
    bundle: 380,
  },
  /** Brings back whoever is due. */
  wake: {
    trigger: { kind: 'schedule', rate: 'rate(1 minute)', seconds: 60 },
    timeout: 50,
    memory: 512,
    table: ['GetItem', 'Query', 'PutItem'],
    sendsTo: ['react'],
    secrets: [],
    needs: [],
    counts: ['SweepLagSeconds'],
    alarms: STEADY,
    logs: 'as-deployed',
    bundle: 280,
  },
  /** Passes planned messages and raised events on. */
  relay: {
    trigger: {
      kind: 'stream',
      batchSize: 100,
      maximumRetryAttempts: 8,
      bisectOnError: true,
      onFailure: 'relay-dlq',
      deadLetterUrl: 'RELAY_DLQ_URL',
      // A message to pass on, an event that we raised; a removed item has no new image. Whether it is news is for relay to
      // read (stream-record.ts).
      filters: [
        { dynamodb: { NewImage: { status: { S: ['planned'] } } } },
        { dynamodb: { NewImage: { emitted: { BOOL: [true] } } } },
      ],
    },
    timeout: 30,
    memory: 512,
    // It reads the stream only.
    table: [],
    sendsTo: SEND_QUEUES.map(({ name }) => name),
    secrets: [],
    needs: ['bus'],
    counts: [],
    alarms: STEADY,
    logs: 'as-deployed',
    bundle: 250,
  },
  /** Writes a message for one person and sends it. */
  send: {
    trigger: { kind: 'queues', queues: SEND_QUEUES, batchSize: 10, tries: 5 },
    timeout: 30,
    // It parses catalogues and renders.
    memory: 1024,
    table: ['GetItem', 'Query', 'PutItem', 'DeleteItem'],
    sendsTo: [],
    secrets: ['ADDRESS_SECRET', 'LINK_SECRET', 'WEBHOOK_SECRET', 'LINE_CHANNEL_ACCESS_TOKEN'],
    needs: ['timeline', 'public-url', 'mail', 'texts', 'line'],
    counts: MESSAGES,
    alarms: STEADY,
    logs: 'as-deployed',
    bundle: 620,
  },
  /** Records what became of a message. */
  record: {
    trigger: {
      kind: 'queues',
      queues: [{ name: 'feedback', fifo: false, concurrency: 2 }],
      batchSize: 10,
      tries: 10,
    },
    timeout: 30,
    memory: 512,
    table: ['GetItem', 'PutItem'],
    sendsTo: ['react'],
    secrets: ['ADDRESS_SECRET'],
    needs: ['timeline', 'feedback'],
    counts: ['Delivered', 'Bounced', 'Complained'],
    alarms: STEADY,
    logs: 'as-deployed',
    bundle: 280,
  },
  /** Publishes the catalogue that came with a deployment. */
  seed: {
    trigger: { kind: 'deployment' },
    timeout: 60,
    memory: 512,
    table: ['GetItem', 'PutItem'],
    sendsTo: [],
    secrets: [],
    needs: [],
    counts: [],
    alarms: AT_ONCE,
    logs: 'as-deployed',
    bundle: 220,
  },
  /** Answers the pages behind the links of messages. */
  preferences: {
    trigger: { kind: 'http' },
    timeout: 10,
    memory: 512,
    table: ['GetItem', 'Query'],
    sendsTo: ['react'],
    secrets: ['LINK_SECRET'],
    needs: [],
    counts: [],
    alarms: STEADY,
    logs: 'as-deployed',
    bundle: 280,
  },
} as const satisfies { readonly [name: string]: FunctionFacts }

export type FunctionName = keyof typeof FACTS
/** Functions that are started so. */
export type StartedBy<Kind extends Trigger['kind']> = {
  [name in FunctionName]: (typeof FACTS)[name]['trigger']['kind'] extends Kind ? name : never
}[FunctionName]
/** What a function may count. */
export type CountedBy<Name extends FunctionName> = (typeof FACTS)[Name]['counts'][number]

const isFunction = (name: string): name is FunctionName => Object.hasOwn(FACTS, name)
/** In the order of the flow. */
export const FUNCTION_NAMES: readonly FunctionName[] = Object.keys(FACTS).filter(isFunction)

/** Names of the functions that are started so, in the order of the flow. */
export function startedBy<Kind extends Trigger['kind']>(kind: Kind): readonly StartedBy<Kind>[] {
  const isSo = (name: FunctionName): name is StartedBy<Kind> => FACTS[name].trigger.kind === kind
  return FUNCTION_NAMES.filter(isSo)
}

/** The same facts, for whoever treats all functions alike. */
export const factsOf = (name: FunctionName): FunctionFacts => FACTS[name]
