import type { Dashboard } from 'aws-cdk-lib/aws-cloudwatch'
import type { ITopic, Topic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import type { EngagementData } from '../engagement-data.ts'
import type { EngagementEdge } from '../engagement-edge.ts'
import type { EngagementEngine } from '../engagement-engine.ts'
import { type AlarmProps, alarmTopic } from './alarm-topic.ts'
import { Alarms } from './alarms.ts'
import { createDashboard } from './dashboard.ts'
import { EngineMetrics } from './engine-metrics.ts'
import { watchFlow } from './watch-flow.ts'

export interface ObservabilityProps {
  readonly name: string
  readonly data: EngagementData
  readonly engine: EngagementEngine
  readonly edge: EngagementEdge
  readonly alarms?: AlarmProps
}

/** Who is told, and what they look at then. */
export class Observability extends Construct {
  readonly topic: ITopic | Topic
  readonly dashboard: Dashboard

  constructor(scope: Construct, id: string, props: ObservabilityProps) {
    super(scope, id)
    const { data, engine, edge } = props
    const watched = { data, engine, edge, metrics: new EngineMetrics(props) }
    this.topic = alarmTopic(this, data.key, props.alarms ?? {})
    const alarms = new Alarms(this, this.topic)
    watchFlow(alarms, watched)
    this.dashboard = createDashboard(this, watched, alarms.all)
  }
}
