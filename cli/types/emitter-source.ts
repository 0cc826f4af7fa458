/**
 * The part of the generated file that sends: the same for every vocabulary. It is text because it goes into other people's
 * code bases; the repository's own copy (workflows/schemas/events.ts) is compiled, linted by types and tested.
 */
export const EMITTER = `
/** Who an event is about: a user of your own, a device before it is known whose it is, or both: then they are one person. */
export type Who =
  | { readonly userId: string; readonly anonymousId?: string }
  | { readonly userId?: undefined; readonly anonymousId: string }

/** What is the same for every event. */
export type Envelope = Who & {
  /** The same id twice has the effect of once. Left out, it is derived from everything else: sending again is harmless. */
  readonly messageId?: string
  /** When it happened; now where left out. */
  readonly timestamp?: Date | string
  /** Hints that speak only where the profile says nothing. */
  readonly context?: { readonly locale?: string; readonly timezone?: string; readonly [other: string]: unknown }
}

/** Something that happened to somebody. */
export type Happened = { readonly [Name in EventName]: { readonly event: Name; readonly properties: Events[Name] } }[EventName]
/** What is known of somebody, their consent included. */
export interface Identify {
  readonly event: 'identify'
  readonly traits: Traits
}
export type Emitted = Envelope & (Happened | Identify)

/** An event that was not taken: mend it, or send it again where the code says that it may help. */
export interface Refused {
  readonly emitted: Emitted
  readonly code: string
  readonly message: string
}

/** Anything that sends commands as the EventBridge client does. */
export interface Sender {
  send(command: PutEventsCommand): Promise<PutEventsCommandOutput>
}

export interface EmitterOptions {
  readonly client: Sender
  /** Who says so, such as "shop". */
  readonly source: string
  /** Name or ARN of the bus; the local host needs none. */
  readonly bus?: string
  /** Waits between attempts; for tests. */
  readonly pause?: (ms: number) => Promise<void>
}

interface Entry {
  readonly emitted: Emitted
  readonly request: PutEventsRequestEntry
  readonly bytes: number
}

/** PutEvents takes ten entries. 256 KB together are taken in every region, whatever a single event may weigh. */
const MOST_ENTRIES = 10
const MOST_BYTES = 256 * 1024
/** What Beforehand takes of one event. */
const MOST_DETAIL = 200 * 1024
const ATTEMPTS = 3
const AGAIN: ReadonlySet<string> = new Set(['InternalFailure', 'InternalException', 'ThrottlingException'])

/**
 * Sends events, ten at a time, and answers with those that were refused. Throttles are tried again under the same ids. A
 * request that fails as a whole (no network, no permission) refuses the events in it; nothing is thrown.
 */
export function createEmitter(options: EmitterOptions): { emit(...events: readonly Emitted[]): Promise<readonly Refused[]> } {
  return {
    async emit(...events) {
      const now = new Date()
      const entries = events.map((emitted) => entryOf(emitted, options, now))
      const tooLarge = entries.filter(({ request }) => byteLength(request.Detail) > MOST_DETAIL)
      const refused: Refused[] = tooLarge.map(({ emitted }) => ({
        emitted,
        code: 'too-large',
        message: 'an event has at most ' + MOST_DETAIL + ' bytes',
      }))
      for (const batch of batchesOf(entries.filter((entry) => !tooLarge.includes(entry))))
        refused.push(...(await sendBatch(batch, options)))
      return refused
    },
  }
}

/** The id that an event has where it names none: the same content, the same id. */
export function messageIdOf(emitted: Emitted, now: Date = new Date()): string {
  if (emitted.messageId !== undefined) return emitted.messageId
  const { event, userId, anonymousId, timestamp = now } = emitted
  const content = event === 'identify' ? emitted.traits : emitted.properties
  const whole = [event, userId ?? null, anonymousId ?? null, new Date(timestamp).toISOString(), sorted(content)]
  return createHash('sha256').update(JSON.stringify(whole)).digest('base64url').slice(0, 22)
}

/** Members in order: how an object was put together does not change its id. */
function sorted(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, member]) => [name, sorted(member)]),
  )
}

function entryOf(emitted: Emitted, { source, bus }: EmitterOptions, now: Date): Entry {
  const { event, timestamp = now, ...others } = emitted
  const at = new Date(timestamp)
  const detail = { ...others, messageId: messageIdOf(emitted, now), timestamp: at.toISOString() }
  const request = {
    Source: source,
    DetailType: event,
    Detail: JSON.stringify(detail),
    Time: at,
    ...(bus === undefined ? {} : { EventBusName: bus }),
  }
  // As EventBridge counts: 14 bytes for a time, and the UTF-8 bytes of everything else.
  return { emitted, request, bytes: 14 + byteLength(request.Source) + byteLength(request.DetailType) + byteLength(request.Detail) }
}

function batchesOf(entries: readonly Entry[]): readonly (readonly Entry[])[] {
  const batches: Entry[][] = []
  let bytes = 0
  for (const entry of entries) {
    const last = batches.at(-1)
    if (last === undefined || last.length === MOST_ENTRIES || bytes + entry.bytes > MOST_BYTES) {
      batches.push([entry])
      bytes = entry.bytes
    } else {
      last.push(entry)
      bytes += entry.bytes
    }
  }
  return batches
}

async function sendBatch(batch: readonly Entry[], options: EmitterOptions): Promise<readonly Refused[]> {
  const { client, pause = (ms) => new Promise((done) => setTimeout(done, ms)) } = options
  const refused: Refused[] = []
  let left = batch
  for (let attempt = 1; left.length > 0; attempt += 1) {
    const answers = await answersOf(client, left)
    const failed = left.flatMap((entry, place): readonly (Refused & { entry: Entry })[] => {
      const { ErrorCode: code, ErrorMessage: message = '' } = answers[place] ?? {}
      return code === undefined ? [] : [{ entry, emitted: entry.emitted, code, message }]
    })
    const again = attempt < ATTEMPTS ? failed.filter(({ code }) => AGAIN.has(code)) : []
    refused.push(...failed.filter((each) => !again.includes(each)).map(({ entry: _, ...each }) => each))
    left = again.map(({ entry }) => entry)
    if (left.length > 0) await pause(100 * 2 ** attempt)
  }
  return refused
}

type Answer = Pick<NonNullable<PutEventsCommandOutput['Entries']>[number], 'ErrorCode' | 'ErrorMessage'>

async function answersOf(client: Sender, entries: readonly Entry[]): Promise<readonly Answer[]> {
  try {
    const answer = await client.send(new PutEventsCommand({ Entries: entries.map(({ request }) => request) }))
    return answer.Entries ?? []
  } catch (error) {
    const [code, message] = error instanceof Error ? [error.name, error.message] : ['Error', String(error)]
    return entries.map(() => ({ ErrorCode: code, ErrorMessage: message }))
  }
}

const byteLength = (text: string | undefined): number => new TextEncoder().encode(text ?? '').length
`
