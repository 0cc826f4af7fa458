import type { Topic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import type { Catalogue } from '#engagement/model/catalogue.ts'
import { arnVariable } from '#functions/secrets.ts'
import { BUS, deadLettersOf, type FunctionName, QUEUES, STREAM } from '#functions/topology.ts'
import { type Channels, openChannels } from './channels.ts'
import { constructId } from './construct-id.ts'
import type { EngagementData } from './engagement-data.ts'
import type { OwnSecret } from './engagement-secrets.ts'
import { createFeedback } from './feedback.ts'
import { EngagementFunction } from './functions/engagement-function.ts'
import { consume, follow } from './functions/event-sources.ts'
import { mayRead, maySendTo, tablePermissions } from './functions/permissions.ts'
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

const DAY = 86_400_000

/** MB. react and send parse catalogues and render; the others pass things on. */
const MEMORY = { ingest: 512, react: 1024, wake: 512, relay: 512, send: 1024, record: 512 } as const

/** From the bus to the provider and back: ingest -> react -> relay -> send -> record, and the sweep that brings time in. */
export class EngagementEngine extends Construct {
  readonly queues: Queues
  readonly identity: SendingIdentity
  /** In the order of the flow. */
  readonly functions: readonly EngagementFunction[]
  readonly #props: EngagementEngineProps
  readonly #data: EngagementData
  readonly #feedback: Topic

  constructor(scope: Construct, id: string, props: EngagementEngineProps) {
    super(scope, id)
    this.#props = props
    this.#data = props.data
    this.queues = createQueues(new Construct(this, 'Queues'), props)
    this.#feedback = createFeedback(this, props.data.key, this.queues)
    this.identity = new SendingIdentity(this, 'Mail', {
      senders: props.senders,
      feedback: this.#feedback,
      sandboxRecipients: (props.sandboxRecipients ?? []).map((one) =>
        typeof one === 'string' ? { address: one } : one,
      ),
    })
    createIngestRule(this, props.data.bus, this.queues)
    const flow = [this.#ingest(), this.#react(), this.#wake(), this.#relay(), this.#send(), this.#record()]
    this.functions = [...flow, createSeeding(this, props, props.data, props.catalogue)]
  }

  #ingest(): EngagementFunction {
    const ingest = this.#function('ingest')
    this.#giveTable(ingest)
    this.#giveReactQueue(ingest)
    this.#giveSecret(ingest, 'CUSTOMER_ID_SECRET')
    return this.#consuming(ingest)
  }

  #react(): EngagementFunction {
    const react = this.#function('react')
    this.#giveTable(react)
    this.#giveReactQueue(react)
    return this.#consuming(react)
  }

  #wake(): EngagementFunction {
    const wake = this.#function('wake')
    this.#giveTable(wake)
    this.#giveReactQueue(wake)
    createSweep(this, wake)
    return wake
  }

  #relay(): EngagementFunction {
    const relay = this.#function('relay')
    for (const facts of QUEUES.filter(({ handler }) => handler === 'send'))
      relay.give(facts.url, this.queues.get(facts.name).queueUrl, maySendTo(this.queues.get(facts.name)))
    const { bus } = this.#data
    relay.give(BUS.variable, bus.eventBusName, { actions: ['events:PutEvents'], resources: [bus.eventBusArn] })
    const deadLetters = this.queues.get(STREAM.onFailure)
    relay.give(STREAM.deadLetterUrl, deadLetters.queueUrl, maySendTo(deadLetters))
    follow(relay, this.#data, this.queues)
    return relay
  }

  #send(): EngagementFunction {
    const send = this.#function('send')
    this.#giveTable(send)
    send.give('PUBLIC_URL', this.#data.publicUrl)
    for (const secret of ['ADDRESS_SECRET', 'LINK_SECRET', 'WEBHOOK_SECRET'] as const) this.#giveSecret(send, secret)
    openChannels(send, this.identity, this.#props)
    return this.#consuming(send)
  }

  #record(): EngagementFunction {
    const record = this.#function('record')
    this.#giveTable(record)
    this.#giveReactQueue(record)
    this.#giveSecret(record, 'ADDRESS_SECRET')
    record.give('FEEDBACK_TOPIC_ARN', this.#feedback.topicArn)
    return this.#consuming(record)
  }

  #function(name: keyof typeof MEMORY): EngagementFunction {
    const { name: deployment, removalPolicy, logRetention } = this.#props
    const standing = { name: deployment, removalPolicy, logRetention }
    return new EngagementFunction(this, constructId(name), { ...standing, function: name, memory: MEMORY[name] })
  }

  #giveTable(to: EngagementFunction): void {
    to.give('TABLE_NAME', this.#data.table.tableName, ...tablePermissions(to.name, this.#data))
    if (KEEPS_TIMELINE.has(to.name))
      to.give('TIMELINE_DAYS', String(Math.ceil(this.#props.catalogue.settings.timelineMs / DAY)))
  }

  #giveReactQueue(to: EngagementFunction): void {
    const queue = this.queues.get('react')
    to.give('REACT_QUEUE_URL', queue.queueUrl, maySendTo(queue))
  }

  #giveSecret(to: EngagementFunction, name: OwnSecret): void {
    const secret = this.#data.secrets[name]
    to.give(arnVariable(name), secret.secretArn, ...mayRead(secret))
  }

  /** Every queue that topology.ts has it handle, with the dead letters beside each. */
  #consuming(consumer: EngagementFunction): EngagementFunction {
    for (const facts of QUEUES.filter(({ handler }) => handler === consumer.name)) {
      consume(consumer, facts, this.queues, paceFor(facts, this.#props.sendRate))
      const deadLetters = this.queues.get(deadLettersOf(facts))
      consumer.give(facts.deadLetterUrl, deadLetters.queueUrl, maySendTo(deadLetters))
    }
    return consumer
  }
}

/** Whoever writes what expires. */
const KEEPS_TIMELINE: ReadonlySet<FunctionName> = new Set(['react', 'send', 'record'])
