import * as z from 'zod/mini'

const Time = z.iso.datetime({ offset: true })
const Recipients = z.array(z.looseObject({ emailAddress: z.string() }))

/** What every notification says of the mail it is about. Tags are there with event publishing only. */
const Mail = z.looseObject({
  messageId: z.string(),
  timestamp: z.optional(Time),
  destination: z.optional(z.array(z.string())),
  tags: z.optional(z.record(z.string(), z.array(z.string()))),
})

const Bounce = z.looseObject({
  mail: Mail,
  bounce: z.looseObject({
    bounceType: z.string(),
    bounceSubType: z.optional(z.string()),
    bouncedRecipients: Recipients,
    timestamp: z.optional(Time),
    feedbackId: z.optional(z.string()),
  }),
})
const Complaint = z.looseObject({
  mail: Mail,
  complaint: z.looseObject({
    complainedRecipients: Recipients,
    complaintFeedbackType: z.nullish(z.string()),
    timestamp: z.optional(Time),
    feedbackId: z.optional(z.string()),
  }),
})
const Delivery = z.looseObject({
  mail: Mail,
  delivery: z.looseObject({ timestamp: z.optional(Time), recipients: z.optional(z.array(z.string())) }),
})
const Send = z.looseObject({ mail: Mail })
const Reject = z.looseObject({ mail: Mail, reject: z.looseObject({ reason: z.optional(z.string()) }) })
const Open = z.looseObject({ mail: Mail, open: z.looseObject({ timestamp: z.optional(Time) }) })
const Click = z.looseObject({
  mail: Mail,
  click: z.looseObject({ timestamp: z.optional(Time), link: z.optional(z.string()) }),
})
const RenderingFailure = z.looseObject({ mail: Mail, failure: z.looseObject({ errorMessage: z.optional(z.string()) }) })
const DeliveryDelay = z.looseObject({
  mail: Mail,
  deliveryDelay: z.looseObject({ timestamp: z.optional(Time), delayType: z.optional(z.string()) }),
})

/** Shapes by type: `notificationType` (SNS feedback of an identity) and `eventType` (event publishing) name the same ones. */
const SHAPES = {
  Bounce,
  Complaint,
  Delivery,
  Send,
  Reject,
  Open,
  Click,
  'Rendering Failure': RenderingFailure,
  DeliveryDelay,
} as const

/**
 * A notification of Amazon SES about a mail, tolerant of members it does not know.
 * https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html, event-publishing-retrieving-sns-contents.html
 */
export type SesNotification = {
  readonly [type in keyof typeof SHAPES]: { readonly type: type; readonly content: z.infer<(typeof SHAPES)[type]> }
}[keyof typeof SHAPES]
export type SesMail = z.infer<typeof Mail>

export type ParsedNotification =
  | { readonly kind: 'notification'; readonly notification: SesNotification }
  /** Fine, but nothing that became of a mail of ours: incoming mail, subscriptions. */
  | { readonly kind: 'ignored'; readonly reason: string }
  /** From another topic than the one that SES tells us by: nobody knows who says it. */
  | { readonly kind: 'foreign' }
  /** Where it does not fit, without what it holds. */
  | { readonly kind: 'unreadable'; readonly place: string }

const Typed = z.looseObject({ notificationType: z.optional(z.string()), eventType: z.optional(z.string()) })
const SnsEnvelope = z.looseObject({ Type: z.string(), TopicArn: z.string(), Message: z.optional(z.string()) })
const EventBridgeEnvelope = z.looseObject({ source: z.literal('aws.ses'), detail: z.looseObject({}) })

/**
 * Reads the JSON body of an SQS record: raw, in an SNS envelope, or in an EventBridge one. With `topic` only what that
 * SNS topic hands on is believed.
 */
export function parseSesNotification(body: unknown, topic?: string): ParsedNotification {
  const sns = SnsEnvelope.safeParse(body)
  if (topic !== undefined && (!sns.success || sns.data.TopicArn !== topic)) return { kind: 'foreign' }
  if (sns.success) {
    if (sns.data.Type !== 'Notification') return { kind: 'ignored', reason: `sns-${sns.data.Type}` }
    const inner = readJson(sns.data.Message)
    return inner === undefined ? { kind: 'unreadable', place: 'Message' } : parseTyped(inner)
  }
  const bridged = EventBridgeEnvelope.safeParse(body)
  return parseTyped(bridged.success ? bridged.data.detail : body)
}

function parseTyped(body: unknown): ParsedNotification {
  const typed = Typed.safeParse(body)
  const type = typed.success ? (typed.data.eventType ?? typed.data.notificationType) : undefined
  if (type === undefined) return { kind: 'unreadable', place: 'notificationType' }
  switch (type) {
    case 'Bounce':
    case 'Complaint':
    case 'Delivery':
    case 'Send':
    case 'Reject':
    case 'Open':
    case 'Click':
    case 'Rendering Failure':
    case 'DeliveryDelay':
      return parseAs(type, body)
    default:
      return { kind: 'ignored', reason: `type-${type}` }
  }
}

function parseAs<Type extends keyof typeof SHAPES>(type: Type, body: unknown): ParsedNotification {
  const parsed = SHAPES[type].safeParse(body)
  if (!parsed.success) return { kind: 'unreadable', place: parsed.error.issues[0]?.path.join('.') ?? '' }
  // The compiler does not follow that the shape at `type` made this content.
  return { kind: 'notification', notification: { type, content: parsed.data } as SesNotification }
}

function readJson(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text)
  } catch {
    // Reported as unreadable with its place by the caller.
    return undefined
  }
}
