import type { Settings, Spacing } from '../model/settings.ts'
import type { SeenValue } from './decision.ts'
import { describeDuration } from './describe-condition.ts'

/** A service message that left. `key`: what its run is about. */
export interface Served {
  readonly at: number
  readonly messageId: string
  readonly workflow: string
  readonly topic?: string
  readonly key: string
}

/** When there is space for a service message that may not go yet, and what stands in its way. */
export type Space =
  /** It only stands too close to the one that left at `last`, and goes before its use ends. */
  | { readonly kind: 'apart'; readonly at: number; readonly last: number; readonly values: readonly SeenValue[] }
  /** There have been enough. */
  | { readonly kind: 'at_most'; readonly at: number; readonly values: readonly SeenValue[] }

type About = Pick<Served, 'workflow' | 'topic'>

/** Undefined where there is space now. */
export function spaceFor(about: About, served: readonly Served[], settings: Settings, now: number): Space | undefined {
  const { spacing } = settings
  if (spacing === undefined) return undefined
  return enough(about, served, spacing, now) ?? tooClose(served, spacing, now)
}

function enough(about: About, served: readonly Served[], { atMost }: Spacing, now: number): Space | undefined {
  const full = atMost.flatMap((rule): readonly Pick<Space, 'at' | 'values'>[] => {
    const taken = served
      .filter((each) => isCounted(rule.per, each, about) && each.at > now - rule.ms)
      .toSorted((a, b) => a.at - b.at)
    const leaving = taken.at(-rule.count)
    if (leaving === undefined) return []
    const per = rule.per === 'customer' ? '' : ` of this ${rule.per}`
    const asked = `fewer than ${rule.count} service messages${per} within ${describeDuration(rule.ms)}`
    return [{ at: leaving.at + rule.ms, values: [{ asked, saw: taken.length, verdict: 'unmatched' }] }]
  })
  if (full.length === 0) return undefined
  return { kind: 'at_most', at: Math.max(...full.map(({ at }) => at)), values: full.flatMap(({ values }) => values) }
}

function tooClose(served: readonly Served[], { apartMs }: Spacing, now: number): Space | undefined {
  // Of none: longer ago than any distance.
  const last = Math.max(...served.map(({ at }) => at))
  if (last + apartMs <= now) return undefined
  const asked = `no service message within ${describeDuration(apartMs)}`
  return {
    kind: 'apart',
    at: last + apartMs,
    last,
    values: [{ asked, saw: new Date(last).toISOString(), verdict: 'unmatched' }],
  }
}

/** A workflow without a topic is a topic of its own. */
const topicOf = ({ topic, workflow }: About): string => topic ?? workflow

function isCounted(per: Spacing['atMost'][number]['per'], served: Served, about: About): boolean {
  switch (per) {
    case 'customer':
      return true
    case 'topic':
      return topicOf(served) === topicOf(about)
    case 'workflow':
      return served.workflow === about.workflow
  }
}

/** How long a service message that left is remembered. */
export const servedMs = ({ spacing }: Settings): number =>
  spacing === undefined ? 0 : Math.max(spacing.apartMs, ...spacing.atMost.map((rule) => rule.ms))
