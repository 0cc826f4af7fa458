import type { Reason } from '#engagement/decision/reasons.ts'
import type { SetupFault } from '#engagement/message/setup-fault.ts'
import type { CallChannel, MailChannel, TextChannel } from '#engagement/model/channels.ts'
import type { MessageClass } from '#engagement/model/message-class.ts'

/** What a provider is given. Addresses and contents never reach a log. */
export type Outgoing =
  | {
      readonly channel: MailChannel
      readonly id: string
      readonly customerId: string
      readonly class: MessageClass
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
      readonly channel: TextChannel
      readonly id: string
      readonly customerId: string
      readonly class: MessageClass
      readonly from?: string
      readonly to: string
      readonly text: string
      readonly tags: { readonly [name: string]: string }
    }
  | {
      readonly channel: CallChannel
      readonly id: string
      readonly customerId: string
      readonly url: string
      readonly body: string
      readonly tags: { readonly [name: string]: string }
    }

export type ProviderAnswer =
  | { readonly kind: 'accepted'; readonly providerId?: string }
  /** Definitely not accepted and never will be. */
  | { readonly kind: 'refused'; readonly reason: Reason }
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
