import type { SetupFault } from '#engagement/message/setup-fault.ts'

/** What a provider is given. Addresses and contents never reach a log. */
export type Outgoing =
  | {
      readonly channel: 'email'
      readonly id: string
      readonly customerId: string
      readonly class: 'marketing' | 'service'
      readonly from: string
      readonly replyTo?: string
      readonly to: string
      readonly subject: string
      readonly html: string
      readonly text: string
      readonly headers: { readonly [name: string]: string }
      /** Signed links to our own pages in it: nobody may lead them another way, as click tracking does. */
      readonly ownLinks?: readonly string[]
      readonly tags: { readonly [name: string]: string }
    }
  | {
      readonly channel: 'sms' | 'line'
      readonly id: string
      readonly customerId: string
      readonly class: 'marketing' | 'service'
      readonly from?: string
      readonly to: string
      readonly text: string
      readonly tags: { readonly [name: string]: string }
    }
  | {
      readonly channel: 'webhook' | 'hand_over'
      readonly id: string
      readonly customerId: string
      readonly url: string
      readonly body: string
      readonly tags: { readonly [name: string]: string }
    }

export type ProviderAnswer =
  | { readonly kind: 'accepted'; readonly providerId?: string }
  /** Definitely not accepted and never will be. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** Definitely not accepted, but may be later. */
  | { readonly kind: 'throttled'; readonly retryAfterMs: number }
  /** Definitely not accepted, and no message would be: our own set-up is at fault. Goes out once that is put right. */
  | { readonly kind: 'not-set-up'; readonly fault: SetupFault }
  /** Nobody knows: time-out, connection lost after the request went out. */
  | { readonly kind: 'unknown'; readonly reason: string }

/** One call, one attempt, never throws for an outcome of the call. */
export interface Provider {
  send(outgoing: Outgoing): Promise<ProviderAnswer>
}
