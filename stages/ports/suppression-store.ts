import type { CustomerChannel } from '#engagement/model/channels.ts'

/** Addresses that must not be written to. Keys are HMACs: survives erasure. */
export interface SuppressionStore {
  find(channel: CustomerChannel, address: string): Promise<Suppression | undefined>
  add(suppression: Suppression, address: string): Promise<void>
}

export interface Suppression {
  readonly channel: CustomerChannel
  readonly reason: 'bounced' | 'complained' | 'manual'
  readonly at: number
  /** Id of the message or notification that is the evidence. */
  readonly evidence: string
}
