import { FixedClock } from '#adapters/memory/fixed-clock.ts'
import { MemoryProvider } from '#adapters/memory/memory-provider.ts'
import { MemoryReactQueue, MemorySendQueue } from '#adapters/memory/memory-queues.ts'
import { createMemoryStores, type MemoryStores } from '#adapters/memory/memory-stores.ts'
import { chooseLocale } from '#engagement/content/choose-locale.ts'
import { messageLinks } from '#engagement/content/links.ts'
import { textTrait } from '#engagement/customer/apply-traits.ts'
import { customerIdOf } from '#engagement/customer/customer-id.ts'
import type { Incoming } from '#engagement/customer/incoming.ts'
import type { JsonObject } from '#engagement/customer/json.ts'
import { addressFor } from '#engagement/decision/permission.ts'
import type { Message } from '#engagement/message/message.ts'
import type { Catalogue } from '#engagement/model/catalogue.ts'
import type { CustomerChannel } from '#engagement/model/channels.ts'
import type { Feedback } from '#engagement/outcome/feedback.ts'
import type { Reaction } from '#engagement/reaction.ts'
import type { Weight } from '#engagement/transaction.ts'
import { ingest } from '#stages/ingest.ts'
import type { Outgoing } from '#stages/ports/provider.ts'
import type { SendRequest } from '#stages/ports/send-queue.ts'
import { reactTo } from '#stages/react.ts'
import { record } from '#stages/record.ts'
import { sendMessage } from '#stages/send.ts'

/** A message that left, with when and what for. */
export interface Sent {
  readonly at: number
  readonly outgoing: Outgoing
  readonly workflow: string
  /** Name of the message, or of the endpoint. */
  readonly name: string
  /** Absent for a webhook or a hand-over. */
  readonly locale?: string
  /** Epoch ms; absent where its use has no end. */
  readonly goodUntil?: number
}

/** What producers say happened. */
export interface Happening {
  readonly at: number
  /** When it reaches us, where that is not when it happened. */
  readonly received?: number
  readonly name: string
  readonly userId?: string
  readonly anonymousId?: string
  readonly messageId?: string
  readonly properties?: JsonObject
  readonly traits?: JsonObject
  readonly context?: JsonObject
  /** Played once more out of the archive. */
  readonly replayed?: boolean
}

export const ID_SECRET = 'a simulated world has no secrets at all'

/**
 * The whole engine in memory under a clock that stands still between events: the same stages as everywhere else, nothing
 * else. What is due in between happens in order and at its own time.
 */
export class World {
  readonly clock: FixedClock
  readonly stores: MemoryStores
  readonly provider = new MemoryProvider()
  readonly sent: Sent[] = []
  readonly reactions: Reaction[] = []
  /** False: requests to send are lost on their way, as if the stream's record never came. */
  relays = true
  readonly #reactQueue = new MemoryReactQueue()
  readonly #sendQueue = new MemorySendQueue()
  #happened = 0

  readonly #room: { readonly room?: Weight }

  private constructor(start: number, room: Weight | undefined) {
    this.#room = room === undefined ? {} : { room }
    this.clock = new FixedClock(start)
    this.stores = createMemoryStores({
      ...this.#room,
      onChange: ({ messages }) => {
        const planned = this.relays ? messages.filter((message) => message.status === 'planned') : []
        void this.#sendQueue.send(
          planned.map(({ customerId, id, channel, class: messageClass, attempt }) => ({
            customerId,
            messageId: id,
            channel,
            class: messageClass,
            attempt,
          })),
        )
      },
    })
  }

  /** A world in which `catalogue` is live. `start`: epoch ms. `room`: what a transaction holds. */
  static async create(catalogue: Catalogue, start: number, room?: Weight): Promise<World> {
    const world = new World(start, room)
    await world.stores.catalogue.publish(catalogue)
    return world
  }

  /** Something happens at its own time; whatever is due before then happens first. */
  async happen(happening: Happening): Promise<void> {
    const { name, at, received = at, messageId = `happening-${this.#happened + 1}`, replayed, ...ids } = happening
    await this.advanceTo(received)
    this.#happened += 1
    const incoming: Incoming = {
      name,
      source: 'simulation',
      time: this.clock.now(),
      ...(replayed === true ? { replay: 'once-more' } : {}),
      detail: { ...ids, messageId, timestamp: new Date(at).toISOString() },
    }
    const ingested = await ingest(
      { kind: 'incoming', incoming, raw: incoming },
      {
        ...this.stores,
        reactQueue: this.#reactQueue,
        clock: this.clock,
        idSecret: ID_SECRET,
      },
    )
    if (ingested.kind === 'quarantined') throw new Error(`${name} was not accepted: ${ingested.code}`)
    await this.#drain()
  }

  /** The customer's address on that channel turns out to be dead. */
  async bounce({ at, userId, channel }: { at: number; userId: string; channel: CustomerChannel }): Promise<void> {
    await this.advanceTo(at)
    const customer = await this.stores.customers.load(customerIdOf({ userId }, ID_SECRET) ?? '')
    const address = customer === undefined ? undefined : addressFor(channel, customer.profile)
    if (address === undefined) throw new Error(`${userId} has no address on ${channel}`)
    await this.stores.suppressions.add({ channel, reason: 'bounced', at, evidence: 'simulation' }, address)
  }

  /** An endpoint takes no call any more. */
  async refuse({ at, endpoint }: { at: number; endpoint: string }): Promise<void> {
    await this.advanceTo(at)
    const url = (await this.stores.catalogue.live())?.settings.endpoints[endpoint]
    if (url === undefined) throw new Error(`settings.yaml has no endpoint ${endpoint}`)
    const answer = this.provider.answer
    this.provider.answer = (outgoing) =>
      'url' in outgoing && outgoing.url === url ? { kind: 'refused', reason: 'refused-by-endpoint' } : answer(outgoing)
  }

  /** A provider tells what became of a message that left. */
  async tell({ at, feedback }: { at: number; feedback: Feedback }): Promise<void> {
    await this.advanceTo(at)
    await record(feedback, { ...this.stores, reactQueue: this.#reactQueue, clock: this.clock })
    await this.#drain()
  }

  /** Moves the clock to `target`, from one due instant to the next. */
  async advanceTo(target: number): Promise<void> {
    for (;;) {
      const next = this.stores.timers.next()
      if (next === undefined || next > target) break
      this.clock.set(Math.max(next, this.clock.now()))
      await this.#wake()
      await this.#drain()
    }
    if (target > this.clock.now()) this.clock.set(target)
  }

  async #wake(): Promise<void> {
    const now = this.clock.now()
    const minute = now - (now % 60_000)
    const first = this.stores.timers.next() ?? minute
    const due = await this.stores.timers.due(Math.min(minute, first))
    await this.#reactQueue.send(due.filter((timer) => timer.at <= now).map((timer) => ({ kind: 'timer', timer })))
  }

  async #drain(): Promise<void> {
    const onReaction = (reaction: Reaction): void => void this.reactions.push(reaction)
    while (this.#reactQueue.waiting.length + this.#sendQueue.waiting.length > 0) {
      for (const message of this.#reactQueue.take())
        await reactTo(message, {
          ...this.stores,
          ...this.#room,
          reactQueue: this.#reactQueue,
          clock: this.clock,
          onReaction,
        })
      for (const request of this.#sendQueue.take()) await this.#send(request, onReaction)
    }
  }

  async #send(request: SendRequest, onReaction: (reaction: Reaction) => void): Promise<void> {
    const before = this.provider.accepted.length
    try {
      await sendMessage(request, {
        ...this.stores,
        ...this.#room,
        provider: this.provider,
        clock: this.clock,
        onReaction,
        linksFor: ({ customerId, id, class: messageClass, topic }, locale) =>
          messageLinks({
            baseUrl: 'https://pages.example',
            secret: ID_SECRET,
            customerId,
            messageId: id,
            class: messageClass,
            topic,
            locale,
            now: this.clock.now(),
          }),
      })
    } finally {
      // What the provider has taken has left, whatever became of our record of it.
      await this.#note(request, this.provider.accepted.slice(before))
    }
  }

  async #note(request: SendRequest, accepted: readonly Outgoing[]): Promise<void> {
    for (const outgoing of accepted) {
      const message = await this.stores.customers.message(request.customerId, request.messageId)
      if (message !== undefined)
        this.sent.push({
          at: this.clock.now(),
          outgoing,
          workflow: message.workflow,
          name: message.name,
          ...(await this.#localeOf(message)),
          ...(message.goodUntil === undefined ? {} : { goodUntil: message.goodUntil }),
        })
    }
  }

  /** Chosen as the send stage chose it, a moment ago. */
  async #localeOf({ customerId, workflow, version, name }: Message): Promise<{ readonly locale?: string }> {
    const [customer, live, pinned] = await Promise.all([
      this.stores.customers.load(customerId),
      this.stores.catalogue.live(),
      this.stores.catalogue.workflow(workflow, version),
    ])
    const templates = pinned?.messages[name]
    if (customer === undefined || live === undefined || templates === undefined) return {}
    const locale = chooseLocale(textTrait(customer.profile, 'locale'), live.settings, Object.keys(templates))
    return locale === undefined ? {} : { locale }
  }
}
