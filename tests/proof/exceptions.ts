import type { UnusedGrant } from './policy-problems.ts'

/** Grants that no recorded call uses, each with why it stays. One that is used after all fails the proof. */
export const EXCEPTIONS: readonly UnusedGrant[] = []
