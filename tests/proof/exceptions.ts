import type { UnusedGrant } from './policy-problems.ts'

/** Grants that no recorded call uses, each with why it stays. One that is used after all fails the proof. */
export const EXCEPTIONS: readonly UnusedGrant[] = []

/** Commands that stand in the code and that no function was seen to send, each with whose it is. */
export const UNSENT: { readonly [command: string]: string } = {
  CreateTable: 'One machine’s host and tests; on AWS, infra creates the table.',
  UpdateTimeToLive: 'As CreateTable.',
  Scan: 'One machine’s host reads every timer when it starts.',
  UpdateItem: 'Growing the timers’ shards is an operator’s act.',
}
