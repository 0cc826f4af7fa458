import type { Clock } from '#stages/ports/clock.ts'
import type { Happening, What } from '#views/happening.ts'

/** What is kept to be shown: the timeline keeps everything. */
const KEPT = 1_000

export type NewHappening = { readonly customer: string; readonly cause?: string; readonly what: What }

/** What happened lately on this host, for those who look on: the page, the terminal, `send-event`. In memory alone. */
export class EventLog {
  readonly #clock: Clock
  readonly #lines: Happening[] = []
  readonly #handled = new Set<string>()
  readonly #listeners = new Set<(happening: Happening) => void>()
  #last = 0
  #close: () => void = () => {}
  /** Resolves when nobody is told any more: who looks on is let go. */
  readonly closed = new Promise<void>((resolve) => {
    this.#close = resolve
  })

  constructor(clock: Clock) {
    this.#clock = clock
  }

  add(happening: NewHappening): void {
    this.#last += 1
    const line = { seq: this.#last, at: this.#clock.now(), ...happening }
    this.#lines.push(line)
    if (this.#lines.length > KEPT) this.#lines.splice(0, this.#lines.length - KEPT)
    for (const listener of this.#listeners) listener(line)
  }

  /** The event was reacted to, or kept, or refused: nothing more comes of it but by time. */
  handled(messageId: string): void {
    this.#handled.add(messageId)
    if (this.#handled.size > KEPT) for (const first of this.#handled.values().take(1)) this.#handled.delete(first)
  }

  isHandled(messageId: string): boolean {
    return this.#handled.has(messageId)
  }

  /** Oldest first; `cause`: only what this event led to. */
  list({ cause, customer }: { readonly cause?: string; readonly customer?: string } = {}): readonly Happening[] {
    return this.#lines.filter(
      (line) => (cause === undefined || line.cause === cause) && (customer === undefined || line.customer === customer),
    )
  }

  close(): void {
    this.#listeners.clear()
    this.#close()
  }

  /** Calls `listener` with every new line until the answer is called. */
  listen(listener: (happening: Happening) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}
