import { createTable } from '#adapters/aws/dynamodb/create-table.ts'
import { createDynamoDbStores, type DynamoDbStores } from '#adapters/aws/dynamodb/dynamodb-stores.ts'
import { readWorkspaceFiles } from '#adapters/files/read-workspace.ts'
import { findEndpointFault } from '#adapters/http/endpoint-fault.ts'
import { FixedClock } from '#adapters/memory/fixed-clock.ts'
import { MemoryProvider } from '#adapters/memory/memory-provider.ts'
import { MemoryReactQueue } from '#adapters/memory/memory-queues.ts'
import { BARE_LAYOUT } from '#engagement/content/layout-slots.ts'
import { messageLinks } from '#engagement/content/links.ts'
import type { CustomerEvent } from '#engagement/customer/customer-event.ts'
import { customerIdOf } from '#engagement/customer/customer-id.ts'
import type { JsonObject } from '#engagement/customer/json.ts'
import { compileWorkspace } from '#language/compile-workspace.ts'
import { compileMessage } from '#language/content/compile-message.ts'
import { reactTo } from '#stages/react.ts'
import { sendMessage } from '#stages/send.ts'
import { type Consumed, countingClient } from './consumed.ts'

const SECRET = 'a secret of the benchmark alone'
const MINUTE = 60_000
const START = Date.parse('2026-11-21T01:00:00Z')

/** None of the shop's workflows writes in the moment in which it is entered: this one does, beside them. */
const AT_ONCE: readonly (readonly [string, string])[] = [
  [
    'at-once/workflow.yaml',
    'name: At once\ndescription: Answers in the moment.\nclass: service\ntrigger: { event: Return Requested }\nsteps: [{ send: noted }]\n',
  ],
  ...['ja', 'en'].map((locale) => [`at-once/noted.${locale}.md`, '---\nsubject: Noted\n---\nNoted.\n'] as const),
]

/** One customer of the example shop, whose events go through the real stages onto the engine. */
export class Shop {
  readonly clock = new FixedClock(START)
  readonly #stores: DynamoDbStores
  readonly #take: () => Consumed
  readonly #reactQueue = new MemoryReactQueue()
  #count = 0

  private constructor(stores: DynamoDbStores, take: () => Consumed) {
    this.#stores = stores
    this.#take = take
  }

  /** The shop's workflows, live on an empty table. */
  static async open(endpoint: string): Promise<Shop> {
    const { client, take } = countingClient(endpoint)
    await createTable(client, 'capacity')
    const clock = new FixedClock(START)
    const shop = new Shop(
      createDynamoDbStores({ client, tableName: 'capacity', clock, secret: SECRET, timelineMs: 400 * 86_400_000 }),
      take,
    )
    const files = new Map([...(await readWorkspaceFiles('workflows')), ...AT_ONCE])
    const { catalogue, problems } = compileWorkspace(files, { compileMessage, layout: BARE_LAYOUT, findEndpointFault })
    if (catalogue === undefined) throw new Error(`the workflows do not compile: ${JSON.stringify(problems)}`)
    await shop.#stores.catalogue.publish(catalogue)
    // As a warm instance: it has read the catalogue and the names that it watches.
    await shop.#stores.catalogue.watched()
    return shop
  }

  /** What one event costs from the queue to its commit. */
  async event(
    userId: string,
    name: string,
    more: Pick<Partial<CustomerEvent>, 'properties' | 'traits'> = {},
  ): Promise<Consumed> {
    this.clock.advance(1_000)
    this.#count += 1
    const at = this.clock.now()
    const customerId = idOf(userId)
    const context = { locale: 'ja', timezone: 'Asia/Tokyo', page: { url: 'https://example.jp/tea', path: '/tea' } }
    const event = {
      messageId: `5f0c9c1e-0000-4000-8000-${String(this.#count).padStart(12, '0')}`,
      name,
      customerId,
      userId,
      at,
      receivedAt: at,
      properties: {},
      context,
      hops: 0,
      ...more,
    }
    return this.#measure(() => reactTo({ kind: 'event', event, contentHash: 'x'.repeat(43) }, this.#deps()))
  }

  /** Moves to the customer's outstanding timer, finds it as the sweep does, and reacts to it. The sweep's own reads are apart. */
  async timer(userId: string): Promise<Consumed> {
    const outstanding = (await this.#stores.customers.load(idOf(userId)))?.head.timer
    if (outstanding === undefined) throw new Error(`${userId} waits for nothing`)
    if (outstanding.at > this.clock.now()) this.clock.set(outstanding.at)
    const timer = (await this.#stores.timers.due(outstanding.at - (outstanding.at % MINUTE))).find(
      (each) => each.customerId === idOf(userId),
    )
    if (timer === undefined) throw new Error(`no timer of ${userId} is due`)
    return this.#measure(() => reactTo({ kind: 'timer', timer }, this.#deps()))
  }

  /** What sending the customer's planned message costs: asked again, claimed, handed over, recorded. */
  async send(userId: string): Promise<Consumed> {
    const planned = (await this.#stores.customers.messages(idOf(userId))).find(
      (message) => message.status === 'planned',
    )
    if (planned === undefined) throw new Error(`nothing is planned for ${userId}`)
    const provider = new MemoryProvider()
    const { customerId, id: messageId, channel, class: messageClass, attempt } = planned
    const consumed = await this.#measure(() =>
      sendMessage(
        { customerId, messageId, channel, class: messageClass, attempt },
        {
          ...this.#deps(),
          provider,
          linksFor: (message, locale) =>
            messageLinks({
              baseUrl: 'https://pages.example',
              secret: SECRET,
              customerId,
              messageId,
              class: message.class,
              topic: message.topic,
              locale,
              now: this.clock.now(),
            }),
        },
      ),
    )
    if (provider.accepted.length !== 1) throw new Error(`${planned.name} was not sent`)
    return consumed
  }

  /** What one minute of the sweep reads where nobody is due. */
  async emptyMinute(): Promise<Consumed> {
    return this.#measure(() => this.#stores.timers.due(0))
  }

  /** Warm: caches are filled, and what others did before is not counted. */
  async #measure(act: () => Promise<unknown>): Promise<Consumed> {
    await this.#stores.catalogue.live()
    this.#take()
    await act()
    return this.#take()
  }

  #deps() {
    return { ...this.#stores, reactQueue: this.#reactQueue, clock: this.clock }
  }
}

const idOf = (userId: string): string => customerIdOf({ userId }, SECRET) ?? ''

export const properties = (more: JsonObject): { readonly properties: JsonObject } => ({ properties: more })
