import { randomUUID } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import * as z from 'zod'
import type { EventWarning } from '#engagement/customer/event-warning.ts'
import { LAST_INSTANT } from '#engagement/customer/instant.ts'
import { BUS } from '#functions/topology.ts'
import type { Clock } from '#stages/ports/clock.ts'
import type { BusEvent, Word } from '../event-log/front-door.ts'
import type { QueueStore } from '../queue/queue-store.ts'
import type { CustomerNames } from '../store/customer-names.ts'
import { inTransaction } from '../store/database.ts'
import { matchesPattern } from './pattern.ts'

const Entry = z.looseObject({
  Source: z.string().nullish(),
  DetailType: z.string().nullish(),
  Detail: z.string().nullish(),
  /** Epoch seconds, as the JSON protocol carries timestamps. */
  Time: z.number().nullish(),
  Resources: z.array(z.string()).nullish(),
  EventBusName: z.string().nullish(),
})
type Entry = z.infer<typeof Entry>
/** Entries are read one by one: one that does not fit fails alone. */
const PutEventsRequest = z.looseObject({ Entries: z.array(z.unknown()) })

export interface PutEventsResult {
  readonly FailedEntryCount: number
  readonly Entries: readonly /** `Warnings` is ours: EventBridge has no place for what was taken and not understood. */
  (
    | { readonly EventId: string; readonly Warnings?: readonly EventWarning[] }
    | { readonly ErrorCode: string; readonly ErrorMessage: string }
  )[]
}

/** A request that is refused as a whole: answered with 400 and this code. */
export class RequestRefused extends Error {
  readonly code: string
  readonly place: string
  constructor(code: string, message: string, place: string) {
    super(message)
    this.code = code
    this.place = place
  }
}

const MAX_ENTRIES = 10
/** 1 MiB for all entries together. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html */
export const MAX_REQUEST_BYTES = 1_048_576

export interface EventBus {
  /**
   * EventBridge's `PutEvents`: what is well formed is on its way (durably) when this returns. Throws `RequestRefused`.
   * `judge` says of each what ingest will say: what it will refuse fails here too, and goes to the quarantine all the same.
   */
  putEvents(request: unknown, judge?: (event: BusEvent) => Word): PutEventsResult
}

/** The bus with its one rule: what matches goes to ingest's queue, as EventBridge delivers it. */
export function eventBus(
  queues: QueueStore,
  clock: Clock,
  database: DatabaseSync,
  names: Pick<CustomerNames, 'learn'>,
): EventBus {
  return {
    putEvents(request, judge) {
      const taken: { readonly event: ReturnType<typeof envelope>; readonly body: string }[] = []
      const answers = parse(request).map((given) => {
        const entry = Entry.safeParse(given)
        if (!entry.success) return misfit(entry.error)
        const problem = problemOf(entry.data)
        if (problem !== undefined) return problem
        const event = envelope(entry.data, clock.now())
        // What the rule leaves to itself is told too: only our own host sends in our name, and it asks nobody.
        if (matchesPattern(BUS.toIngest, event)) taken.push({ event, body: bodyOf(event, entry.data) })
        return answerOf(event.id, judge?.(event))
      })
      if (taken.length > 0) {
        inTransaction(database, () => {
          for (const { event } of taken) names.learn(event.detail)
          queues.send(
            'ingest',
            taken.map(({ body }) => ({ body })),
          )
        })
      }
      return { FailedEntryCount: answers.filter((answer) => 'ErrorCode' in answer).length, Entries: answers }
    },
  }
}

function answerOf(id: string, { refused, warnings = [] }: Partial<Word> = {}): PutEventsResult['Entries'][number] {
  if (refused !== undefined) return { ErrorCode: refused.code, ErrorMessage: refused.message }
  return warnings.length === 0 ? { EventId: id } : { EventId: id, Warnings: warnings }
}

interface EntryProblem {
  readonly ErrorCode: string
  readonly ErrorMessage: string
}

const invalid = (name: string, reason: string): EntryProblem => ({
  ErrorCode: 'InvalidArgument',
  ErrorMessage: `Parameter ${name} is not valid. Reason: ${reason}.`,
})

const misfit = (error: z.ZodError): EntryProblem =>
  invalid(error.issues[0]?.path.join('.') || 'Entry', error.issues[0]?.message ?? 'it does not fit')

/** The detail as it was written: what is nested by the thousand can be read, and not written again. */
function bodyOf({ detail: _, ...event }: ReturnType<typeof envelope>, { Detail }: Entry): string {
  return `${JSON.stringify(event).slice(0, -1)},"detail":${Detail}}`
}

function parse(request: unknown): readonly unknown[] {
  const parsed = PutEventsRequest.safeParse(request)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new RequestRefused(
      'ValidationException',
      issue?.message ?? 'the request does not fit',
      issue?.path.join('.') ?? '',
    )
  }
  const { Entries } = parsed.data
  if (Entries.length === 0 || Entries.length > MAX_ENTRIES) {
    const bound = Entries.length === 0 ? 'greater than or equal to 1' : `less than or equal to ${MAX_ENTRIES}`
    throw new RequestRefused(
      'ValidationException',
      `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length ${bound}`,
      'Entries',
    )
  }
  if (Entries.reduce<number>((bytes, entry) => bytes + sizeOf(entry), 0) > MAX_REQUEST_BYTES) {
    throw new RequestRefused(
      'ValidationException',
      'Total size of the entries in the request is over the limit.',
      'Entries',
    )
  }
  return Entries
}

/** As AWS counts: 14 bytes for a time, and the UTF-8 bytes of everything else. */
function sizeOf(given: unknown): number {
  const entry = Entry.safeParse(given)
  if (!entry.success) return 0
  const { Source, DetailType, Detail, Resources, Time } = entry.data
  const texts = [Source, DetailType, Detail, ...(Resources ?? [])]
  return texts.reduce((bytes, text) => bytes + Buffer.byteLength(text ?? ''), typeof Time === 'number' ? 14 : 0)
}

function problemOf(entry: Entry): EntryProblem | undefined {
  for (const name of ['Source', 'DetailType', 'Detail'] as const) {
    if (!entry[name]) return invalid(name, `${name} is a required argument`)
  }
  if (typeof entry.Time === 'number' && !isTime(entry.Time))
    return invalid('Time', 'it is no time, or lies beyond the calendar')
  if (entry.Source?.startsWith('aws.')) {
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' }
  }
  return detailOf(entry) === undefined
    ? { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' }
    : undefined
}

function detailOf(entry: Entry): object | undefined {
  try {
    const detail: unknown = JSON.parse(entry.Detail ?? '')
    return typeof detail === 'object' && detail !== null && !Array.isArray(detail) ? detail : undefined
  } catch {
    // Not JSON: the caller answers MalformedDetail.
    return undefined
  }
}

/** Seconds, of which a calendar has a year of four digits. */
const isTime = (seconds: number): boolean => seconds * 1_000 >= 0 && seconds * 1_000 <= LAST_INSTANT

function envelope(entry: Entry, now: number) {
  const at = typeof entry.Time === 'number' ? entry.Time * 1_000 : now
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': entry.DetailType ?? '',
    source: entry.Source ?? '',
    account: '000000000000',
    time: `${new Date(at).toISOString().slice(0, 19)}Z`,
    region: 'local',
    resources: entry.Resources ?? [],
    detail: detailOf(entry) ?? {},
  }
}
