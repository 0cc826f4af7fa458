/** Granted or denied, by whom and when: the evidence is the event or page named in `source`. */
export interface ConsentRecord {
  readonly status: 'granted' | 'denied'
  /** Epoch milliseconds of the act. */
  readonly at: number
  /** `identify`: a system told us; the others are the customer's own acts. Own denials are lifted by own acts only. */
  readonly source: 'identify' | 'page' | 'one-click' | 'complaint' | 'stop'
  /** Id of the event, message or page visit that is the evidence. */
  readonly evidence: string
}

/** What stands for a scope, and beside it the latest word of the other side (a system, or the customer) where there is one. */
export interface StandingConsent extends ConsentRecord {
  readonly beside?: ConsentRecord
}

/** The topic that stands for every marketing topic. */
export const ALL_MARKETING = 'marketing'

/**
 * By scope: a topic (`shopping`), one channel of it (`shopping/sms`), or `marketing` and `marketing/sms`, which speak for
 * every topic.
 */
export type Consent = { readonly [scope: string]: StandingConsent }

export const consentScope = (topic: string, channel?: string): string =>
  channel === undefined ? topic : `${topic}/${channel}`

/** `shopping/sms` -> `shopping`. */
export const topicOfScope = (scope: string): string => scope.split('/')[0] ?? scope
