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

/**
 * Sends all entries in calls of ten. `call` answers with the entries that were not taken; those are tried once more, and
 * what is left then, or a call that throws, is a `TransientError`: the whole is worth another try, doing it twice is harmless.
 */
export async function sendInCalls<Entry>(
  entries: readonly Entry[],
  bytesOf: (entry: Entry) => number,
  call: (entries: readonly Entry[]) => Promise<readonly Entry[]>,
  code: string,
): Promise<void> {
  const attempt = async (some: readonly Entry[]): Promise<readonly Entry[]> => {
    try {
      return await call(some)
    } catch (error) {
      throw failed(code, error)
    }
  }
  for (const some of cutIntoCalls(entries, bytesOf)) {
    const refused = await attempt(some)
    const left = refused.length === 0 ? refused : await attempt(refused)
    if (left.length > 0) throw new TransientError(code, `${left.length} of ${some.length} entries were not taken`)
  }
}

const failed = (code: string, cause: unknown): TransientError => new TransientError(code, 'the call failed', { cause })
