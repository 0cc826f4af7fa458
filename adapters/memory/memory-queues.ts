import type { CustomerEvent } from '#engagement/customer/customer-event.ts'
import type { EventBus } from '#stages/ports/event-bus.ts'
import type { ReactMessage, ReactQueue } from '#stages/ports/react-queue.ts'
import type { SendQueue, SendRequest } from '#stages/ports/send-queue.ts'

/** What was sent and not yet taken, in order. */
export class MemoryQueue<Item> {
  #waiting: Item[] = []

  async send(items: readonly Item[]): Promise<void> {
    this.#waiting.push(...items)
  }

  get waiting(): readonly Item[] {
    return this.#waiting
  }

  /** Takes the oldest `count` (all, where absent). */
  take(count = this.#waiting.length): readonly Item[] {
    return this.#waiting.splice(0, count)
  }
}

export class MemoryReactQueue extends MemoryQueue<ReactMessage> implements ReactQueue {}
export class MemorySendQueue extends MemoryQueue<SendRequest> implements SendQueue {}

export class MemoryBus implements EventBus {
  readonly published: CustomerEvent[] = []

  async publish(events: readonly CustomerEvent[]): Promise<void> {
    this.published.push(...events)
  }
}
