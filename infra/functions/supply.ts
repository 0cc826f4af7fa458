import type { Topic } from 'aws-cdk-lib/aws-sns'
import type { Catalogue } from '#engagement/model/catalogue.ts'
import { factsOf } from '#functions/facts.ts'
import { NEEDS, type Need } from '#functions/needs.ts'
import { arnVariable } from '#functions/secrets.ts'
import { BUS, QUEUES } from '#functions/topology.ts'
import { type Channels, openLine, openMail, openTexts } from '../channels.ts'
import type { EngagementData } from '../engagement-data.ts'
import { isOwnSecret } from '../engagement-secrets.ts'
import type { Queues } from '../queues.ts'
import type { SendingIdentity } from '../sending-identity.ts'
import type { EngagementFunction } from './engagement-function.ts'
import { mayRead, maySendTo, tablePermissions } from './permissions.ts'

/** Everything in a deployment that a function can be told of. */
export interface Surroundings {
  readonly data: EngagementData
  readonly catalogue: Catalogue
  readonly queues: Queues
  readonly feedback: Topic
  readonly identity: SendingIdentity
  readonly channels: Channels
}

/** Gives a function what its facts name: each under its variable, with the grant for it beside. */
export function supply(to: EngagementFunction, around: Surroundings): void {
  const { table, sendsTo, secrets, needs } = factsOf(to.name)
  const { data, queues } = around
  if (table.length > 0) to.give('TABLE_NAME', data.table.tableName, ...tablePermissions(to.name, data))
  for (const { name, url } of QUEUES.filter((facts) => sendsTo.includes(facts.name))) {
    const queue = queues.get(name)
    to.give(url, queue.queueUrl, maySendTo(queue))
  }
  for (const name of secrets.filter(isOwnSecret)) {
    const secret = data.secrets[name]
    to.give(arnVariable(name), secret.secretArn, ...mayRead(secret))
  }
  for (const need of needs) supplyNeed(need, to, around)
}

const DAY = 86_400_000

function supplyNeed(need: Need, to: EngagementFunction, around: Surroundings): EngagementFunction {
  const { data, catalogue, feedback, identity, channels } = around
  switch (need) {
    case 'timeline':
      return to.give('TIMELINE_DAYS', String(Math.ceil(catalogue.settings.timelineMs / DAY)))
    case 'public-url':
      return to.give('PUBLIC_URL', data.publicUrl)
    case 'feedback':
      return to.give('FEEDBACK_TOPIC_ARN', feedback.topicArn)
    case 'bus':
      return to.give(BUS.variable, data.bus.eventBusName, {
        actions: NEEDS.bus.actions,
        resources: [data.bus.eventBusArn],
      })
    case 'mail':
      return openMail(to, identity)
    case 'texts':
      return openTexts(to, channels.sms)
    case 'line':
      return openLine(to, channels.line)
  }
}
