import type { DecisionVerdict } from '../model/decision-verdicts.ts'

/** Where a reason is met: with a decision of that verdict, or on a message alone. */
export type ReasonPlace = DecisionVerdict | 'message'

/**
 * Every reason that the engine gives, by its stable code, with where it is met. Its words stand in `language/reason-words/`
 * in each language; `docs/reasons.md` is made of both. A code that was stored is never given another meaning.
 */
export const REASONS = {
  // --- Entering and starting over.
  /** Everything fitted. */
  matched: ['entered'],
  /** They are in the group that gets nothing, for comparison. */
  holdout: ['entered', 'skipped'],
  /** The event does not meet its conditions. */
  'trigger-unmatched': ['not_entered'],
  /** Something that its conditions ask about is not known. */
  'trigger-unknown': ['not_entered'],
  /** The event was too old to act on. */
  'too-old': ['not_entered'],
  /** It was replayed from the archive, which is recorded but not acted on. */
  replayed: ['not_entered'],
  /** They have been in it before, and it is entered only once. */
  'no-reentry': ['not_entered'],
  /** They were in it not long ago. */
  'reentry-too-early': ['not_entered'],
  /** Something that ends it had already happened. */
  'already-exited': ['not_entered'],
  /** It is not known whether it should have ended already. */
  'already-exited-unknown': ['not_entered'],
  /** The condition that must hold all along no longer holds. */
  'only-while-unmatched': ['not_entered', 'skipped'],
  /** It is not known whether the condition that must hold all along still holds. */
  'only-while-unknown': ['not_entered', 'skipped'],
  /** So many runs of theirs are under way already. */
  'too-many-runs': ['not_entered'],
  /** It was already running for them. */
  'already-running': ['ignored'],
  /** The first message was already on its way. */
  'first-message-planned': ['ignored'],
  /** It happened before they entered. */
  'older-than-entry': ['ignored'],
  /** It had started over for as long as it is allowed to. */
  'long-enough': ['ignored'],
  /** The run now knows which one it is about. */
  'key-adopted': ['ignored', 'restarted'],
  /** It happened again, so the wait started over. */
  're-armed': ['restarted', 'skipped', 'message'],
  // --- Hearing an event.
  /** It changed nothing for the run that is under way. */
  'nothing-to-do': ['ignored'],
  /** There was no run to act on. */
  'no-live-run': ['ignored'],
  /** It happened well before they entered. */
  'exit-before-entry': ['ignored'],
  /** The event was not about this run. */
  'exit-unmatched': ['ignored'],
  /** It came while a message was held or on its way, and is kept for the wait that follows. */
  'kept-for-wait': ['ignored'],
  /** It is not known whether it should end. */
  'exit-unknown': ['exited', 'flagged'],
  // --- Whether a message may go, and when.
  /** They never said yes to this topic. */
  'no-consent': ['skipped'],
  /** They said no to this topic. */
  'consent-denied': ['skipped'],
  /** They have had enough messages from us lately. */
  'frequency-cap': ['skipped'],
  /** It would come too late to be of use. */
  stale: ['skipped'],
  /** They have had enough service messages, and it would be out of date before another may go out. */
  'no-space': ['skipped', 'flagged'],
  /** A newer message about the same thing says more. */
  replaced: ['skipped'],
  /** A problem of theirs is not solved yet. */
  'incident-open': ['held'],
  /** It is a time at which they are not written to: quiet hours. */
  'quiet-hours': ['held'],
  /** Another service message went out not long before. */
  spacing: ['held'],
  /** It was planned for another record of the same customer. */
  merged: ['held'],
  /** Everything allowed it. */
  allowed: ['planned'],
  /** Nobody knew whether it went out, and this one may be sent again. */
  'repeated-after-unknown': ['planned'],
  /** We have no address for the channel. */
  'no-address': ['skipped', 'message'],
  /** The address is on the list of those that must not be written to. */
  suppressed: ['skipped', 'message'],
  /** No channel could reach them. */
  'no-channel-left': ['skipped'],
  /** Things had changed by the time it could go out, and another way was right. */
  'other-way': ['skipped', 'message'],
  /** The date to wait for had passed. */
  'wait-date-past': ['skipped'],
  /** The date to wait for is not known. */
  'wait-date-unknown': ['skipped'],
  // --- Writing a message.
  /** The message does not exist in a language they read. */
  'no-template': ['skipped'],
  /** A fact that the message needs is not known. */
  'missing-fact': ['skipped'],
  /** The message could not be written: its template failed. */
  'template-error': ['skipped'],
  /** The message took too long to write. */
  'template-limit': ['skipped'],
  /** It was too large to be kept or sent whole. */
  'too-large': ['skipped', 'flagged'],
  /** The subject came out empty. */
  'empty-subject': ['skipped'],
  /** The message could not carry a link to unsubscribe. */
  'no-unsubscribe': ['skipped'],
  /** A value from outside would have decided where a link leads. */
  'unsafe-link': ['skipped'],
  /** The message has no text for this channel. */
  'no-short-text': ['skipped', 'message'],
  /** The settings do not name the endpoint. */
  'no-endpoint': ['skipped', 'failed', 'message'],
  // --- Sending it.
  /** The provider took it. */
  accepted: ['sent'],
  /** The provider confirmed later that it had gone out. */
  'confirmed-by-feedback': ['sent'],
  /** The provider told us later that it had not gone out. */
  'refused-by-feedback': ['skipped', 'message'],
  /** Nobody knows whether it went out. */
  'outcome-unknown': ['flagged', 'message'],
  /** Nobody knows whether it went out, so it is not sent again. */
  'outcome-unknown-for-good': ['flagged'],
  /** The provider asked us to wait. */
  throttled: ['held'],
  /** The sender is not confirmed with the provider. */
  'sender-not-verified': ['held'],
  /** The provider stopped our account. */
  'account-suspended': ['held'],
  /** The provider paused our sending. */
  'sending-paused': ['held'],
  /** The provider does not let us send. */
  'not-permitted': ['held'],
  /** The provider does not know what our deployment names there. */
  'not-found-at-provider': ['held'],
  /** Our account may not send any more for now. */
  'quota-used-up': ['held'],
  /** The provider refused the message. */
  'message-rejected': ['skipped'],
  /** The provider could not read the message. */
  'bad-request': ['skipped'],
  /** The provider found something in it that is not valid. */
  'not-valid': ['skipped'],
  /** The channel is not set up here. */
  'channel-not-set-up': ['skipped', 'failed'],
  /** It came to a provider of another channel: a fault of ours. */
  'wrong-channel': ['skipped', 'failed'],
  /** The address to call is no address. */
  'bad-url': ['skipped', 'failed'],
  /** The address to call is not encrypted. */
  'not-https': ['skipped', 'failed'],
  /** The address to call carries a name or password. */
  'credentials-in-url': ['skipped', 'failed'],
  /** The address to call is inside a private network. */
  'private-address': ['skipped', 'failed'],
  /** The endpoint takes no call. */
  'refused-by-endpoint': ['skipped', 'failed'],
  // --- How a run ends.
  /** Every step is done. */
  completed: ['ended'],
  /** A call that the later steps depend on did not arrive. */
  'call-failed': ['ended', 'flagged'],
  /** The version it runs on has no such step. */
  'step-missing': ['ended'],
  /** It went through too many steps at once. */
  'too-many-steps': ['ended'],
  /** The run had ended before. */
  'run-gone': ['message'],
  /** Something that ends it happened. */
  exited: ['message', 'ended'],
  /** An error of ours kept us from taking it; it is set aside for somebody to look at. */
  'put-aside': ['failed', 'skipped', 'ended'],
  // --- Limits of one customer.
  /** One event led to too many of our own: workflows start each other in a circle. */
  'too-many-hops': ['flagged'],
  /** So many promises to them are open already that this one is not watched. */
  'too-many-promises': ['flagged'],
  /** So many incidents of theirs are open already that this one is not kept by itself. */
  'too-many-incidents': ['flagged'],
  /** Their profile is full. */
  'too-many-traits': ['flagged'],
  /** So much has ended for them that the oldest endings are forgotten. */
  'too-much-to-remember': ['flagged'],
  /** A value was too large to be sent along. */
  'value-too-large': ['flagged'],
} as const satisfies { readonly [code: string]: readonly ReasonPlace[] }

type Documented = keyof typeof REASONS

/** What an endpoint or a provider answered that has no code of its own: its HTTP status. */
export type StatusReason = `status-${number}`

export type Reason = Documented | StatusReason

export const isDocumented = (reason: string): reason is Documented => Object.hasOwn(REASONS, reason)
const isStatus = (reason: string): reason is StatusReason => /^status-\d+$/.test(reason)
/** Whether this version knows the code: another one may have stored what is read. */
export const isReason = (reason: string): reason is Reason => isDocumented(reason) || isStatus(reason)

export const REASON_CODES: readonly Documented[] = Object.keys(REASONS).filter(isDocumented)
