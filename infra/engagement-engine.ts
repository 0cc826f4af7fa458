import { Construct } from 'constructs'
import type { Catalogue } from '#engagement/model/catalogue.ts'
import { FUNCTION_NAMES, type FunctionName, factsOf } from '#functions/facts.ts'
import type { StreamTrigger } from '#functions/function-facts.ts'
import { deadLettersOf, queuesOf } from '#functions/topology.ts'
import type { Channels } from './channels.ts'
import { constructId } from './construct-id.ts'
import type { EngagementData } from './engagement-data.ts'
import { createFeedback } from './feedback.ts'
import { EngagementFunction } from './functions/engagement-function.ts'
import { consume, follow } from './functions/event-sources.ts'
import { maySendTo } from './functions/permissions.ts'
import { type Surroundings, supply } from './functions/supply.ts'
import { createIngestRule } from './ingest-rule.ts'
import { paceFor } from './pace.ts'
import { createQueues, type Queues } from './queues.ts'
import { createSeeding } from './seeding.ts'
import type { Sender } from './senders.ts'
import { type SandboxRecipient, SendingIdentity } from './sending-identity.ts'
import type { Standing } from './standing.ts'
import { createSweep } from './sweep.ts'

export interface EngagementEngineProps extends Standing, Channels {
  readonly data: EngagementData
  readonly catalogue: Catalogue
  readonly senders: readonly Sender[]
  readonly sandboxRecipients?: readonly (string | SandboxRecipient)[]
  readonly sendRate?: number
}

/** From the bus to the provider and back: ingest -> react -> relay -> send -> record, and the sweep that brings time in. */
export class EngagementEngine extends Construct {
  readonly queues: Queues
  readonly identity: SendingIdentity
  /** In the order of the flow. */
  readonly functions: readonly EngagementFunction[]
  readonly #props: EngagementEngineProps
  readonly #data: EngagementData
  /** What functions are told of, those of the edge too. */
  readonly surroundings: Surroundings

  constructor(scope: Construct, id: string, props: EngagementEngineProps) {
    super(scope, id)
    this.#props = props
    this.#data = props.data
    this.queues = createQueues(new Construct(this, 'Queues'), props)
    const feedback = createFeedback(this, props.data.key, this.queues)
    this.identity = new SendingIdentity(this, 'Mail', {
      senders: props.senders,
      feedback,
      sandboxRecipients: (props.sandboxRecipients ?? []).map((one) =>
        typeof one === 'string' ? { address: one } : one,
      ),
    })
    this.surroundings = {
      data: props.data,
      catalogue: props.catalogue,
      queues: this.queues,
      feedback,
      identity: this.identity,
      channels: props,
    }
    createIngestRule(this, props.data.bus, this.queues)
    const wired = FUNCTION_NAMES.flatMap((name) => this.#wired(name))
    this.functions = [...wired, createSeeding(this, props, props.data, props.catalogue)]
  }

  /** A function with what starts it, as its facts say; those of other parts of the deployment are none here. */
  #wired(name: FunctionName): readonly EngagementFunction[] {
    const { trigger } = factsOf(name)
    switch (trigger.kind) {
      case 'queues':
        return [this.#consuming(this.#function(name))]
      case 'stream':
        return [this.#following(this.#function(name), trigger)]
      case 'schedule': {
        const swept = this.#function(name)
        createSweep(this, swept, trigger)
        return [swept]
      }
      // The edge builds those behind the API, and the deployment's own stands last (seeding.ts).
      case 'http':
      case 'deployment':
        return []
    }
  }

  #function(name: FunctionName): EngagementFunction {
    const { name: deployment, removalPolicy, logRetention } = this.#props
    const standing = { name: deployment, removalPolicy, logRetention }
    const made = new EngagementFunction(this, constructId(name), { ...standing, function: name })
    supply(made, this.surroundings)
    return made
  }

  /** The table's stream. What fails there goes where the function finds its dead letters. */
  #following(follower: EngagementFunction, trigger: StreamTrigger): EngagementFunction {
    const deadLetters = this.queues.get(trigger.onFailure)
    follower.give(trigger.deadLetterUrl, deadLetters.queueUrl, maySendTo(deadLetters))
    follow(follower, trigger, this.#data, this.queues)
    return follower
  }

  /** Every queue that it handles, with the dead letters beside each. */
  #consuming(consumer: EngagementFunction): EngagementFunction {
    for (const facts of queuesOf(consumer.name)) {
      consume(consumer, facts, this.queues, paceFor(facts, this.#props.sendRate))
      const deadLetters = this.queues.get(deadLettersOf(facts))
      consumer.give(facts.deadLetterUrl, deadLetters.queueUrl, maySendTo(deadLetters))
    }
    return consumer
  }
}
