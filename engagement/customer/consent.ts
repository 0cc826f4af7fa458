/** Granted or denied for one topic, by whom and when: the evidence is the event or page named in `source`. */
export interface ConsentRecord {
  readonly status: 'granted' | 'denied'
  /** Epoch milliseconds of the act. */
  readonly at: number
  /** `identify`: a system told us; the others are the customer's own acts. Own denials are lifted by own acts only. */
  readonly source: 'identify' | 'page' | 'one-click' | 'complaint' | 'stop'
  /** Id of the event, message or page visit that is the evidence. */
  readonly evidence: string
}

/** The topic that stands for every marketing topic. */
export const ALL_MARKETING = 'marketing'

/** By topic; `marketing` speaks for every marketing topic. */
export type Consent = { readonly [topic: string]: ConsentRecord }
