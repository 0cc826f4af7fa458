import type { JsonObject } from '../customer/json.ts'
import type { Reason } from '../decision/reasons.ts'
import type { Channel } from '../model/channels.ts'
import type { MessageStep } from '../model/workflow.ts'
import type { Run } from './run.ts'

/** A change of a message that the journey asks for; the reaction turns it into a write. */
export interface MessageChange {
  readonly id: string
  readonly run: Run
  readonly step: MessageStep
  readonly channel: Channel
  readonly status: 'planned' | 'claimed' | 'sent' | 'unknown' | 'held' | 'skipped' | 'cancelled' | 'refused'
  readonly attempt: number
  readonly plannedAt: number
  readonly claimedAt?: number
  readonly repeated?: boolean
  readonly goodUntil?: number
  readonly reason?: Reason
  readonly providerId?: string
  readonly expect: 'absent' | readonly ('planned' | 'claimed' | 'held' | 'unknown' | 'refused')[]
  readonly payload?: JsonObject
}

/** What becomes of a message whose lease has ended and that no run waits for. */
export interface LapsedMessage {
  readonly id: string
  readonly status: 'unknown' | 'cancelled' | 'skipped'
  readonly reason: Reason
}
