import type { Done } from './play-many.ts'

/** Adds worlds up, tells how far it is, and in the end what it came to. */
export class Tally {
  customers = 0
  readonly #started = performance.now()
  readonly #json: boolean
  readonly #faults = new Map<string, number>()
  readonly #broken: (readonly string[])[] = []
  #worlds = 0
  #days = 0
  #events = 0
  #mails = 0

  constructor(json: boolean) {
    this.#json = json
  }

  add({ customers, days, events, mails, faults, told }: Done): void {
    this.#worlds += 1
    this.customers += customers
    this.#days += days
    this.#events += events
    this.#mails += mails
    for (const [kind, count] of Object.entries(faults)) this.#faults.set(kind, (this.#faults.get(kind) ?? 0) + count)
    if (told !== undefined) {
      this.#broken.push(told)
      if (!this.#json) console.log(`\n${told.join('\n')}\n`)
    }
    if (process.stdout.isTTY && !this.#json)
      process.stdout.write(
        `\r${this.#worlds} worlds, ${this.customers} customers, ${this.#perMinute()} customer-days a minute `,
      )
  }

  /** False where a law broke. The last line counts worlds. */
  tell(): boolean {
    const [failed, seconds] = [this.#broken.length, Math.round((performance.now() - this.#started) / 1000)]
    const faults = Object.fromEntries([...this.#faults].toSorted(([, a], [, b]) => b - a))
    const figures = {
      worlds: this.#worlds,
      customers: this.customers,
      customerDays: this.#days,
      events: this.#events,
      messages: this.#mails,
      seconds,
      customerDaysPerMinute: this.#perMinute(),
    }
    if (this.#json)
      console.log(JSON.stringify({ ...figures, faults, broken: this.#broken.map((told) => told.join('\n')) }, null, 2))
    else {
      const { worlds, customers, customerDays, events, messages, customerDaysPerMinute } = figures
      console.log(
        `\n${worlds} worlds, ${customers} customers, ${customerDays} customer-days, ${events} events, ${messages} messages`,
      )
      console.log(`in ${seconds} s: ${customerDaysPerMinute} customer-days a minute`)
      for (const [kind, count] of Object.entries(faults)) console.log(`  ${String(count).padStart(8)}  ${kind}`)
      console.log(`\n${this.#worlds - failed} passed, ${failed} failed`)
    }
    return failed === 0
  }

  #perMinute(): number {
    return Math.round(this.#days / ((performance.now() - this.#started) / 60_000))
  }
}
