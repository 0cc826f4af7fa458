import { applyConsent } from './customer/apply-consent.ts'
import { applyTraits } from './customer/apply-traits.ts'
import type { CustomerEvent } from './customer/customer-event.ts'
import { EMPTY_PROFILE } from './customer/profile.ts'
import { computeTraits } from './decision/compute-traits.ts'
import { countEvent } from './decision/count-history.ts'
import type { LiveCatalogue, Named } from './definition/live-catalogue.ts'
import { ENGINE_EVENTS } from './definition/promise-definition.ts'
import { dropClaim } from './journey/claim.ts'
import type { CustomerState } from './journey/customer-state.ts'
import { customerScope, type Desk, dropRun, openDesk, zoneAt } from './journey/desk.ts'
import { endLeases } from './journey/end-leases.ts'
import { enter } from './journey/enter.ts'
import { decisionEntry, during, entryOf } from './journey/entries.ts'
import { hearNobody, listen, reachLateGoals, rememberExit } from './journey/listen.ts'
import { eventSuspect, guard, guardRun, promiseSuspect } from './journey/put-aside.ts'
import { putUnsoundAside } from './journey/put-unsound-aside.ts'
import { runId } from './journey/run.ts'
import { giveSlotBack, heardOf, lookAfter, settleRun } from './journey/settle.ts'
import type { TimelineEntry } from './journey/timeline-entry.ts'
import { wakeRun } from './journey/wake-run.ts'
import type { Message } from './message/message.ts'
import { messageId } from './message/message-id.ts'
import { lapsed, messageOf, settledAlone } from './message/message-of-change.ts'
import type { MessageWrite, Settlement } from './message/message-write.ts'
import { possibleTriggers } from './possible-triggers.ts'
import type { Raised } from './promise/promise-events.ts'
import type { PromiseState } from './promise/promise-state.ts'
import { closeIncident, watchClock } from './promise/watch.ts'
import type { Input, Reaction } from './reaction.ts'
import { rearm } from './timer.ts'
import { takeWatched, watch, watchedOf } from './watch-event.ts'

/** How many of our own events may follow from one: a loop of workflows ends here. */
const MOST_HOPS = 8
/** Runs that one timer wakes: a transaction holds 100 items. The rest is due at once again. */
const MOST_WOKEN = 20

/** A customer of whom nothing is known yet. */
export const newCustomer = (customerId: string, now: number): CustomerState => ({
  schema: 1,
  customerId,
  version: 0,
  head: { createdAt: now, anonymousIds: [], absorbed: [], consent: {}, slots: [], incidents: [], timerGeneration: 0 },
  profile: EMPTY_PROFILE,
  memory: { runs: [], promises: [], exits: [] },
  runs: [],
  promises: [],
})

/**
 * The core: one customer, one input, one instant, what follows. Pure: the same arguments give the same reaction.
 * Everything that the customer's event leads to, our own events about promises and incidents included, is one reaction.
 */
export function react(state: CustomerState, input: Input, catalogue: LiveCatalogue, now: number): Reaction {
  const desk = openDesk(state, catalogue, now, (run, step, channel) =>
    messageId({ customerId: state.customerId, run: runId(run), step, channel, round: run.round }),
  )
  const entries: TimelineEntry[] = []
  switch (input.kind) {
    case 'event':
      entries.push(entryOf(desk, input.event, takeEvent(desk, input.event), false))
      break
    case 'timer':
      entries.push(
        ...decisionEntry(
          `timer#${state.head.timer?.generation ?? 0}#${now}`,
          now,
          during(desk, () => takeTime(desk, input.messages ?? [])),
        ),
      )
      break
    case 'settled':
      entries.push(...settle(desk, input.settlement, now))
      break
  }
  entries.push(...takeRaised(desk, input.kind === 'event' ? input.event : undefined))
  return getUp(state, desk, entries, input)
}

/** What we know first, then promises and incidents, then who leaves and goes on, then who enters. */
function takeEvent(desk: Desk, event: CustomerEvent): Reaction['decisions'] {
  return during(desk, () => {
    const named = desk.catalogue.named(event.name)
    learn(desk, event, named)
    if (named === undefined) return
    watch(desk, event, named)
    const from = desk.decisions.length
    for (const workflow of named.listeners) listen(desk, workflow, event)
    part(desk, 'goals', event, () => reachLateGoals(desk, event))
    const { exitReads } = named
    if (exitReads !== undefined) part(desk, 'exits', event, () => rememberExit(desk, event, exitReads))
    part(desk, 'triggers', event, () => letEnter(desk, event, named.triggers))
    for (const workflow of named.listeners) hearNobody(desk, workflow, from)
  })
}

/** One thing that an event leads to; where it throws, the others go on. */
const part = (desk: Desk, what: string, event: CustomerEvent, work: () => void): void =>
  guard(desk, () => eventSuspect(what, event), work, undefined)

function letEnter(desk: Desk, event: CustomerEvent, triggers: Named['triggers']): void {
  const { workflows, others } = possibleTriggers(desk, event, triggers)
  for (const workflow of workflows) part(desk, `entry into ${workflow.id}`, event, () => enter(desk, workflow, event))
  if (others === undefined) return
  desk.decisions.push({
    at: desk.now,
    workflow: '*',
    version: '',
    verdict: 'not_entered',
    reason: 'trigger-unmatched',
    values: others,
  })
}

/** Identities, traits, consent, counters and computed traits: an event is counted before rules run. */
function learn(desk: Desk, event: CustomerEvent, named: Named | undefined): void {
  const anonymousIds =
    event.anonymousId === undefined || desk.head.anonymousIds.includes(event.anonymousId)
      ? desk.head.anonymousIds
      : [...desk.head.anonymousIds, event.anonymousId].slice(-10)
  const consent = applyConsent(desk.head.consent, event)
  const userId = event.userId ?? desk.head.userId
  if (anonymousIds !== desk.head.anonymousIds || consent !== desk.head.consent || userId !== desk.head.userId) {
    desk.head = { ...desk.head, anonymousIds, consent, ...(userId === undefined ? {} : { userId }) }
  }
  part(desk, 'traits', event, () => {
    desk.profile = applyTraits(desk.profile, event)
  })
  if (named !== undefined) part(desk, 'history', event, () => countIn(desk, event, named))
}

function countIn(desk: Desk, event: CustomerEvent, named: Named): void {
  const { profile } = desk
  const counted = { ...customerScope(desk, undefined), event: event.properties }
  const history =
    named.counters.length === 0 ? profile.history : countEvent(profile.history, event, named.counters, counted)
  const computed =
    named.computed.length === 0 ? profile.computed : computeTraits(profile.computed, event, named.computed)
  if (history !== profile.history || computed !== profile.computed) desk.profile = { ...profile, history, computed }
}

/** Everything that is due by now: promises first, then incidents that are over, then runs, the longest due first. */
function takeTime(desk: Desk, messages: readonly Message[]): void {
  forgetWithdrawn(desk)
  for (const promise of desk.promises) lookAt(desk, promise)
  let watched = watchedOf(desk)
  for (const incident of desk.head.incidents) {
    const still = watched.incidents.find((each) => each === incident)
    if (still !== undefined && still.endsAt <= desk.now)
      watched = closeIncident(watched, incident.rule, incident.key, 'expired')
  }
  takeWatched(desk, watched)
  endLeases(desk, messages)
  const due = desk.runs
    .filter((run) => run.activity.until <= desk.now)
    .toSorted((a, b) => a.activity.until - b.activity.until)
  for (const run of due.slice(0, MOST_WOKEN)) {
    const workflow = desk.catalogue.workflow(run.workflow, run.version)
    if (workflow !== undefined) guardRun(desk, workflow, run, () => wakeRun(desk, workflow, run, messages))
    else dropRun(desk, run)
  }
}

/** Looks at one promise whose time has come. One that throws is let go of, with its incident. */
function lookAt(desk: Desk, promise: PromiseState): void {
  const well = guard(
    desk,
    () => promiseSuspect(promise),
    () => {
      const alone = { ...watchedOf(desk), promises: [promise] }
      const { promises, ...rest } = watchClock(alone, desk.catalogue.promise, zoneAt(desk), desk.now)
      const place = desk.promises.indexOf(promise)
      const all = promises[0] === promise ? desk.promises : desk.promises.toSpliced(place, 1, ...promises)
      takeWatched(desk, { ...rest, promises: all })
      return true
    },
    false,
  )
  if (well) return
  desk.promises = desk.promises.filter((each) => each !== promise)
  takeWatched(desk, closeIncident(watchedOf(desk), promise.name, promise.key, 'put-aside'))
}

/** A promise that the catalogue no longer knows is nobody's to keep: its timer would otherwise fire for ever. */
function forgetWithdrawn(desk: Desk): void {
  const withdrawn = desk.promises.filter((promise) => desk.catalogue.promise(promise.name) === undefined)
  if (withdrawn.length === 0) return
  desk.promises = desk.promises.filter((promise) => !withdrawn.includes(promise))
  for (const { name, key } of withdrawn) takeWatched(desk, closeIncident(watchedOf(desk), name, key, 'withdrawn'))
}

/** Marketing that waited for incidents to be over need not wait any longer. */
function releaseHeld(desk: Desk): void {
  for (const run of desk.runs) {
    if (run.activity.kind !== 'holding' || run.activity.reason !== 'incident-open') continue
    const workflow = desk.catalogue.workflow(run.workflow, run.version)
    if (workflow !== undefined) guardRun(desk, workflow, run, () => wakeRun(desk, workflow, run, []))
  }
}

function settle(desk: Desk, settlement: Settlement, now: number): readonly TimelineEntry[] {
  const { message, ...outcome } = settlement
  const run = desk.runs.find((each) => each.activity.kind === 'sending' && each.activity.messageId === message.id)
  const workflow = run === undefined ? undefined : desk.catalogue.workflow(run.workflow, run.version)
  if (run?.activity.kind !== 'sending' || workflow === undefined) {
    letGoOf(desk, outcome.verdict, message.id)
    return []
  }
  const { activity } = run
  const heard = heardOf(message.status)
  const decisions = during(desk, () => {
    const well = guardRun(desk, workflow, run, () =>
      // Feedback was faster than the sender: what it told stands.
      heard === undefined
        ? settleRun(desk, workflow, run, activity, outcome)
        : lookAfter(desk, workflow, run, activity, heard),
    )
    // The message's own outcome is recorded all the same.
    if (!well) letGoOf(desk, outcome.verdict, message.id)
  })
  return decisionEntry(`settled#${message.id}#${activity.attempt}#${outcome.verdict}#${now}`, now, decisions)
}

/** What a message held that no run looks after any more. */
function letGoOf(desk: Desk, verdict: Settlement['verdict'], id: string): void {
  if (verdict === 'refused' || verdict === 'held' || verdict === 'skipped') giveSlotBack(desk, id)
  if (verdict !== 'claimed') dropClaim(desk, id)
}

/** Reacts to our own events in turn, each an entry of its own. */
function takeRaised(desk: Desk, cause: CustomerEvent | undefined): readonly TimelineEntry[] {
  const entries: TimelineEntry[] = []
  for (let hop = (cause?.hops ?? 0) + 1; desk.raised.length > 0 && hop <= MOST_HOPS; hop += 1) {
    for (const raised of desk.raised.splice(0)) {
      const led = Math.max(hop, (raised.hops ?? 0) + 1)
      if (led > MOST_HOPS) continue
      const event = { ...eventOf(desk, raised, led), ...(cause?.replayed === true ? { replayed: true } : {}) }
      const decisions = takeEvent(desk, event)
      const released = raised.name === ENGINE_EVENTS.incidentClosed ? during(desk, () => releaseHeld(desk)) : []
      entries.push(entryOf(desk, event, [...decisions, ...released], true))
    }
  }
  return entries
}

const eventOf = (desk: Desk, raised: Raised, hops: number): CustomerEvent => ({
  messageId: raised.id,
  name: raised.name,
  customerId: desk.customerId,
  ...(desk.head.userId === undefined ? {} : { userId: desk.head.userId }),
  at: desk.now,
  receivedAt: desk.now,
  properties: raised.properties,
  context: {},
  hops,
})

function getUp(state: CustomerState, desk: Desk, entries: readonly TimelineEntry[], input: Input): Reaction {
  const writes: MessageWrite[] = desk.changes.map((change) => ({
    message: messageOf(desk, change),
    expect: change.expect,
  }))
  if (input.kind === 'timer') writes.push(...lapsed(desk, input.messages ?? []))
  if (input.kind === 'settled' && writes.length === 0) writes.push(...settledAlone(input.settlement, desk.now))
  putUnsoundAside(desk)
  const head = rearm(desk, input.kind === 'timer')
  return {
    state: {
      ...state,
      version: state.version + 1,
      head,
      profile: desk.profile,
      memory: desk.memory,
      runs: desk.runs,
      promises: desk.promises,
    },
    entries,
    messages: latestOf(writes),
    decisions: desk.decisions,
    reached: desk.reached,
    putAside: desk.putAside,
  }
}

/** One message changes once in a reaction: of several changes the last one, expecting what the first one did. */
function latestOf(writes: readonly MessageWrite[]): readonly MessageWrite[] {
  const byId = new Map<string, MessageWrite>()
  for (const write of writes)
    byId.set(write.message.id, { message: write.message, expect: byId.get(write.message.id)?.expect ?? write.expect })
  return [...byId.values()]
}
