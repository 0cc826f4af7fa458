import * as z from 'zod'

/** `21 10:00`: that day of November 2026, UTC; `12-03 10:00` another month; or an ISO time with its offset. */
const When = z.string().transform((text, context): number => {
  const short = /^(?:(\d\d)-)?(\d\d) (\d\d:\d\d(?::\d\d)?)$/.exec(text)
  const at = Date.parse(short === null ? text : `2026-${short[1] ?? '11'}-${short[2]}T${short[3]}Z`)
  if (Number.isNaN(at)) context.addIssue(`not a time: ${text}`)
  return at
})

const Json = z.record(z.string(), z.json())
const Who = {
  at: When,
  received: When.optional(),
  user: z.string().nullable().optional(),
  anonymous: z.string().optional(),
  id: z.string().optional(),
  /** Played once more out of the archive. */
  replayed: z.boolean().optional(),
}

/** Marketers' YAML that is laid over the fixture: files by what they are, each as it would be written. */
const Overlay = z.strictObject({
  workflows: Json.optional(),
  promises: Json.optional(),
  computed: Json.optional(),
  settings: Json.optional(),
})
export type Overlay = z.infer<typeof Overlay>

const Answer = z.enum(['accepts', 'refuses', 'throttles', 'unknown', 'silent', 'dies'])
export type Answer = z.infer<typeof Answer>

const Given = z.union([
  /** `every` and `times`: again and again, so long apart. */
  z.strictObject({
    ...Who,
    event: z.string(),
    with: Json.optional(),
    context: Json.optional(),
    every: z.string().optional(),
    times: z.number().optional(),
  }),
  z.strictObject({ ...Who, identify: Json }),
  z.strictObject({ at: When, publish: Overlay }),
  /** How the provider answers from then on; `silent`: it accepts, and our record of it is lost; `dies`: the sender crashes before it calls. Of a list each answers one call, in the order of the answers. */
  z.strictObject({
    at: When,
    provider: z.union([Answer, z.array(Answer)]),
    times: z.number().optional(),
  }),
  /** The next call to the provider takes so long that this happens in it. */
  z.strictObject({
    at: When,
    during_call: z.strictObject({
      /** When it happens, and the call goes on; at once where nothing is said. */
      at: When.optional(),
      event: z.string(),
      with: Json.optional(),
      anonymous: z.string().optional(),
    }),
  }),
  /** Nobody looks at timers until then; the sweep that comes after is late. */
  z.strictObject({ at: When, asleep_until: When }),
  z.strictObject({ at: When, undeliverable: z.enum(['email', 'sms', 'line']) }),
  /** Requests to send are lost from then on (`true`) or arrive again. */
  z.strictObject({ at: When, requests_lost: z.boolean() }),
  /** The next so many commits find that somebody else was faster. */
  z.strictObject({ at: When, conflicts: z.number() }),
  /** SES tells what became of the mail that was handed over last. */
  z.strictObject({ at: When, feedback: z.enum(['Send', 'Delivery', 'Bounce', 'Complaint', 'Reject']) }),
])
export type Given = z.infer<typeof Given>

const Expected = z.strictObject({
  /** Everything that left, in order. */
  sent: z
    .array(
      z.strictObject({
        send: z.string(),
        at: When.optional(),
        channel: z.string().optional(),
        workflow: z.string().optional(),
      }),
    )
    .optional(),
  /** The first of everything that left. */
  first_sent: z.strictObject({ send: z.string(), at: When }).optional(),
  /** How often the provider was called, whatever it answered. */
  calls: z.number().optional(),
  /** Each of these was decided, in this order among themselves; none at all where the list is empty. */
  decisions: z
    .array(
      z.strictObject({
        verdict: z.string(),
        reason: z.string().optional(),
        workflow: z.string().optional(),
        step: z.string().optional(),
        at: When.optional(),
        until: When.optional(),
        channel: z.string().optional(),
        /** The first value that led to it, as it was seen. */
        saw: z.json().optional(),
      }),
    )
    .optional(),
  /** None of these reasons was given. */
  no_reasons: z.array(z.string()).optional(),
  /** Live promises: `name key` -> status; due; slips. */
  promises: z
    .record(
      z.string(),
      z.strictObject({
        status: z.string().optional(),
        due: When.optional(),
        slips: z.number().optional(),
        renewals: z.number().optional(),
      }),
    )
    .optional(),
  incidents: z.array(z.string()).optional(),
  /** What the engine raised and workflows emitted, in order. */
  raised: z.array(z.string()).optional(),
  /** Live runs: `workflow#key#n activity`. */
  runs: z.array(z.string()).optional(),
  /** Ended runs: `workflow#key#n reason`. */
  ended: z.array(z.string()).optional(),
  /** Items of messages: `name channel status reason`. */
  messages: z.array(z.string()).optional(),
  /** `null`: the customer has no such trait. */
  traits: Json.refine((traits) => Object.keys(traits).length > 0, 'name the traits to compare').optional(),
  /** Topic -> what the customer said. */
  consent: z.record(z.string(), z.string()).optional(),
  /** Messages that a sender holds at the end. */
  leases: z.number().optional(),
  quarantined: z.array(z.string()).optional(),
  slots: z.number().optional(),
  /** Bodies of calls hold these words. */
  told: z.array(z.string()).optional(),
})
export type Expected = z.infer<typeof Expected>

export const EngineCase = z.strictObject({
  case: z.string(),
  ...Overlay.shape,
  /** Traits known beforehand, beside an address, a zone and consent. `null` leaves one of those out. */
  customer: Json.optional(),
  given: z.array(Given).min(1),
  until: When,
  expect: Expected,
})
export type EngineCase = z.infer<typeof EngineCase>
