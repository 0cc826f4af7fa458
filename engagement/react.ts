import type { CustomerEvent } from './customer/customer-event.ts'
import { EMPTY_PROFILE } from './customer/profile.ts'
import type { Decision } from './decision/decision.ts'
import { type Done, finishReaction } from './finish-reaction.ts'
import { type EventWork, type Work, workOf } from './journey/backlog.ts'
import type { CustomerState } from './journey/customer-state.ts'
import { type Effects, NO_EFFECTS, together } from './journey/effects.ts'
import { decisionEntry, entryOf, laterEntry, limitReached } from './journey/entries.ts'
import { eventSuspect, guard, putAside } from './journey/put-aside.ts'
import { beginDraft, type ReactionDraft } from './journey/reaction-draft.ts'
import { runId } from './journey/run.ts'
import type { TimelineEntry } from './journey/timeline-entry.ts'
import type { Message } from './message/message.ts'
import { messageId } from './message/message-id.ts'
import type { LiveCatalogue } from './model/live-catalogue.ts'
import type { Raised } from './promise/promise-events.ts'
import type { Input, Reaction } from './reaction.ts'
import { takeSettlement } from './take-settlement.ts'
import { takeNext, type WorkLeft } from './take-work.ts'
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
  const upTo = (most: number): Part => takePart(state, input, catalogue, now, most, beside.stored)
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

function takePart(
  state: CustomerState,
  input: Input,
  catalogue: LiveCatalogue,
  now: number,
  most: number,
  stored: CustomerState | undefined,
): Part {
  const known = beginDraft(state, catalogue, now, (run, step, channel) =>
    messageId({ customerId: state.customerId, run: runId(run), step, channel, round: run.round }),
  )
  const waiting = workOf(state.backlog ?? [])
  const begun = beginInput(known, input)
  const agenda = [...waiting, ...begun.work]
  // Only the clock goes on with what is waiting: it brings what became of messages. All others get in line.
  const gone =
    waiting.length > 0 && input.kind !== 'timer'
      ? getInLine(begun.draft, agenda)
      : goThrough(begun.draft, agenda, input.kind === 'timer' ? (input.messages ?? []) : [], most, state)
  const entries = [...begun.entries, ...gone.entries]
  return { reaction: finishReaction(state, { ...gone, entries }, input, stored), taken: gone.taken }
}

/** What an input does at once, and the work that comes of it. */
interface Begun {
  readonly draft: ReactionDraft
  readonly entries: readonly TimelineEntry[]
  readonly work: readonly Work[]
}

function beginInput(draft: ReactionDraft, input: Input): Begun {
  switch (input.kind) {
    case 'event':
      return {
        draft,
        entries: [],
        work: [{ kind: 'event', event: input.event, emitted: false, entered: false, told: [] }],
      }
    case 'timer':
      return { draft, entries: [], work: [{ kind: 'time', by: draft.now }] }
    case 'settled': {
      const { draft: settled, entries } = takeSettlement(draft, input.settlement)
      return { ...withoutRaised(settled, undefined), entries }
    }
  }
}

/** An event from outside is in the timeline from now on, so that it is taken once. */
function getInLine(draft: ReactionDraft, agenda: readonly Work[]): Done {
  const isNew = (work: Work): work is EventWork => work.kind === 'event' && !work.entered && !work.emitted
  const entries = agenda.filter(isNew).map(({ event }) => entryOf(event, draft.now, [], false))
  return { draft, entries, left: agenda.map((work) => (isNew(work) ? entered(work) : work)), taken: 0 }
}

/**
 * Does what is on the agenda, in order; our own events take their place at its end. Each task begins with no effects, and
 * those of all are put together once: what is added to a list then costs what the task did, not what all did before it.
 */
function goThrough(
  begun: ReactionDraft,
  agenda: readonly Work[],
  messages: readonly Message[],
  most: number,
  { version }: CustomerState,
): Done {
  const left = [...agenda]
  const entries: TimelineEntry[] = []
  const done: Effects[] = [begun]
  let [draft, taken] = [begun, 0]
  for (let work = left[0]; work !== undefined && taken < most; work = left[0]) {
    const from = done.length
    let rest: Work | undefined = work
    for (; rest !== undefined && taken < most; taken += 1) {
      const gone = goOnWith({ ...draft, ...NO_EFFECTS }, rest, messages)
      const raised = withoutRaised(gone.draft, work)
      left.push(...raised.work)
      rest = gone.rest
      draft = raised.draft
      done.push(draft)
    }
    entries.push(
      ...entriesOf(
        draft,
        work,
        done.slice(from).flatMap((task) => task.decisions),
        version,
      ),
    )
    left.splice(0, 1, ...(rest === undefined ? [] : [entered(rest)]))
  }
  return { draft: { ...draft, ...together(done) }, entries, left, taken }
}

/** What throws of the input itself is the caller's to put aside; of what waited or was raised, it is put aside here. */
function goOnWith(draft: ReactionDraft, work: Work, messages: readonly Message[]): WorkLeft {
  const next = (): WorkLeft => takeNext(draft, work, messages)
  if (work.kind === 'time' || (!work.entered && !work.emitted)) return next()
  return guard(next, (fault) => ({
    draft: putAside(draft, eventSuspect('the rest', work.event), fault),
    rest: undefined,
  }))
}

const entered = (work: Work): Work => (work.kind === 'event' && !work.entered ? { ...work, entered: true } : work)

/** What was decided: with the event where it begins, in an entry of its own where it goes on. */
function entriesOf(
  { head, now }: ReactionDraft,
  work: Work,
  decisions: readonly Decision[],
  version: number,
): readonly TimelineEntry[] {
  switch (work.kind) {
    case 'time': {
      const id = work.tasks === undefined ? `timer#${head.timer?.generation ?? 0}#${now}` : `rest#time#${version}`
      return decisionEntry(id, now, decisions)
    }
    case 'event':
      if (!work.entered) return [entryOf(work.event, now, decisions, work.emitted)]
      return decisions.length === 0 ? [] : [laterEntry(`rest#${version}#${work.event.messageId}`, now, decisions)]
  }
}

/**
 * Our own events that came of a piece of work (none: of a settlement), as work. Those that follow from too many others end
 * here.
 */
function withoutRaised(
  draft: ReactionDraft,
  cause: Work | undefined,
): { readonly draft: ReactionDraft; readonly work: readonly Work[] } {
  if (draft.raised.length === 0) return { draft, work: [] }
  const event = cause?.kind === 'event' ? cause.event : undefined
  const hopsOf = ({ hops = 0 }: Raised): number => Math.max(event?.hops ?? 0, hops) + 1
  const [tooFar, near] = [
    draft.raised.filter((each) => hopsOf(each) > MOST_HOPS),
    draft.raised.filter((each) => hopsOf(each) <= MOST_HOPS),
  ]
  const decisions = tooFar.map(({ name }) =>
    limitReached(draft.now, 'too-many-hops', `${name} within ${MOST_HOPS} events of our own`),
  )
  const replayed = event?.replayed === true ? { replayed: true } : {}
  const work = near.map((each): Work => {
    const own = { ...eventOf(draft, each, hopsOf(each)), ...replayed }
    return { kind: 'event', event: own, emitted: true, entered: false, told: [] }
  })
  return { draft: { ...draft, raised: [], decisions: [...draft.decisions, ...decisions] }, work }
}

const eventOf = ({ customerId, head, now }: ReactionDraft, raised: Raised, hops: number): CustomerEvent => ({
  messageId: raised.id,
  name: raised.name,
  customerId,
  ...(head.userId === undefined ? {} : { userId: head.userId }),
  at: now,
  receivedAt: now,
  properties: raised.properties,
  context: {},
  hops,
})
