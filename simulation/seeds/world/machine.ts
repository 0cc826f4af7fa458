import { messageLinks } from '#engagement/content/links.ts'
import type { Message } from '#engagement/message/message.ts'
import type { Weight } from '#engagement/transaction.ts'
import type { FunctionName } from '#functions/facts.ts'
import { createIngestHandler } from '#functions/ingest/ingest.ts'
import type { Log } from '#functions/middleware/log.ts'
import type { Meter } from '#functions/middleware/metrics.ts'
import type { SqsAnswer } from '#functions/middleware/sqs-handler.ts'
import { createReactHandler } from '#functions/react/react.ts'
import { createRecordHandler } from '#functions/record/record.ts'
import { createSendHandler } from '#functions/send/send.ts'
import { createWakeHandler } from '#functions/wake/wake.ts'
import type { DeadLetter } from '#stages/ports/dead-letters.ts'
import type { Outgoing } from '#stages/ports/provider.ts'
import type { ReactMessage, ReactQueue } from '#stages/ports/react-queue.ts'
import type { SendRequest } from '#stages/ports/send-queue.ts'
import { changePreferences, type PreferenceAct } from '#stages/preferences.ts'
import { reactTo } from '#stages/react.ts'
import { relay } from '#stages/relay.ts'
import { sendMessage } from '#stages/send.ts'
import { FifoQueue, type Naming } from '../queues/fifo-queue.ts'
import { type Consume, type QueueRecord, StandardQueue } from '../queues/standard-queue.ts'
import { MERGE_ROOM } from '../weather.ts'
import { Invocation } from './invocation.ts'
import { type OnTaken, SeededProvider } from './provider.ts'
import { factsOf, type SeedWorld } from './seed-world.ts'
import { type OnWritten, storesOf } from './stores-of.ts'
import { Streams } from './streams.ts'

const ID_SECRET = 'a simulated world has no secrets at all'
const silent: Log = () => {}
const unmetered: Meter = () => {}

/** What an invocation is for: `about` is the same whenever the same is tried again. */
interface Begin {
  readonly func: FunctionName
  readonly about: string
  readonly tries: number
  readonly onGone: () => void
}

/** The functions of a deployment over the stores of one world, and the queues between them. */
export class Machine {
  readonly #world: SeedWorld
  readonly #told: OnWritten
  readonly #provider: SeededProvider
  readonly #sendQueue: StandardQueue
  readonly #reactQueue: FifoQueue
  readonly #streams: Streams
  readonly ingestQueue: StandardQueue
  readonly feedbackQueue: StandardQueue

  constructor(world: SeedWorld, naming: Naming, told: OnWritten, onTaken: OnTaken) {
    const { ground, chance } = world
    const chanceOf = (name: string) => chance.of('queue', name)
    const consumeBy =
      (func: FunctionName): Consume =>
      (records, tries, done) =>
        this.#consume(func, records, tries, done)
    this.#world = world
    this.#provider = new SeededProvider(ground, chance.of('provider'), onTaken)
    this.ingestQueue = new StandardQueue(ground, chanceOf('ingest'), factsOf('ingest'), consumeBy('ingest'))
    this.feedbackQueue = new StandardQueue(ground, chanceOf('feedback'), factsOf('feedback'), consumeBy('record'))
    this.#sendQueue = new StandardQueue(ground, chanceOf('send'), factsOf('send-email-service'), consumeBy('send'))
    this.#reactQueue = new FifoQueue(ground, chanceOf('react'), factsOf('react'), naming, consumeBy('react'))
    this.#streams = new Streams(world, (news, name, tries, done) => {
      const by = this.#begin({ func: 'relay', about: name, tries, onGone: () => done(false) })
      const sendQueue = by.port('sendQueue', { send: async (all: readonly SendRequest[]) => this.#sendAll(all) })
      const eventBus = by.port('eventBus', {
        publish: async (events: readonly { readonly messageId: string }[]) => {
          for (const { messageId } of events) world.ledger.published.add(messageId)
        },
      })
      settle(by, relay(news, { sendQueue, eventBus }), done)
    })
    this.#told = {
      ...told,
      onCommit: (commit, by) => {
        this.#streams.add(commit)
        told.onCommit(commit, by)
      },
    }
  }

  #sendAll(requests: readonly SendRequest[]): void {
    for (const request of requests) {
      const { customerId, messageId, attempt } = request
      this.#sendQueue.send(`${customerId} ${messageId} ${attempt}`, JSON.stringify(request))
    }
  }

  /** The customer does something on a page of ours. Nobody is told where it fails: they see it, and may try again. */
  changePreferences(
    holder: { customerId: string; messageId: string },
    acts: readonly PreferenceAct[],
    about: string,
    done: (isWell: boolean) => void,
  ): void {
    const by = this.#begin({ func: 'preferences', about, tries: 1, onGone: () => done(false) })
    settle(
      by,
      changePreferences(holder, acts, { reactQueue: by.port('reactQueue', this.#reactQueue), clock: by.clock }),
      done,
    )
  }

  wake(minute: number, done: (isWell: boolean) => void): void {
    const by = this.#begin({
      func: 'wake',
      about: new Date(minute).toISOString(),
      tries: this.#world.sweeps.tries,
      onGone: () => done(false),
    })
    const { timers } = storesOf(this.#world, by, this.#told)
    const reactQueue = by.port('reactQueue', this.#reactQueue)
    const handler = createWakeHandler({ timers, reactQueue, clock: by.clock, log: silent, meter: unmetered })
    settle(by, handler({}), done)
  }

  #consume(
    func: FunctionName,
    records: readonly QueueRecord[],
    tries: number,
    done: (answer?: SqsAnswer) => void,
  ): void {
    const by = this.#begin({ func, about: `${records[0]?.id} try ${tries}`, tries, onGone: () => done() })
    const event = {
      Records: records.map(({ id, body, group, receives }) => ({
        messageId: id,
        body,
        eventSourceARN: func,
        attributes: {
          ApproximateReceiveCount: String(receives),
          ...(group === undefined ? {} : { MessageGroupId: group }),
        },
      })),
    }
    this.#handlerOf(
      func,
      by,
    )(event).then(
      (answer) => by.end() && done(answer),
      () => by.end() && done(),
    )
  }

  #begin({ func, about, tries, onGone }: Begin): Invocation {
    const { ground, chance, now } = this.#world
    const name = `${func} ${about}`
    ground.trace?.(`${new Date(now).toISOString()} ${name}`)
    return new Invocation(ground, { name, func, chance: chance.of('invocation', name), tries, onGone })
  }

  #handlerOf(func: FunctionName, by: Invocation): (event: object) => Promise<SqsAnswer> {
    const { clock } = by
    const { deadLetters: buried, weather } = this.#world
    const { attempts, ...stores } = storesOf(this.#world, by, this.#told)
    const deadLetters = by.port('deadLetters', { send: async (letter: DeadLetter) => void buried.push(letter) })
    const edge = { attempts, deadLetters, log: silent, meter: unmetered }
    const reactQueue = by.port('reactQueue', this.#reactQueue)
    const deps = { ...stores, reactQueue, clock, ...(weather.room === undefined ? {} : { room: weather.room }) }
    switch (func) {
      case 'ingest':
        return createIngestHandler({
          ...deps,
          ...edge,
          reactQueue: by.port('reactQueue', this.#accepting()),
          idSecret: ID_SECRET,
        })
      case 'react':
        return createReactHandler({
          ...edge,
          react: (message, told) => reactTo(message, { ...deps, ...this.#roomOf(message), ...told }),
        })
      case 'send': {
        const provider = by.port('provider', { send: (outgoing: Outgoing) => this.#provider.send(outgoing, by) })
        const linksFor = ({ customerId, id: messageId, class: messageClass, topic }: Message, locale: string) =>
          messageLinks({ ...LINKS, customerId, messageId, class: messageClass, topic, locale, now: clock.now() })
        const sending = { ...deps, provider, linksFor }
        return createSendHandler({ ...edge, send: (request, told) => sendMessage(request, { ...sending, ...told }) })
      }
      case 'record':
        return createRecordHandler({ ...deps, ...edge })
      default:
        throw new Error(`${func} takes nothing from a queue`)
    }
  }

  #roomOf(message: ReactMessage): { readonly room?: Weight } {
    const { room } = this.#world.weather
    if (room === undefined) return {}
    const isMerge = message.kind === 'event' && (message.event.linkedId ?? message.mergedFrom) !== undefined
    return { room: isMerge ? MERGE_ROOM : room }
  }

  /** What ingest has put on the queue is accepted, whether or not ingest hears of it. */
  #accepting(): ReactQueue {
    return {
      send: async (messages) => {
        await this.#reactQueue.send(messages)
        for (const message of messages) if (message.kind === 'event') this.#world.ledger.accept(message.event)
      },
    }
  }
}

const LINKS = { baseUrl: 'https://pages.example', secret: ID_SECRET }

/** Tells whether it came to a good end; of one that is gone, its own `onGone` has told. */
function settle(by: Invocation, work: Promise<unknown>, done: (isWell: boolean) => void): void {
  work.then(
    () => by.end() && done(true),
    () => by.end() && done(false),
  )
}
