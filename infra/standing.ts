import type { RemovalPolicy } from 'aws-cdk-lib'
import type { RetentionDays } from 'aws-cdk-lib/aws-logs'

/** What every part of one deployment has in common. */
export interface Standing {
  /** Begins the names of queues and metrics, so that two deployments of one account can be told apart. */
  readonly name: string
  /** What becomes of data when its stack goes. With `RETAIN` it is protected from deletion as well. */
  readonly removalPolicy: RemovalPolicy
  readonly logRetention: RetentionDays
}
