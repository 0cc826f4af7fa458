import * as z from 'zod/mini'
import type { Consent } from '#engagement/customer/consent.ts'
import type { TimelineEntry } from '#engagement/journey/timeline-entry.ts'
import type { Message } from '#engagement/message/message.ts'
import { happeningWords } from './happening-words.ts'
import { isToldByNoMessage, type Stretch, wayOf } from './message-stretches.ts'
import { Told } from './told.ts'
import { listOf, Time, timeOf } from './values.ts'

/** Why a message was sent, or was not: everything from the event that began it to what became of it, oldest first. */
export const MessageWay = listOf(z.object({ at: Time, ...Told.shape }))
export type MessageWay = z.infer<typeof MessageWay>

export interface AboutMessage {
  /** Of its customer. */
  readonly entries: readonly TimelineEntry[]
  readonly consent: Consent
  readonly zone: string
}

export function messageWay(message: Message, { entries, consent, zone }: AboutMessage): MessageWay {
  const decided = entries.flatMap((entry) => ofRun(entry, message, zone))
  const way = [...decided, ...wayOf(message, consent, zone)]
  return withWaits(way.toSorted((a, b) => a.at - b.at)).map(({ at, told }) => ({ at: timeOf(at), ...told }))
}

function ofRun(entry: TimelineEntry, message: Message, zone: string): readonly Stretch[] {
  const latest = message.sentAt ?? message.claimedAt ?? message.plannedAt
  const { event } = entry
  const cause = event === undefined ? 'because it was time' : `after ${event.name}`
  return entry.decisions
    .filter((decision) => decision.run === message.run && decision.at <= latest && isToldByNoMessage(decision))
    .map((decision) => {
      const told = happeningWords({ what: { kind: 'decided', decision, zone } })
      const met = (decision.values ?? []).map(
        ({ asked, saw, verdict }) =>
          `${asked}: ${saw === undefined ? 'nothing is known' : JSON.stringify(saw)} (${verdict})`,
      )
      const details = [...because(cause, decision.step), ...(met.length === 0 ? told.details : met)]
      return { at: decision.at, told: { ...told, details } }
    })
}

const because = (cause: string, step: string | undefined): readonly string[] => [
  step === undefined ? cause : `${cause}, at step ${step}`,
]

/** Between two stretches that are apart, somebody waited. */
function withWaits(way: readonly Stretch[]): readonly Stretch[] {
  return way.flatMap((stretch, place) => {
    const before = way[place - 1]
    const apart = before === undefined ? 0 : stretch.at - before.at
    if (before === undefined || apart < 60_000 || before.told.mark === '✉' || before.told.mark === '✓') return [stretch]
    const waited: Told = { mark: '…', tone: 'quiet', text: `waited ${inWords(apart)}`, details: [] }
    return [{ at: before.at, told: waited }, stretch]
  })
}

function inWords(ms: number): string {
  const minutes = Math.round(ms / 60_000)
  const [days, hours, rest] = [Math.floor(minutes / 1_440), Math.floor((minutes % 1_440) / 60), minutes % 60]
  return [days && `${days} d`, hours && `${hours} h`, rest && `${rest} min`].filter(Boolean).join(' ')
}
