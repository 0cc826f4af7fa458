import type { Message } from '#engagement/message/message.ts'
import type { Catalogue } from '#engagement/model/catalogue.ts'
import { isCustomerChannel } from '#engagement/model/channels.ts'
import type { Claim } from '../world/ledger.ts'
import type { SeedWorld } from '../world/seed-world.ts'
import { isGranted } from './consent.ts'
import { type Law, ofClaims, ofMails } from './law.ts'
import { isQuiet } from './quiet.ts'

/** What lies between the question whether it may go and the moment when it is taken. */
const tolerance = ({ weather }: SeedWorld): number => 20 * weather.slow + 2 * weather.skew

/** Nothing to say against it, by any of the settings that somebody under way may go by. */
const byAll = (world: SeedWorld, broken: (settings: Catalogue['settings']) => readonly string[]): readonly string[] => {
  const all = world.catalogues().map((catalogue) => broken(catalogue.settings))
  return all.some((each) => each.length === 0) ? [] : (all[0] ?? [])
}

const isToCustomer = ({ channel }: Message): boolean => isCustomerChannel(channel)

/** What was taken for this person before, and has left for all we know: a message that is repeated is one message. */
const others = ({ ledger }: SeedWorld, { customerId, id }: Message): readonly Claim[] => {
  const claims = ledger
    .oneWith(customerId)
    .flatMap((one) => ledger.claims.get(one) ?? [])
    .filter((claim) => !claim.isGivenBack && claim.message.id !== id && isToCustomer(claim.message))
  return [...new Map(claims.map((claim) => [claim.message.id, claim])).values()]
}

const nameOf = ({ workflow, name, channel }: Message): string => `${workflow} ${name} by ${channel}`

export const RESPECT_LAWS: readonly Law[] = [
  ofClaims(
    'marketing goes only to those who agreed to it, on that channel, by what they said last',
    ({ message }, { ledger }) => {
      if (message.class !== 'marketing' || !isToCustomer(message)) return []
      const events = ledger
        .oneWith(message.customerId)
        .flatMap((id) => [...(ledger.books.get(id)?.entries.values() ?? [])])
        .flatMap(({ event }) => (event === undefined ? [] : [event]))
      return isGranted(events, message.topic, message.channel) ? [] : [`${nameOf(message)} without consent`]
    },
  ),
  ofClaims('marketing waits while an incident is open', ({ message, commit }) => {
    const at = message.claimedAt ?? 0
    const open = (commit.before?.head.incidents ?? []).filter(({ endsAt }) => endsAt > at)
    return message.class === 'marketing' && isToCustomer(message) && open.length > 0
      ? [`${nameOf(message)} while ${open[0]?.rule} ${open[0]?.key} is open`]
      : []
  }),
  ofClaims('marketing stays within its caps', ({ message }, world) => {
    if (message.class !== 'marketing' || !isToCustomer(message)) return []
    const at = message.claimedAt ?? 0
    const before = others(world, message).filter((claim) => claim.message.class === 'marketing')
    return byAll(world, ({ caps }) =>
      caps.flatMap((cap) => {
        const counted = before.filter(
          (claim) =>
            (cap.channel === 'any' || claim.message.channel === cap.channel) &&
            claim.at > at - cap.ms + tolerance(world),
        )
        const isAsked = cap.channel === 'any' || cap.channel === message.channel
        return isAsked && counted.length >= cap.count
          ? [`${nameOf(message)} is number ${counted.length + 1} on ${cap.channel}`]
          : []
      }),
    )
  }),
  ofClaims('service messages that are not urgent are spaced', ({ message, commit }, world) => {
    if (message.class !== 'service' || message.urgent || !isToCustomer(message)) return []
    const at = message.claimedAt ?? 0
    const before = others(world, message).filter((claim) => claim.message.class === 'service')
    return byAll(world, (settings) => {
      const { spacing } = settings
      if (spacing === undefined) return []
      const many = spacing.atMost.flatMap(({ count, ms, per }) => {
        const counted = before.filter((claim) => per === 'customer' && claim.at > at - ms + tolerance(world))
        return counted.length >= count ? [`${nameOf(message)} is number ${counted.length + 1} in its time`] : []
      })
      const close = before.filter((claim) => claim.at > at - spacing.apartMs + tolerance(world))
      const clear = Math.max(...close.map((claim) => claim.at)) + spacing.apartMs
      const { profile } = commit.before ?? commit.after
      const isLast =
        close.length > 0 && !hasSpace(clear, message, (instant) => isQuiet(instant, message.channel, profile, settings))
      return [
        ...many,
        ...(close.length > 0 && !isLast ? [`${nameOf(message)} stands close to ${close[0]?.message.name}`] : []),
      ]
    })
  }),
  ofClaims('nobody is written to in quiet hours, unless it is urgent', ({ message, commit }, world) => {
    if (!isToCustomer(message) || (message.urgent && message.class === 'service')) return []
    const { profile } = commit.before ?? commit.after
    const at = message.claimedAt ?? 0
    return byAll(world, (settings) =>
      isQuiet(at, message.channel, profile, settings) &&
      isQuiet(at - tolerance(world), message.channel, profile, settings)
        ? [`${nameOf(message)} at ${new Date(at).toISOString()}`]
        : [],
    )
  }),
  ofClaims('nothing leaves after its use has ended', ({ message }, world) =>
    message.goodUntil !== undefined &&
    isToCustomer(message) &&
    (message.claimedAt ?? 0) > message.goodUntil + tolerance(world)
      ? [`${nameOf(message)} at ${message.claimedAt}, good until ${message.goodUntil}`]
      : [],
  ),
  ofClaims('a message leaves only for a run that is still on it', ({ message, commit }) => {
    const run = (commit.before?.runs ?? []).find(
      ({ activity }) => activity.kind === 'sending' && activity.messageId === message.id,
    )
    return run === undefined ? [`${nameOf(message)}: its run is gone`] : []
  }),
  ofMails('nobody is written to at an address that is suppressed', (outgoing, { ledger }, by) => {
    if (!('to' in outgoing)) return []
    const since = ledger.suppressedAt(outgoing.channel, outgoing.to)
    return since !== undefined && since < by.startedAt ? [`${outgoing.id} to an address that is suppressed`] : []
  }),
]

/** From so long before its use ends a message goes, however close another stands. */
const LAST_MS = 2 * 60_000
const STEP_MS = 60_000

/** Whether there is a moment from `clear` on, before its use ends, at which it may still go. */
function hasSpace(clear: number, { goodUntil }: Message, isQuietAt: (instant: number) => boolean): boolean {
  if (goodUntil === undefined) return true
  for (let instant = clear; instant < goodUntil - LAST_MS; instant += STEP_MS) if (!isQuietAt(instant)) return true
  return false
}
