import type { MetricName } from './metrics.ts'
import type { Need } from './needs.ts'
import type { SecretName } from './secrets.ts'

/** All of a Lambda: an entry of `FACTS` does not compile until each of these is said. Times are seconds, as AWS states them. */
export interface FunctionFacts {
  /** What starts it. By HTTP it is open to the world, at its routes (routes.ts). */
  readonly trigger: Trigger
  /** Seconds after which an invocation is given up. */
  readonly timeout: number
  /** MB; the processor's share grows with it. */
  readonly memory: number
  /** What it does with the table's items: exactly that is granted. A transaction needs what it is made of. */
  readonly table: readonly TableAction[]
  /** Queues of other functions that it sends to, by name. */
  readonly sendsTo: readonly string[]
  readonly secrets: readonly SecretName[]
  /** What else it is told of, and may use. */
  readonly needs: readonly Need[]
  /** What it counts, and nothing else: its code does not compile otherwise. */
  readonly counts: readonly MetricName[]
  /** When somebody is told that it fails, and that it is held back. */
  readonly alarms: { readonly errors: Threshold; readonly throttles: Threshold }
  /** How long its log is kept: as long as the deployment says, or so many days. */
  readonly logs: 'as-deployed' | LogDays
  /** KB that its code may have: what a cold start loads. */
  readonly bundle: number
}

export type TableAction = 'GetItem' | 'Query' | 'PutItem' | 'DeleteItem' | 'ConditionCheckItem'
/** Of what CloudWatch offers. */
export type LogDays = 7 | 30 | 90 | 180 | 365

export type Trigger = QueuesTrigger | StreamTrigger | ScheduleTrigger | HttpTrigger | DeploymentTrigger

export interface QueuesTrigger {
  readonly kind: 'queues'
  readonly queues: readonly OwnQueue[]
  readonly batchSize: number
  /** Tries before a message goes to the dead letters, as the handler counts them. */
  readonly tries: number
}

export interface OwnQueue {
  readonly name: string
  readonly fifo: boolean
  /** Invocations at the same time: for the queues of senders, this is the pace. */
  readonly concurrency: number
}

/** New images of the table. */
export interface StreamTrigger {
  readonly kind: 'stream'
  readonly batchSize: number
  readonly maximumRetryAttempts: number
  readonly bisectOnError: boolean
  /** Where records go that it cannot take, and the variable in which it finds that queue's URL. */
  readonly onFailure: string
  readonly deadLetterUrl: string
  /** Any of these wakes it. By what the record holds alone. */
  readonly filters: readonly { readonly dynamodb: object }[]
}

export interface ScheduleTrigger {
  readonly kind: 'schedule'
  readonly rate: string
  /** The same, in seconds. */
  readonly seconds: number
}

export interface HttpTrigger {
  readonly kind: 'http'
}

/** Called once while it is deployed, by CloudFormation. */
export interface DeploymentTrigger {
  readonly kind: 'deployment'
}

/** At this value and above, so many periods of five minutes in a row. */
export interface Threshold {
  readonly from: number
  readonly periods: number
}

/** Whoever is called again and again: a single failure is tried again. */
export const STEADY = { errors: { from: 3, periods: 2 }, throttles: { from: 10, periods: 3 } } as const
/** Called once in a deployment: its first failure is its only one. */
export const AT_ONCE = { errors: { from: 1, periods: 1 }, throttles: { from: 1, periods: 1 } } as const
