import type { CustomerEvent } from '#engagement/customer/customer-event.ts'

interface Word {
  readonly at: number
  readonly isDenial: boolean
  /** The customer's own act; else what a system said. */
  readonly isOwn: boolean
}

/**
 * Whether marketing of the topic is agreed to on the channel, read anew from everything that was said: the customer's own
 * last act where it is a denial, else whichever is later, that or a system's last word; at the same instant a denial.
 */
export function isGranted(events: readonly CustomerEvent[], topic: string | undefined, channel: string): boolean {
  if (topic === undefined) return false
  const scopes = new Set([topic, 'marketing', `${topic}/${channel}`, `marketing/${channel}`])
  const words = events.flatMap((event) => wordsOf(event).flatMap(([scope, word]) => (scopes.has(scope) ? [word] : [])))
  const own = lastOf(words.filter(({ isOwn }) => isOwn))
  const told = lastOf(words.filter(({ isOwn }) => !isOwn))
  if (own?.isDenial === true) return false
  const last = lastOf([own, told].filter((word) => word !== undefined))
  return last?.isDenial === false
}

function wordsOf({ name, properties, traits, at, hops }: CustomerEvent): readonly (readonly [string, Word])[] {
  const { topic = 'marketing', channel } = properties
  const scope = typeof channel === 'string' ? `${topic}/${channel}` : String(topic)
  if (name === 'Unsubscribed' || name === 'Email Marked as Spam') return [[scope, { at, isDenial: true, isOwn: true }]]
  if (name === 'Resubscribed' && hops > 0) return [[scope, { at, isDenial: false, isOwn: true }]]
  const told = traits?.['consent']
  if (typeof told !== 'object' || told === null) return []
  return Object.entries(told).flatMap(([each, status]): (readonly [string, Word])[] =>
    status === 'granted' || status === 'denied' ? [[each, { at, isDenial: status === 'denied', isOwn: false }]] : [],
  )
}

const lastOf = (words: readonly Word[]): Word | undefined =>
  words.toSorted((a, b) => a.at - b.at || Number(a.isDenial) - Number(b.isDenial)).at(-1)
