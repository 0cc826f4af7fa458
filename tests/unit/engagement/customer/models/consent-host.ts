import { FixedClock } from '#adapters/memory/fixed-clock.ts'
import { MemoryReactQueue } from '#adapters/memory/memory-queues.ts'
import { createMemoryStores } from '#adapters/memory/memory-stores.ts'
import { signToken } from '#engagement/content/token.ts'
import { consentFor } from '#engagement/customer/apply-consent.ts'
import { customerIdOf } from '#engagement/customer/customer-id.ts'
import type { JsonObject } from '#engagement/customer/json.ts'
import { createPreferencesHandler } from '#functions/preferences/preferences.ts'
import { ingest } from '#stages/ingest.ts'
import type { ReactMessage } from '#stages/ports/react-queue.ts'
import { reactTo } from '#stages/react.ts'
import { catalogue } from '#tests/contracts/catalogue-samples.ts'
import { CHANNELS, type Person, TOPICS } from './consent-model.ts'

const SECRET = 'a-secret-of-at-least-thirty-two-bytes'
const IDS: { readonly [person in Person]: { readonly userId: string } | { readonly anonymousId: string } } = {
  hana: { userId: 'hana' },
  browser: { anonymousId: 'a-1' },
}
export const idOf = (person: Person): string => customerIdOf(IDS[person], SECRET) ?? ''

export interface Said {
  readonly name: string
  readonly at: number
  readonly properties?: JsonObject
  readonly traits?: JsonObject
}

/** Doors, pages and the stage that reacts, around stores in memory; what is on the queue waits until it is delivered. */
export class ConsentHost {
  readonly clock: FixedClock
  readonly #stores = createMemoryStores({ freeze: true })
  readonly #queue = new MemoryReactQueue()
  /** Everything that was ever on the queue, in the order in which it was put there. */
  readonly sent: ReactMessage[] = []
  #said = 0

  private constructor(start: number) {
    this.clock = new FixedClock(start)
  }

  static async create(start: number): Promise<ConsentHost> {
    const host = new ConsentHost(start)
    const { settings, ...rest } = catalogue([])
    const topics = Object.fromEntries(TOPICS.map((topic) => [topic, { name: {} }]))
    await host.#stores.catalogue.publish({ ...rest, settings: { ...settings, topics, locales: ['en', 'ja'] } })
    return host
  }

  /** A producer's event; answers how many messages are on the queue for it. */
  async say(of: Person | 'both', { name, at, properties = {}, traits }: Said): Promise<number> {
    this.#said += 1
    const messageId = `said-${this.#said}`
    const ids = of === 'both' ? { ...IDS.hana, ...IDS.browser } : IDS[of]
    const detail = { ...ids, messageId, timestamp: new Date(at).toISOString(), properties, ...(traits && { traits }) }
    const incoming = { name, source: 'shop', time: this.clock.now(), detail }
    await ingest(
      { kind: 'incoming', incoming, raw: incoming },
      { ...this.#stores, reactQueue: this.#queue, clock: this.clock, idSecret: SECRET },
    )
    return this.#collect()
  }

  /** Visits the page behind a link; answers its HTML and how many messages are on the queue for it. */
  async visit(of: Person, link: 'preferences' | { readonly topic: string }, method: 'GET' | 'POST', body = '') {
    const claims = { customerId: idOf(of), messageId: 'a-mail', locale: 'en', expiresAt: this.clock.now() + 1 }
    const token = signToken(
      link === 'preferences' ? { purpose: 'preferences', ...claims } : { purpose: 'unsubscribe', ...link, ...claims },
      SECRET,
    )
    const handler = createPreferencesHandler({
      ...this.#stores,
      reactQueue: this.#queue,
      clock: this.clock,
      linkSecrets: [SECRET],
      log: () => undefined,
    })
    const path = `/${link === 'preferences' ? 'preferences' : 'u'}/${token}`
    const answer = await handler({
      version: '2.0',
      rawPath: path,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      requestContext: { http: { method, path } },
      body,
    })
    return { html: answer.body, acts: this.#collect() }
  }

  /** Takes one of what was ever sent, also for a second time. What is passed on under another id is taken at once. */
  async deliver(place: number): Promise<void> {
    const message = this.sent[place]
    for (let waiting = message === undefined ? [] : [message]; waiting.length > 0; waiting = [...this.#queue.take()])
      for (const each of waiting) await reactTo(each, { ...this.#stores, reactQueue: this.#queue, clock: this.clock })
  }

  /** What may be sent to somebody, as `shopping/email`, and everything that is denied. */
  async standing(person: Person): Promise<{ readonly [scope: string]: string }> {
    const state = await this.#stores.customers.load(idOf(person))
    const into = state?.head.mergedInto
    const { consent } = (into === undefined ? state : await this.#stores.customers.load(into))?.head ?? { consent: {} }
    return Object.fromEntries(
      TOPICS.flatMap((topic) =>
        CHANNELS.map((channel) => [`${topic}/${channel}`, consentFor(consent, topic, channel)] as const),
      ),
    )
  }

  #collect(): number {
    return this.sent.push(...this.#queue.take())
  }
}
