import { createHash } from 'node:crypto'
import type { Item } from './item.ts'

/** Keys of the one table (see docs/architecture.md). A sort key holds 1,024 bytes: longer parts are hashed. */
export interface Key {
  readonly PK: string
  readonly SK: string
}

const LONGEST = 600

/** The part as it is, or its hash where a producer's id is too long for a key. */
export function keyPart(part: string): string {
  return Buffer.byteLength(part) <= LONGEST ? part : `sha256:${createHash('sha256').update(part).digest('base64url')}`
}

export const customerKey = (customerId: string): string => `C#${customerId}`
export const STATE = 'STATE'
export const BACKLOG = 'STATE#BACKLOG#'
export const PROFILE = 'STATE#PROFILE'
export const RUN = 'STATE#RUN#'
export const PROMISE = 'STATE#PROMISE#'
export const EVENT = 'EVT#'
export const MESSAGE = 'MSG#'

export const stateKey = (customerId: string): Key => ({ PK: customerKey(customerId), SK: STATE })
export const profileKey = (customerId: string): Key => ({ PK: customerKey(customerId), SK: PROFILE })
/** Zeros keep the keys in the order of the parts. */
export const backlogKey = (customerId: string, { n }: { n: number }): Key => ({
  PK: customerKey(customerId),
  SK: `${BACKLOG}${String(n).padStart(8, '0')}`,
})
export const runKey = (customerId: string, run: { workflow: string; key: string; n: number }): Key => ({
  PK: customerKey(customerId),
  SK: `${RUN}${run.workflow}#${keyPart(run.key)}#${run.n}`,
})
export const promiseKey = (customerId: string, promise: { name: string; key: string }): Key => ({
  PK: customerKey(customerId),
  SK: `${PROMISE}${promise.name}#${keyPart(promise.key)}`,
})
export const entryKey = (customerId: string, id: string): Key => ({
  PK: customerKey(customerId),
  SK: `${EVENT}${keyPart(id)}`,
})
export const messageKey = (customerId: string, id: string): Key => ({
  PK: customerKey(customerId),
  SK: `${MESSAGE}${id}`,
})

/** `minute`: its start, epoch ms; the key reads `DUE#2026-11-21T20:15#0`. */
export const duePartition = (minute: number, shard: number): string =>
  `DUE#${new Date(minute).toISOString().slice(0, 16)}#${shard}`
export const timerKey = (timer: { customerId: string; at: number; generation: number; shard: number }): Key => ({
  PK: duePartition(timer.at, timer.shard),
  SK: `${timer.customerId}#${timer.generation}`,
})

export const SHARDS: Key = { PK: 'CFG', SK: 'SHARDS' }
export const SWEEP: Key = { PK: 'CFG', SK: 'SWEEP' }
export const LIVE: Key = { PK: 'CAT', SK: 'LIVE' }
/** What a deployment published last. */
export const SEED: Key = { PK: 'CAT', SK: 'SEED' }

export const keyItem = (key: Key): Item => ({ PK: { S: key.PK }, SK: { S: key.SK } })

/** Partition of the names of all events that some published version refers to, a name an item. */
export const WATCHED = 'CAT#WATCHED'
