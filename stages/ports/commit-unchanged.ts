import type { Commit } from './commit.ts'

/** Nothing to record and nothing that changed, by identity of the state's parts: nothing is written. */
export function isUnchanged({ before, after, entries, messages, absorbed }: Commit): boolean {
  return (
    before !== undefined &&
    entries.length === 0 &&
    messages.length === 0 &&
    absorbed === undefined &&
    before.head === after.head &&
    before.profile === after.profile &&
    before.memory === after.memory &&
    before.runs === after.runs &&
    before.promises === after.promises &&
    before.backlog === after.backlog
  )
}
