import type { Decision } from '#engagement/decision/decision.ts'

/** What the stable codes of decisions mean, for somebody who does not know them. */
const WORDS: { readonly [reason: string]: string } = {
  'account-suspended': 'the provider stopped our account',
  accepted: 'the provider took it',
  allowed: 'everything allowed it',
  'already-exited': 'what ends it had happened already',
  'already-exited-unknown': 'whether it had ended already is unknown',
  'already-running': 'it was running for them already',
  bounced: 'the address does not exist',
  'call-failed': 'a call that the steps after it rest on did not arrive',
  completed: 'every step is done',
  'confirmed-by-feedback': 'the provider told us later that it had gone out',
  'consent-denied': 'they said no to this topic',
  empty: 'the message came out empty',
  'empty-subject': 'the subject came out empty',
  'exit-before-entry': 'it happened well before they entered',
  'exit-unknown': 'whether it should end is unknown, so it ended',
  'exit-unmatched': 'the event was not about this run',
  exited: 'what ends it happened',
  'first-message-planned': 'the first message was on its way already',
  'frequency-cap': 'they had enough messages from us lately',
  holdout: 'they are in the group that gets nothing, for comparison',
  'incident-open': 'something of theirs is not solved yet',
  'kept-for-wait': 'it came while a message was held or on its way, and the wait that follows will hear it',
  'key-adopted': 'the run now knows which one it is about',
  'long-enough': 'it had begun anew for as long as it may',
  matched: 'everything fitted',
  'missing-fact': 'a fact that the message cannot do without is not known',
  'no-space': 'there were enough service messages, and its use ends before there is space for it',
  'no-address': 'we have no address for the channel',
  'no-channel-left': 'no channel could reach them',
  'no-consent': 'they never said yes to this topic',
  'no-endpoint': 'settings do not name the endpoint',
  'no-live-run': 'no run was there to act on',
  'no-reentry': 'they were in it before, and it is entered once only',
  'no-short-text': 'the message has no text for this channel',
  'no-template': 'the message does not exist in a language of theirs',
  'unsafe-link': 'a value from outside would have said where a link leads',
  'no-unsubscribe': 'the message could not carry its way to unsubscribe',
  'not-sent': 'the message was not sent',
  'not-found-at-provider': 'the provider does not know what our deployment names there',
  'not-permitted': 'the provider does not let us send',
  'nothing-to-do': 'it changed nothing for the run that is under way',
  'older-than-entry': 'it happened before they entered',
  'only-while-unknown': 'whether what must hold all along holds is not known',
  'only-while-unmatched': 'what must hold all along does not hold',
  'other-way': 'things had changed when it could go, and another way was right',
  'outcome-unknown': 'nobody knows whether it went out',
  'outcome-unknown-for-good': 'nobody knows whether it went out, so it is not sent again',
  'put-aside': 'we could not take it for a fault of ours; it is kept to be looked at',
  'quiet-hours': 'it was night for them',
  'quota-used-up': 'our account may send no more for now',
  're-armed': 'it happened again, so the wait began anew',
  'reentry-too-early': 'they were in it not long ago',
  'refused-by-feedback': 'the provider told us later that it had not gone out',
  'repeated-after-unknown': 'nobody knew whether it went out, and this one may be sent again',
  replayed: 'it was played once more out of the archive, to be known and not to be acted on',
  replaced: 'a newer message about the same thing says more',
  'run-gone': 'the run had ended before',
  'sender-not-verified': 'the sender is not confirmed with the provider',
  'sending-paused': 'the provider paused our sending',
  spacing: 'another service message had gone out not long before',
  stale: 'it would have come too late to be of use',
  suppressed: 'the address must not be written to',
  'template-limit': 'the message took too long to write',
  throttled: 'the provider asked us to wait',
  'too-large': 'it was too large to be kept whole',
  'too-many-hops': 'too many events of our own followed from one: workflows start each other in a circle',
  'too-many-incidents': 'so many incidents of theirs are open already that this one is not kept by itself',
  'too-many-traits': 'their profile is full',
  'too-much-to-remember': 'so much has ended for them that the oldest endings are forgotten',
  'too-many-promises': 'so many promises to them are open already that this one is not watched',
  'too-many-runs': 'so many runs of theirs are under way already',
  'too-old': 'the event was too old to act on',
  'trigger-unknown': 'something that it asks for is not known',
  'trigger-unmatched': 'the event does not meet its conditions',
  'value-too-large': 'a value was too large to be sent along',
  'wait-date-past': 'the date to wait for was past',
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
      return `began anew: ${why}`
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
      return `came to its end: ${why}`
    case 'goal_reached':
      return 'reached the goal'
    case 'branched':
      return `took the way ${line.reason.replaceAll('_', ' ')}`
    case 'flagged':
      return `needs somebody to look: ${why}`
  }
}
