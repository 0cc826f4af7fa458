import { judgeBusEvent } from '#adapters/aws/bus-event.ts'
import { ALWAYS_HEARD } from '#engagement/customer/customer-event.ts'
import { type EventWarning, isMistake, warningText } from '#engagement/customer/event-warning.ts'
import type { Judged } from '#engagement/judge-incoming.ts'
import { indexCatalogue } from '#engagement/model/live-catalogue.ts'
import type { CatalogueStore } from '#stages/ports/catalogue-store.ts'
import type { Clock } from '#stages/ports/clock.ts'
import type { What } from '#views/happening.ts'
import type { EventLog } from './event-log.ts'

export interface FrontDoorParts {
  readonly catalogue: Pick<CatalogueStore, 'live'>
  readonly clock: Clock
  readonly customerIdSecret: string
  readonly log: EventLog
}

/** An event as the bus delivers it. */
export interface BusEvent {
  readonly 'detail-type': string
  readonly detail: object
}

/** What the sender is told of one event at once. */
export interface Word {
  readonly refused?: { readonly code: string; readonly message: string }
  readonly warnings: readonly EventWarning[]
}

/** What is said of one request's events, and told to the log once they are on their way. */
export interface Reception {
  judge(event: BusEvent): Word
  done(): void
}

/**
 * EventBridge takes whatever is well formed, and ingest judges it later. Here the sender is next door: what ingest is going
 * to say is said in the answer, by the same words. Before the first publication nothing is said.
 */
export async function receive({ catalogue, clock, customerIdSecret, log }: FrontDoorParts): Promise<Reception> {
  const live = await catalogue.live()
  const lines: (() => void)[] = []
  return {
    judge(event) {
      if (live === undefined) return { warnings: [] }
      const judged = judgeBusEvent(event, live, { now: clock.now(), idSecret: customerIdSecret })
      const index = indexCatalogue(live)
      const named = index.subscribersOf(event['detail-type'].trim()) !== undefined
      const { unreferencedEvents, dropEvents } = live.settings
      const isDropped = unreferencedEvents === 'drop' || dropEvents.includes(event['detail-type'].trim())
      const isHeard = named || ALWAYS_HEARD.has(event['detail-type'].trim())
      const what = wordOf(event, judged, isHeard ? 'named' : isDropped ? 'dropped' : 'kept')
      const cause = messageIdOf(event.detail)
      lines.push(() => {
        const happened = { customer: whoseIs(event.detail), ...(cause === undefined ? {} : { cause }) }
        // The queue to react takes the same content once: nothing else would say so.
        const again = cause !== undefined && log.list({ cause }).some((line) => line.what.kind === 'accepted')
        log.add({ ...happened, what })
        if (again) log.add({ ...happened, what: { kind: 'repeated', event: event['detail-type'], sameContent: true } })
        if (cause !== undefined && (what.kind === 'refused' || (what.kind === 'accepted' && what.fate === 'dropped')))
          log.handled(cause)
      })
      return judged.kind === 'refused'
        ? {
            warnings: [],
            refused: { code: judged.refusal.code, message: `${judged.refusal.reason} (${judged.refusal.place})` },
          }
        : { warnings: judged.event.warnings ?? [] }
    },
    done() {
      for (const tell of lines) tell()
    },
  }
}

function wordOf({ 'detail-type': event }: BusEvent, judged: Judged, fate: 'named' | 'kept' | 'dropped'): What {
  return judged.kind === 'refused'
    ? { kind: 'refused', event, ...judged.refusal }
    : { kind: 'accepted', event, warnings: judged.event.warnings ?? [], fate }
}

/** One line for a header: mistakes alone, what is merely unknown is no news to machines. */
export const headline = (words: readonly Word[]): string =>
  words
    .flatMap(({ warnings }, index) => warnings.filter(isMistake).map((warning) => `${index}: ${warningText(warning)}`))
    .join('; ')
    .replaceAll(/[^\x20-\x7e]/g, '?')
    .slice(0, 2_000)

const textOf = (detail: object, name: string): string | undefined => {
  const value: unknown = Object.entries(detail).find(([member]) => member === name)?.[1]
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : ''
  return text === '' ? undefined : text
}
const messageIdOf = (detail: object): string | undefined => textOf(detail, 'messageId')
const whoseIs = (detail: object): string => textOf(detail, 'userId') ?? textOf(detail, 'anonymousId') ?? '?'
