import type { Commit } from '#stages/ports/commit.ts'
import type { News } from '#stages/relay.ts'
import { type Pass, Stream } from '../queues/stream.ts'
import type { SeedWorld } from './seed-world.ts'

/** The table's stream: a shard for each customer, in the order of what was written. */
export class Streams {
  readonly #world: SeedWorld
  readonly #pass: Pass
  readonly #shards = new Map<string, Stream>()

  constructor(world: SeedWorld, pass: Pass) {
    this.#world = world
    this.#pass = pass
  }

  add(commit: Commit): void {
    const news = newsOf(commit)
    if (news.length === 0) return
    const { customerId } = commit.after
    const known = this.#shards.get(customerId)
    const { ground, chance } = this.#world
    const shard = known ?? new Stream(ground, chance.of('stream', customerId), customerId, this.#pass)
    this.#shards.set(customerId, shard)
    shard.add(news)
  }
}

/** As the relay reads the records of one transaction. */
const newsOf = ({ entries, messages }: Commit): readonly News[] => [
  ...messages.flatMap(({ message }): News[] => {
    const { customerId, id: messageId, channel, class: messageClass, attempt, status } = message
    const request = { customerId, messageId, channel, class: messageClass, attempt }
    return status === 'planned' ? [{ kind: 'message-planned', request }] : []
  }),
  ...entries.flatMap((entry): News[] =>
    entry.emitted && entry.event !== undefined ? [{ kind: 'event-emitted', event: entry.event }] : [],
  ),
]
