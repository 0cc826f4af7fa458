import type { Decision } from '#engagement/decision/decision.ts'

/** What the stable codes of decisions mean, for somebody who does not know them. */
const WORDS: { readonly [reason: string]: string } = {
  'account-suspended': 'the provider stopped our account',
  accepted: 'the provider took it',
  allowed: 'everything allowed it',
  'already-exited': 'something that ends it had already happened',
  'already-exited-unknown': 'it is not known whether it should have ended already',
  'already-running': 'it was already running for them',
  bounced: 'the address does not exist',
  'call-failed': 'a call that the later steps depend on did not arrive',
  completed: 'every step is done',
  'confirmed-by-feedback': 'the provider confirmed later that it had gone out',
  'consent-denied': 'they said no to this topic',
  empty: 'the message came out empty',
  'empty-subject': 'the subject came out empty',
  'exit-before-entry': 'it happened well before they entered',
  'exit-unknown': 'it is not known whether it should end, so it ended',
  'exit-unmatched': 'the event was not about this run',
  exited: 'something that ends it happened',
  'first-message-planned': 'the first message was already on its way',
  'frequency-cap': 'they have had enough messages from us lately',
  holdout: 'they are in the group that gets nothing, for comparison',
  'incident-open': 'a problem of theirs is not solved yet',
  'kept-for-wait': 'it came while a message was held or on its way, and is kept for the wait that follows',
  'key-adopted': 'the run now knows which one it is about',
  'long-enough': 'it had started over for as long as it is allowed to',
  matched: 'everything fitted',
  'missing-fact': 'a fact that the message needs is not known',
  'no-space': 'they have had enough service messages, and it would be out of date before another may go out',
  'no-address': 'we have no address for the channel',
  'no-channel-left': 'no channel could reach them',
  'no-consent': 'they never said yes to this topic',
  'no-endpoint': 'the settings do not name the endpoint',
  'no-live-run': 'there was no run to act on',
  'no-reentry': 'they have been in it before, and it is entered only once',
  'no-short-text': 'the message has no text for this channel',
  'no-template': 'the message does not exist in a language they read',
  'unsafe-link': 'a value from outside would have decided where a link leads',
  'no-unsubscribe': 'the message could not carry a link to unsubscribe',
  'not-sent': 'the message was not sent',
  'not-found-at-provider': 'the provider does not know what our deployment names there',
  'not-permitted': 'the provider does not let us send',
  'nothing-to-do': 'it changed nothing for the run that is under way',
  'older-than-entry': 'it happened before they entered',
  'only-while-unknown': 'it is not known whether the condition that must hold all along still holds',
  'only-while-unmatched': 'the condition that must hold all along no longer holds',
  'other-way': 'things had changed by the time it could go out, and another way was right',
  'outcome-unknown': 'nobody knows whether it went out',
  'outcome-unknown-for-good': 'nobody knows whether it went out, so it is not sent again',
  'put-aside': 'an error of ours kept us from taking it; it is set aside for somebody to look at',
  'quiet-hours': 'it was night for them',
  'quota-used-up': 'our account may not send any more for now',
  're-armed': 'it happened again, so the wait started over',
  'reentry-too-early': 'they were in it not long ago',
  'refused-by-feedback': 'the provider told us later that it had not gone out',
  'repeated-after-unknown': 'nobody knew whether it went out, and this one may be sent again',
  replayed: 'it was replayed from the archive, which is recorded but not acted on',
  replaced: 'a newer message about the same thing says more',
  'run-gone': 'the run had ended before',
  'sender-not-verified': 'the sender is not confirmed with the provider',
  'sending-paused': 'the provider paused our sending',
  spacing: 'another service message went out not long before',
  stale: 'it would come too late to be of use',
  suppressed: 'the address is on the list of those that must not be written to',
  'template-limit': 'the message took too long to write',
  throttled: 'the provider asked us to wait',
  'too-large': 'it was too large to be kept whole',
  'too-many-hops': 'one event led to too many of our own: workflows start each other in a circle',
  'too-many-incidents': 'so many incidents of theirs are open already that this one is not kept by itself',
  'too-many-traits': 'their profile is full',
  'too-much-to-remember': 'so much has ended for them that the oldest endings are forgotten',
  'too-many-promises': 'so many promises to them are open already that this one is not watched',
  'too-many-runs': 'so many runs of theirs are under way already',
  'too-old': 'the event was too old to act on',
  'trigger-unknown': 'something that its conditions ask about is not known',
  'trigger-unmatched': 'the event does not meet its conditions',
  'value-too-large': 'a value was too large to be sent along',
  'wait-date-past': 'the date to wait for had passed',
  'wait-date-unknown': 'the date to wait for is not known',
}

export const reasonWords = (reason: string): string => WORDS[reason] ?? reason.replaceAll('-', ' ')

/** `until`: as it is to be shown. */
export type Told = Pick<Decision, 'verdict' | 'reason'> & {
  readonly until?: string | undefined
  readonly channel?: string | undefined
  readonly message?: string | undefined
}

/** A decision as a sentence about the customer. */
export function decisionWords(line: Told): string {
  const why = reasonWords(line.reason)
  const message = line.message === undefined ? 'the message' : `"${line.message}"`
  const by = line.channel === undefined ? '' : ` by ${line.channel.replaceAll('_', ' ')}`
  switch (line.verdict) {
    case 'entered':
      return 'entered'
    case 'not_entered':
      return `did not enter: ${why}`
    case 'restarted':
      return `started over: ${why}`
    case 'ignored':
      return `stayed as it was: ${why}`
    case 'held':
      return `${message}${by} waits${line.until === undefined ? '' : ` until ${line.until}`}: ${why}`
    case 'skipped':
      return `${message}${by} is not sent: ${why}`
    case 'planned':
      return `${message}${by} is on its way`
    case 'sent':
      return `${message}${by} was sent`
    case 'failed':
      return `${message}${by} failed: ${why}`
    case 'exited':
      return `left: ${why}`
    case 'ended':
      return `ended: ${why}`
    case 'goal_reached':
      return 'reached the goal'
    case 'branched':
      return `took the way ${line.reason.replaceAll('_', ' ')}`
    case 'flagged':
      return `needs somebody to look: ${why}`
  }
}
