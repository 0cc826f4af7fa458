import { type Call, cutIntoCalls, notTaken, refused } from './batches.ts'

interface Sender<Entry> {
  readonly entries: readonly Entry[]
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/**
 * Sends what is sent at once (by the records of one batch, which are handled side by side) in as few calls as hold it, in the
 * order in which it was sent: a call costs the same with one entry and with ten. Each sender hears of its own entries alone:
 * throws `TransientError` where the service did not take one of them.
 */
export function joinSends<Entry>(call: Call<Entry>): (entries: readonly Entry[]) => Promise<void> {
  let waiting: Sender<Entry>[] = []
  const go = (): void => {
    const together = waiting
    waiting = []
    void sendTogether(together, call)
  }
  return (entries) =>
    new Promise((resolve, reject) => {
      // Once everybody who is about to send has done so.
      if (waiting.length === 0) setImmediate(go)
      waiting.push({ entries, resolve, reject })
    })
}

async function sendTogether<Entry>(senders: readonly Sender<Entry>[], call: Call<Entry>): Promise<void> {
  const all = senders.flatMap((sender) => sender.entries.map((entry) => ({ entry, sender })))
  for (const some of cutIntoCalls(all, ({ entry }) => call.bytesOf(entry))) {
    const entries = some.map(({ entry }) => entry)
    try {
      const left = await notTaken(entries, call)
      for (const { entry, sender } of some)
        if (left.includes(entry)) sender.reject(refused(left.length, some.length, call))
    } catch (error) {
      for (const { sender } of some) sender.reject(error)
    }
  }
  // Without effect where it was rejected.
  for (const { resolve } of senders) resolve()
}
