/** One thing that somebody said of consent, as the law of consent sees it. Times are epoch milliseconds. */
export interface ConsentChange {
  /** Whose event or link it was: the customer themself, or the browser that may turn out to be theirs. */
  readonly of: Person
  readonly scope: string
  readonly status: 'granted' | 'denied'
  readonly at: number
  /** An act of the customer's own, or a word of a system. */
  readonly by: 'customer' | 'system'
}
export type Person = 'hana' | 'browser'

export const TOPICS = ['shopping', 'letter'] as const
export const REACHED = ['email', 'sms'] as const
export const CHANNELS = [...REACHED, 'line'] as const

/** What is allowed is counted anew each time, from everything that was ever said. */
export class ConsentModel {
  now: number
  linked = false
  changes: readonly ConsentChange[] = []

  constructor(now: number) {
    this.now = now
  }

  /** Of one person, or of both where they turned out to be one. */
  answer(person: Person, topic: string, channel: string): 'granted' | 'denied' | 'missing' {
    const fitting = [topic, `${topic}/${channel}`, 'marketing', `marketing/${channel}`]
    const said = this.changes
      .filter((change) => this.linked || change.of === person)
      .filter((change) => fitting.includes(change.scope))
      .toSorted(byTime)
    const own = said.findLast(({ by }) => by === 'customer')
    // What the customer denied only they allow again.
    if (own?.status === 'denied') return 'denied'
    return said.at(-1)?.status ?? 'missing'
  }

  /** `shopping/email` and so on, of all that is allowed. */
  allowed(person: Person, channels: readonly string[]): readonly string[] {
    return TOPICS.flatMap((topic) =>
      channels.filter((channel) => this.answer(person, topic, channel) === 'granted').map((each) => `${topic}/${each}`),
    )
  }
}

/** At the same instant a denial comes last. */
const byTime = (a: ConsentChange, b: ConsentChange): number =>
  a.at - b.at || Number(a.status === 'denied') - Number(b.status === 'denied')
