import { zoneOf } from '#engagement/decision/permission.ts'
import type { CustomerState } from '#engagement/journey/customer-state.ts'
import { type Run, runId } from '#engagement/journey/run.ts'
import type { TimelineEntry } from '#engagement/journey/timeline-entry.ts'
import type { Message } from '#engagement/message/message.ts'
import type { LiveCatalogue } from '#engagement/model/live-catalogue.ts'
import { loadCatalogue, withPinned } from '#stages/load-catalogue.ts'
import type { CatalogueStore } from '#stages/ports/catalogue-store.ts'
import type { Commit, CommitResult } from '#stages/ports/commit.ts'
import type { CustomerStore } from '#stages/ports/customer-store.ts'
import type { What } from '#views/happening.ts'
import type { Mailbox } from '../mailbox/mailbox.ts'
import type { EventLog } from './event-log.ts'
import { whatNext } from './what-next.ts'

export interface Observing {
  readonly log: EventLog
  readonly catalogue: CatalogueStore
  readonly mailbox: Pick<Mailbox, 'find'>
  /** What the sender calls a customer. */
  readonly nameOf: (customerId: string) => string | undefined
}

/** The same store; what is committed through it is told to the log. Whoever wrote it: reactions, timers, sends, feedback. */
export function observeCustomers(store: CustomerStore, observing: Observing): CustomerStore {
  const observer = new Observer(observing)
  return {
    load: (customerId) => store.load(customerId),
    message: (customerId, messageId) => store.message(customerId, messageId),
    messages: (customerId) => store.messages(customerId),
    timeline: (customerId, filter) => store.timeline(customerId, filter),
    async commit(commit) {
      const result = await store.commit(commit)
      await observer.committed(commit, result)
      return result
    },
    async keep(customerId, entry, absentMarkers) {
      const result = await store.keep(customerId, entry, absentMarkers)
      observer.kept(customerId, entry, result)
      return result
    },
    async saveMessage(message, expect) {
      const saved = await store.saveMessage(message, expect)
      if (saved) observer.message(message, undefined)
      return saved
    },
  }
}

/** Outcomes of sending that a decision does not tell as well. */
const TOLD: ReadonlySet<Message['status']> = new Set(['sent', 'unknown', 'bounced', 'complained'])
/** Events whose messages are on their way: so many are remembered. */
const REMEMBERED = 1_000

class Observer {
  readonly #observing: Observing
  /** Message -> the event that led to it. */
  readonly #causes = new Map<string, string>()

  constructor(observing: Observing) {
    this.#observing = observing
  }

  async committed({ before, after, entries, messages }: Commit, result: CommitResult): Promise<void> {
    const [first] = entries
    const cause = first?.kind === 'event' && first.event !== undefined ? first.event.messageId : undefined
    if (result.kind === 'duplicate') return this.#repeated(after.customerId, first, result.contentHash)
    if (result.kind !== 'committed') return
    const live = await withPinned(await loadCatalogue(this.#observing.catalogue), after, this.#observing.catalogue)
    const zone = zoneOf(after.profile, live.catalogue.settings)
    for (const entry of entries) this.#entry(after.customerId, entry, cause, zone)
    for (const { message } of messages) {
      if (cause !== undefined) this.#remember(message.id, cause)
      this.message(message, cause)
    }
    const caused = cause ?? messages.map(({ message }) => this.#causes.get(message.id)).find((id) => id !== undefined)
    for (const run of startedWaiting(before, after)) this.#waits(run, after, live, caused)
    if (cause !== undefined) this.#observing.log.handled(cause)
  }

  kept(customerId: string, entry: TimelineEntry, result: CommitResult): void {
    if (result.kind === 'duplicate') this.#repeated(customerId, entry, result.contentHash)
    else if (entry.event !== undefined) this.#observing.log.handled(entry.event.messageId)
  }

  message(message: Message, cause: string | undefined): void {
    if (!TOLD.has(message.status)) return
    const letter = message.providerId === undefined ? undefined : this.#observing.mailbox.find(message.providerId)
    const { workflow, name, channel, status } = message
    const shown = letter === undefined ? {} : { subject: letter.subject, letter: letter.seq }
    this.#add(
      message.customerId,
      { kind: 'message', status, workflow, name, channel, ...shown },
      cause ?? this.#causes.get(message.id),
    )
  }

  #entry(customerId: string, entry: TimelineEntry, cause: string | undefined, zone: string): void {
    if (entry.emitted && entry.event !== undefined)
      this.#add(customerId, { kind: 'raised', event: entry.event.name }, cause)
    for (const decision of worthTelling(entry)) this.#add(customerId, { kind: 'decided', decision, zone }, cause)
  }

  #waits(run: Run, state: CustomerState, live: LiveCatalogue, cause: string | undefined): void {
    const workflow = live.workflow(run.workflow, run.version)
    const waiting = workflow === undefined ? undefined : whatNext(run, workflow, state, live.catalogue.settings)
    if (waiting !== undefined) this.#add(state.customerId, { kind: 'waits', waiting }, cause)
  }

  #repeated(customerId: string, entry: TimelineEntry | undefined, contentHash: string | undefined): void {
    const { event } = entry ?? {}
    if (event === undefined) return
    const sameContent = contentHash === undefined || contentHash === entry?.contentHash
    this.#add(customerId, { kind: 'repeated', event: event.name, sameContent }, event.messageId)
    this.#observing.log.handled(event.messageId)
  }

  #remember(message: string, cause: string): void {
    this.#causes.set(message, cause)
    if (this.#causes.size > REMEMBERED) for (const oldest of this.#causes.keys().take(1)) this.#causes.delete(oldest)
  }

  #add(customerId: string, what: What, cause: string | undefined): void {
    const customer = this.#observing.nameOf(customerId) ?? customerId
    this.#observing.log.add({ customer, what, ...(cause === undefined ? {} : { cause }) })
  }
}

/** `sent` and `planned` are told by the message; that a workflow was not entered matters where nothing else came of it. */
function worthTelling({ decisions }: TimelineEntry): TimelineEntry['decisions'] {
  const some = decisions.filter(({ verdict }) => !['sent', 'planned', 'branched'].includes(verdict))
  const more = some.filter(({ verdict }) => verdict !== 'not_entered')
  return more.length > 0 ? more : some.slice(0, 3)
}

/** Runs that wait for something else than before. */
function startedWaiting(before: CustomerState | undefined, after: CustomerState): readonly Run[] {
  const known = new Map((before?.runs ?? []).map((run) => [runId(run), run.activity]))
  return after.runs.filter((run) => {
    const earlier = known.get(runId(run))
    return (
      earlier?.kind !== run.activity.kind || earlier.step !== run.activity.step || earlier.until !== run.activity.until
    )
  })
}
