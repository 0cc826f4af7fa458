import { TransientError } from '#engagement/errors.ts'

/** What fits one call of SQS and EventBridge: ten entries, and a total that is safe for both. */
const MOST = 10
const BYTES = 240 * 1024

/** Entries in order, cut where ten or the bytes of a call are full. An entry that is larger than a call stands alone. */
export function cutIntoCalls<Entry>(
  entries: readonly Entry[],
  bytesOf: (entry: Entry) => number,
): readonly (readonly Entry[])[] {
  const calls: Entry[][] = []
  let bytes = 0
  for (const entry of entries) {
    const size = bytesOf(entry)
    const open = calls.at(-1)
    if (open === undefined || open.length === MOST || bytes + size > BYTES) {
      calls.push([entry])
      bytes = size
    } else {
      open.push(entry)
      bytes += size
    }
  }
  return calls
}

/** One kind of call of a service that takes many entries. */
export interface Call<Entry> {
  /** Of the `TransientError` where the service does not take them. */
  readonly code: string
  readonly bytesOf: (entry: Entry) => number
  /** Answers with the entries that were not taken. */
  readonly send: (entries: readonly Entry[]) => Promise<readonly Entry[]>
}

/**
 * Sends all entries in calls of ten. Those that were not taken are tried once more, and what is left then, or a call that
 * throws, is a `TransientError`: the whole is worth another try, doing it twice is harmless.
 */
export async function sendInCalls<Entry>(entries: readonly Entry[], call: Call<Entry>): Promise<void> {
  for (const some of cutIntoCalls(entries, call.bytesOf)) {
    const left = await notTaken(some, call)
    if (left.length > 0) throw refused(left.length, some.length, call)
  }
}

/** One call, and one more for what it did not take: what is left then. Throws `TransientError` where the call fails. */
export async function notTaken<Entry>(some: readonly Entry[], call: Call<Entry>): Promise<readonly Entry[]> {
  const attempt = async (entries: readonly Entry[]): Promise<readonly Entry[]> => {
    try {
      return await call.send(entries)
    } catch (error) {
      throw failed(call.code, error)
    }
  }
  const left = await attempt(some)
  return left.length === 0 ? left : attempt(left)
}

export const refused = (left: number, all: number, { code }: Pick<Call<unknown>, 'code'>): TransientError =>
  new TransientError(code, `${left} of ${all} entries were not taken`)

const failed = (code: string, cause: unknown): TransientError => new TransientError(code, 'the call failed', { cause })
