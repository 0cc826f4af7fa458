import { Names, RemovalPolicy } from 'aws-cdk-lib'
import { RetentionDays } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import { compiledWorkflows } from './compiled-workflows.ts'
import { EngagementData } from './engagement-data.ts'
import { EngagementEdge } from './engagement-edge.ts'
import { EngagementEngine } from './engagement-engine.ts'
import type { ProactiveEngagementProps } from './proactive-engagement-props.ts'
import { checkRegion } from './regions.ts'
import { sendersFor } from './senders.ts'
import { SetupError } from './setup-error.ts'
import { Observability } from './watch/observability.ts'

/** Where the parts stand. One stack may hold them all; with three, each can be deployed and removed by itself. */
export interface Places {
  readonly data: Construct
  readonly engine: Construct
  readonly edge: Construct
}

/**
 * Tells customers first: takes events from a bus, decides by the workflows' rules, writes to customers, and keeps what it
 * knows in one table. Serverless, outside any VPC. Throws `SetupError` with one sentence where a prop does not fit.
 *
 * ```ts
 * const engagement = new ProactiveEngagement(this, 'Engagement', { workflows: 'workflows', alarms: { email } })
 * engagement.data.bus.grantPutEventsTo(shop)
 * ```
 */
export class ProactiveEngagement extends Construct {
  readonly data: EngagementData
  readonly engine: EngagementEngine
  readonly edge: EngagementEdge
  readonly observability: Observability

  /** `places`: other constructs than this one to hold the parts, as stacks of their own. */
  constructor(scope: Construct, id: string, props: ProactiveEngagementProps, places?: Places) {
    super(scope, id)
    const at = places ?? { data: this, engine: this, edge: this }
    checkRegion(at.engine)
    const catalogue = compiledWorkflows(props.workflows)
    const standing = {
      name: nameOf(this, props.name),
      removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN,
      logRetention: props.logRetention ?? RetentionDays.THREE_MONTHS,
    }
    const all = { ...props, ...standing, senders: sendersFor(catalogue.settings, props.senders), catalogue }
    this.data = new EngagementData(at.data, 'Data', all)
    this.engine = new EngagementEngine(at.engine, 'Engine', { ...all, data: this.data })
    this.edge = new EngagementEdge(at.edge, 'Edge', { ...all, data: this.data, engine: this.engine })
    this.observability = new Observability(at.edge, 'Observability', {
      ...all,
      data: this.data,
      engine: this.engine,
      edge: this.edge,
    })
  }
}

function nameOf(scope: Construct, given: string | undefined): string {
  if (given === undefined) return Names.uniqueResourceName(scope, { maxLength: 40, separator: '-' })
  if (/^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/.test(given)) return given
  throw new SetupError(`name: "${given}" may have letters, digits and hyphens, at most 40.`)
}
