import type { Step } from '../model/workflow.ts'
import { type KnownCustomer, zoneAt } from './known-customer.ts'
import type { Run } from './run.ts'
import { waitUntil } from './schedule.ts'

/** A run whose message says by when the customer hears from us again; counted from now, as the message goes out now. */
export function withNextWord(known: KnownCustomer, run: Run, { nextWord }: Extract<Step, { kind: 'send' }>): Run {
  if (nextWord === undefined) return run
  return { ...run, nextWord: waitUntil(known.now, nextWord.plus, nextWord.at, zoneAt(known)) }
}
