import type { CustomerEvent } from './customer/customer-event.ts'
import { EMPTY_PROFILE } from './customer/profile.ts'
import type { Decision } from './decision/decision.ts'
import { type EventWork, packBacklog, type Work, workOf } from './journey/backlog.ts'
import { dropClaim } from './journey/claim.ts'
import type { CustomerState } from './journey/customer-state.ts'
import { type Desk, openDesk } from './journey/desk.ts'
import { decisionEntry, during, entryOf, laterEntry, limitReached } from './journey/entries.ts'
import { fitEntry, fitItems } from './journey/fit-items.ts'
import { lapsed, messageOf, settledAlone } from './journey/message-of-change.ts'
import type { MessageWrite, Settlement } from './journey/message-write.ts'
import { eventSuspect, guard, guardRun } from './journey/put-aside.ts'
import { putUnsoundAside } from './journey/put-unsound-aside.ts'
import { runId } from './journey/run.ts'
import { giveSlotBack, heardOf, lookAfter, settleRun } from './journey/settle.ts'
import type { TimelineEntry } from './journey/timeline-entry.ts'
import type { Message } from './message/message.ts'
import { messageId } from './message/message-id.ts'
import type { LiveCatalogue } from './model/live-catalogue.ts'
import type { Raised } from './promise/promise-events.ts'
import type { Input, Reaction } from './reaction.ts'
import { takeNext } from './take-work.ts'
import { rearm } from './timer.ts'
import { isRoomFor, TRANSACTION, type Weight, type Written } from './transaction.ts'

/** How many of our own events may follow from one: a loop of workflows ends here. */
const MOST_HOPS = 8
/** More tasks than one transaction is worth. */
const MOST_TASKS = 250

/** What a reaction is written with, in one transaction: what is stored now, and what else is written beside it. */
export interface Beside {
  readonly stored: CustomerState | undefined
  readonly with?: Pick<Written, 'absentMarkers' | 'absorbed'>
  readonly room?: Weight
}

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
 * Everything that the customer's event leads to, our own events about promises and incidents included, is one reaction and
 * one transaction, as far as one holds it. What is left is the state's backlog; the next reaction goes on with it first.
 */
export function react(
  state: CustomerState,
  input: Input,
  catalogue: LiveCatalogue,
  now: number,
  beside: Beside = { stored: state },
): Reaction {
  const upTo = (most: number): Part => takePart(state, input, catalogue, now, most)
  const isWritable = ({ reaction }: Part): boolean => {
    const { entries, messages, state: after } = reaction
    const written = { before: beside.stored, after, entries, messages, ...beside.with }
    return isRoomFor(written, beside.room ?? TRANSACTION)
  }
  const whole = upTo(MOST_TASKS)
  return (isWritable(whole) ? whole : longestThat(isWritable, upTo, whole.taken)).reaction
}

/** A reaction that stopped after so many tasks. */
interface Part {
  readonly reaction: Reaction
  readonly taken: number
}

/** Tasks are small: the first always fits, and between it and one too many lies the last that does. */
function longestThat(isWritable: (part: Part) => boolean, upTo: (most: number) => Part, tooMany: number): Part {
  let [best, over] = [upTo(1), tooMany]
  while (over - best.taken > 1) {
    const part = upTo(best.taken + Math.floor((over - best.taken) / 2))
    if (isWritable(part)) best = part
    else over = part.taken
  }
  return best
}

function takePart(state: CustomerState, input: Input, catalogue: LiveCatalogue, now: number, most: number): Part {
  const desk = openDesk(state, catalogue, now, (run, step, channel) =>
    messageId({ customerId: state.customerId, run: runId(run), step, channel, round: run.round }),
  )
  const waiting = workOf(state.backlog ?? [])
  const own = input.kind === 'settled' ? settle(desk, input.settlement, now) : []
  const agenda = [...waiting, ...workOfInput(input, now), ...raisedBy(desk, undefined)]
  // Only the clock goes on with what is waiting: it brings what became of messages. All others get in line.
  const { entries, left, taken } =
    waiting.length > 0 && input.kind !== 'timer'
      ? { ...getInLine(desk, agenda), taken: 0 }
      : goThrough(desk, agenda, input.kind === 'timer' ? (input.messages ?? []) : [], most, state)
  return { reaction: getUp(state, desk, [...own, ...entries], left, input), taken }
}

function workOfInput(input: Input, now: number): readonly Work[] {
  switch (input.kind) {
    case 'event':
      return [{ kind: 'event', event: input.event, emitted: false, entered: false, told: [] }]
    case 'timer':
      return [{ kind: 'time', by: now }]
    case 'settled':
      return []
  }
}

interface Gone {
  readonly entries: readonly TimelineEntry[]
  readonly left: readonly Work[]
}

/** An event from outside is in the timeline from now on, so that it is taken once. */
function getInLine(desk: Desk, agenda: readonly Work[]): Gone {
  const isNew = (work: Work): work is EventWork => work.kind === 'event' && !work.entered && !work.emitted
  const entries = agenda.filter(isNew).map(({ event }) => entryOf(desk, event, [], false))
  return { entries, left: agenda.map((work) => (isNew(work) ? entered(work) : work)) }
}

/** Does what is on the agenda, in order; our own events take their place at its end. */
function goThrough(
  desk: Desk,
  agenda: readonly Work[],
  messages: readonly Message[],
  most: number,
  { version }: CustomerState,
): Gone & { readonly taken: number } {
  const left = [...agenda]
  const entries: TimelineEntry[] = []
  let taken = 0
  for (let work = left[0]; work !== undefined && taken < most; work = left[0]) {
    const from = desk.decisions.length
    let rest: Work | undefined = work
    for (; rest !== undefined && taken < most; taken += 1) {
      rest = goOnWith(desk, rest, messages)
      left.push(...raisedBy(desk, work))
    }
    entries.push(...entriesOf(desk, work, desk.decisions.slice(from), version))
    left.splice(0, 1, ...(rest === undefined ? [] : [entered(rest)]))
  }
  return { entries, left, taken }
}

/** What throws of the input itself is the caller's to put aside; of what waited or was raised, it is put aside here. */
function goOnWith(desk: Desk, work: Work, messages: readonly Message[]): Work | undefined {
  const next = (): Work | undefined => takeNext(desk, work, messages)
  if (work.kind === 'time' || (!work.entered && !work.emitted)) return next()
  return guard(desk, () => eventSuspect('the rest', work.event), next, undefined)
}

const entered = (work: Work): Work => (work.kind === 'event' && !work.entered ? { ...work, entered: true } : work)

/** What was decided: with the event where it begins, in an entry of its own where it goes on. */
function entriesOf(desk: Desk, work: Work, decisions: readonly Decision[], version: number): readonly TimelineEntry[] {
  if (work.kind === 'time') {
    const id =
      work.tasks === undefined ? `timer#${desk.head.timer?.generation ?? 0}#${desk.now}` : `rest#time#${version}`
    return decisionEntry(id, desk.now, decisions)
  }
  if (!work.entered) return [entryOf(desk, work.event, decisions, work.emitted)]
  return decisions.length === 0 ? [] : [laterEntry(`rest#${version}#${work.event.messageId}`, desk.now, decisions)]
}

/** Our own events that came of a piece of work (none: of a settlement). Those that follow from too many others end here. */
function raisedBy(desk: Desk, work: Work | undefined): readonly Work[] {
  const cause = work?.kind === 'event' ? work.event : undefined
  return desk.raised.splice(0).flatMap((raised): readonly Work[] => {
    const hops = Math.max((cause?.hops ?? 0) + 1, (raised.hops ?? 0) + 1)
    if (hops > MOST_HOPS) {
      desk.decisions.push(
        limitReached(desk.now, 'too-many-hops', `${raised.name} within ${MOST_HOPS} events of our own`),
      )
      return []
    }
    const event = { ...eventOf(desk, raised, hops), ...(cause?.replayed === true ? { replayed: true } : {}) }
    return [{ kind: 'event', event, emitted: true, entered: false, told: [] }]
  })
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

function getUp(
  state: CustomerState,
  desk: Desk,
  entries: readonly TimelineEntry[],
  left: readonly Work[],
  input: Input,
): Reaction {
  const writes: MessageWrite[] = desk.changes.map((change) => ({
    message: messageOf(desk, change),
    expect: change.expect,
  }))
  if (input.kind === 'timer') writes.push(...lapsed(desk, input.messages ?? []))
  if (input.kind === 'settled' && writes.length === 0) writes.push(...settledAlone(input.settlement, desk.now))
  putUnsoundAside(desk)
  const told = desk.decisions.length
  fitItems(desk)
  const limited = desk.decisions.slice(told)
  const head = rearm(desk, input.kind === 'timer', left.length > 0)
  const { backlog: before, ...known } = state
  const backlog = packBacklog(before ?? [], left)
  return {
    state: {
      ...known,
      version: state.version + 1,
      head,
      profile: desk.profile,
      memory: desk.memory,
      ...(head.mergedInto === undefined ? { runs: desk.runs, promises: desk.promises } : {}),
      ...(backlog.length === 0 ? {} : { backlog }),
    },
    entries: [
      ...entries,
      ...(limited.length === 0 ? [] : [laterEntry(`limit#${state.version}`, desk.now, limited)]),
    ].map(fitEntry),
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
