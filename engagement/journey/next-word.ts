import type { Step } from '../model/workflow.ts'
import { type Desk, zoneAt } from './desk.ts'
import type { Run } from './run.ts'
import { waitUntil } from './schedule.ts'

/** A run whose message says by when the customer hears from us again; counted from now, as the message goes out now. */
export function withNextWord(desk: Desk, run: Run, { nextWord }: Extract<Step, { kind: 'send' }>): Run {
  if (nextWord === undefined) return run
  return { ...run, nextWord: waitUntil(desk.now, nextWord.plus, nextWord.at, zoneAt(desk)) }
}
