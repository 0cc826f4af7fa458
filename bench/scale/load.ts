import { measureFeedback } from './feedback.ts'
import { measure, type Units } from './measured.ts'

/** What is assumed of a shop, a profile and a month. Everything else in this benchmark is measured or follows from this. */
export const ASSUMED = {
  /** Events that a profile causes: opened pages included. */
  events: 20,
  /** Their shares: dropped by settings; kept in the timeline; naming a live run; entering one. */
  dropped: 0.6,
  kept: 0.25,
  moving: 0.1,
  entering: 0.05,
  identifies: 0.2,
  /** For each run that was entered: timers that come too early, runs that leave before they write, messages. */
  early: 0.5,
  leaving: 0.4,
  messages: 0.6,
  /** Deliveries, opens and clicks for each mail. */
  notifications: 1.4,
  /** The busiest second to the average one. */
  peak: 5,
  /** Milliseconds of Lambda for one record, batches of ten side by side at 1 GB counted as one tenth each. */
  recordMs: 12,
  /** Records in a batch as they are taken. */
  batch: 5,
  /** KB kept of a profile and of each event that is kept, and days for which. */
  profileKb: 3,
  eventKb: 0.8,
  keptDays: 400,
} as const

/** One thing that happens, how often for a profile and a month, and what the table charges for it once. */
export interface Happening extends Units {
  readonly what: string
  readonly times: number
  /** What it arrives by: from the bus, from the sweep, on a queue to send, as a notification, from there to react. */
  readonly by: 'bus' | 'sweep' | 'send' | 'feedback' | 'outcome'
}

/** A profile's month, from what the capacity benchmark measures. */
export async function profileMonth(): Promise<readonly Happening[]> {
  const cost = await measure()
  const feedback = await measureFeedback()
  const { events } = ASSUMED
  const runs = events * ASSUMED.entering
  const mails = runs * ASSUMED.messages
  return [
    {
      what: 'event, dropped',
      times: events * ASSUMED.dropped,
      by: 'bus',
      ...cost('dropped by settings (Page Viewed)'),
    },
    {
      what: 'event, kept',
      times: events * ASSUMED.kept,
      by: 'bus',
      ...cost('kept in the timeline (Promotion Viewed)'),
    },
    {
      what: 'event of a live run',
      times: events * ASSUMED.moving,
      by: 'bus',
      ...cost('moves a due time (Product Added again)'),
    },
    { what: 'event that enters', times: runs, by: 'bus', ...cost('enters and counts (Product Added)') },
    { what: 'profile set', times: ASSUMED.identifies, by: 'bus', ...cost('profile set (identify, newcomer)') },
    { what: 'event that ends a run', times: runs * ASSUMED.leaving, by: 'bus', ...cost('leaves (Order Completed)') },
    { what: 'timer, too early', times: runs * ASSUMED.early, by: 'sweep', ...cost('timer that came too early') },
    { what: 'timer that plans a message', times: mails, by: 'sweep', ...cost('timer that plans a message (cart)') },
    { what: 'message sent', times: mails, by: 'send', ...cost('message sent (cart)') },
    { what: 'notification of a mail', times: mails * ASSUMED.notifications, by: 'feedback', ...feedback },
    {
      what: 'its event, to react',
      times: mails * ASSUMED.notifications * feedback.events,
      by: 'outcome',
      ...cost('kept in the timeline (Promotion Viewed)'),
    },
  ]
}
