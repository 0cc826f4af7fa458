/** A seed that once broke a law, and what it found. */
export interface Saved {
  readonly seed: number
  readonly found: string
}

/** Played each time. A world's seed means another world once its story or its weather is told otherwise: they are samples. */
export const SAVED: readonly Saved[] = [
  {
    seed: 3,
    found: 'A sweep that was far behind and cut short began where it had begun before, and never came to an end.',
  },
  { seed: 4, found: 'A message that the provider refused afterwards did not say why it had not gone out.' },
  {
    seed: 5015,
    found:
      'A call that was put off, heard of a newer trigger and was then made did not count as made: the next trigger began the run anew, collided with it for ever, and was lost.',
  },
  {
    seed: 969668097,
    found:
      'What happened while a catalogue was live that did not count it was missing from the counter of the next one that did.',
  },
  {
    seed: 969668141,
    found:
      'The same in calm weather: a parcel that was delivered meanwhile was not counted once deliveries were again.',
  },
  {
    seed: 969668105,
    found:
      'A repeat of an event that the survivor of a merge had taken was kept under the browser’s id as well, once nothing referred to it any more.',
  },
  {
    seed: 969668102,
    found: 'The same by a late copy: what comes under a merged id was not passed on where nothing referred to it.',
  },
  {
    seed: 688646356,
    found:
      'Of two that were asked to send one message, the slower read the message before and the customer after the other had sent it, found the run gone and wrote that the message was skipped.',
  },
  {
    seed: 654156051,
    found:
      'A repeat that was held gave back the place of the first attempt, which may have left: a seventh message went in a week of six.',
  },
]
