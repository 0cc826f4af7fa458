/**
 * What an accepted event was not understood in. Told to its sender where the protocol has a place for it, stored with the
 * event, counted. Names and types, never values: nothing here quotes a profile.
 */
export interface EventWarning {
  readonly code: EventWarningCode
  /** Where in the event: `detail-type`, `detail.order_id`, `detail.properties.price`. */
  readonly place: string
  /** What is wrong there, a clause: `expected date, got string`. */
  readonly message: string
  /** What was probably meant, or what to do. */
  readonly hint?: string
}

export const EVENT_WARNINGS = [
  /** The vocabulary does not know the name, but one that is near it. */
  'misspelt-event',
  /** The vocabulary does not know the name, nor one near it. */
  'unknown-event',
  /** The name stands in `detail`, where nobody reads it. */
  'name-elsewhere',
  /** A member of `detail` that nobody reads. */
  'ignored-field',
  /** A property that its event does not have, but one that is near it. */
  'misspelt-property',
  /** A property that its event does not have; it is kept. */
  'unknown-property',
  /** A property that its event always has is missing. */
  'missing-property',
  /** A property that does not read as its declared type; conditions see it as unknown. */
  'unreadable-value',
  /** A trait that nobody declared, near one that is known. */
  'misspelt-trait',
  /** A trait, or a hint of `context`, that does not read; it is not taken over, or not used as it is. */
  'unreadable-trait',
  /** A trait, or more of them than one event brings, too large to be kept. */
  'too-large-trait',
  /** An answer about consent that is neither yes nor no; it is not heard. */
  'unreadable-consent',
  /** Consent for a topic that settings do not have, or a channel that there is not. */
  'unknown-topic',
  /** A timestamp ahead of our clock; the receipt counts. */
  'clock-ahead',
] as const
export type EventWarningCode = (typeof EVENT_WARNINGS)[number]

/** An event says at most so much about itself; the next ones say nothing new. */
export const MOST_WARNINGS = 20
/** Names come from outside, and may be of any length. */
const LONGEST = 160

export function eventWarning(code: EventWarningCode, place: string, message: string, hint?: string): EventWarning {
  const shown = { code, place: short(place), message: short(message) }
  return hint === undefined ? shown : { ...shown, hint: short(hint) }
}

const short = (text: string): string => {
  const letters = Array.from(text.slice(0, 2 * LONGEST).toWellFormed())
  return letters.length <= LONGEST ? letters.join('') : `${letters.slice(0, LONGEST - 1).join('')}…`
}

/** Whether somebody has to mend the sender. What is not a mistake is only said: it is kept, and nobody asks for it. */
export function isMistake({ code }: EventWarning): boolean {
  switch (code) {
    case 'unknown-event':
    case 'unknown-property':
      return false
    case 'misspelt-event':
    case 'name-elsewhere':
    case 'ignored-field':
    case 'misspelt-property':
    case 'missing-property':
    case 'unreadable-value':
    case 'misspelt-trait':
    case 'unreadable-trait':
    case 'too-large-trait':
    case 'unreadable-consent':
    case 'unknown-topic':
    case 'clock-ahead':
      return true
  }
}

/** `detail.properties.price: expected money, got string. Did you mean ...?` */
export const warningText = ({ place, message, hint }: EventWarning): string =>
  `${place}: ${message}${hint === undefined ? '' : `. ${hint}`}`
