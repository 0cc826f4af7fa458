import type { RemovalPolicy } from 'aws-cdk-lib'
import type { ITable, Table } from 'aws-cdk-lib/aws-dynamodb'
import type { EventBus, IEventBus } from 'aws-cdk-lib/aws-events'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import type { RetentionDays } from 'aws-cdk-lib/aws-logs'
import type { LineChannel, SmsChannel } from './channels.ts'
import type { PublicDomain } from './public-place.ts'
import type { Sender } from './senders.ts'
import type { SandboxRecipient } from './sending-identity.ts'
import type { RestoredTable, Throughput } from './table.ts'
import type { AlarmProps } from './watch/alarm-topic.ts'

export interface ProactiveEngagementProps {
  /** The folder that marketers own, as `workflows`. It is compiled now: an error in it fails the synth with its place. */
  readonly workflows: string
  /** Begins the names of queues and metrics: letters, digits and hyphens, at most 40. Default: made of the construct's path. */
  readonly name?: string
  /** A bus that events come on already. Default: one of its own. An archive of 14 days and a rule are put on either. */
  readonly eventBus?: IEventBus | EventBus
  /**
   * A table that exists: keys `PK` and `SK` (text), stream of new images, expiry by `ttl` (see table-definition.ts); name
   * its `encryptionKey` where it has one. Or name and stream of a table that was restored from our own (docs/runbook.md).
   * Default: a table under `key`, with point-in-time recovery.
   */
  readonly table?: ITable | Table | RestoredTable
  /**
   * Units a second that our own table takes at most, so that a runaway producer has a price. Default: 10,000 of each.
   */
  readonly throughput?: Throughput
  /**
   * A key that exists, for topics, secrets and an own table. Its policy must let `ses.amazonaws.com` and
   * `cloudwatch.amazonaws.com` of this account use `kms:Decrypt` and `kms:GenerateDataKey`. Default: a key that rotates.
   */
  readonly key?: IKey
  /** Whom mails may come from. Default: a new SES identity for each domain in the settings of the workflows. */
  readonly senders?: readonly Sender[]
  /** While SES keeps the account in its sandbox: addresses to write to, each to be confirmed by its owner. */
  readonly sandboxRecipients?: readonly (string | SandboxRecipient)[]
  /** Mails per second that SES grants the account; about so many leave at most. Default: the pace of topology.ts. */
  readonly sendRate?: number
  /** Text messages. Default: none is sent. */
  readonly sms?: SmsChannel
  /** LINE. Default: the channel refuses. */
  readonly line?: LineChannel
  /** A name of your own for the customers' pages. Default: the address that API Gateway gives. */
  readonly publicDomain?: PublicDomain
  /** Instead of `publicDomain`: an https address of your own that leads to the API. */
  readonly publicUrl?: string
  /** Who hears of alarms. Default: a topic without subscribers. */
  readonly alarms?: AlarmProps
  /** What becomes of data when the stack goes. Default: `RETAIN`, with protection from deletion. */
  readonly removalPolicy?: RemovalPolicy
  /** Logs hold ids and reasons only. Default: three months. */
  readonly logRetention?: RetentionDays
}
