import * as z from 'zod'

const Time = z.iso.datetime({ offset: true })
const Recipients = z.array(z.looseObject({ emailAddress: z.string() }))

/** What every notification says of the mail it is about. Tags are there with event publishing only. */
const Mail = z.looseObject({
  messageId: z.string(),
  timestamp: Time.optional(),
  destination: z.array(z.string()).optional(),
  tags: z.record(z.string(), z.array(z.string())).optional(),
})

const Bounce = z.looseObject({
  mail: Mail,
  bounce: z.looseObject({
    bounceType: z.string(),
    bounceSubType: z.string().optional(),
    bouncedRecipients: Recipients,
    timestamp: Time.optional(),
    feedbackId: z.string().optional(),
  }),
})
const Complaint = z.looseObject({
  mail: Mail,
  complaint: z.looseObject({
    complainedRecipients: Recipients,
    complaintFeedbackType: z.string().nullish(),
    timestamp: Time.optional(),
    feedbackId: z.string().optional(),
  }),
})
const Delivery = z.looseObject({
  mail: Mail,
  delivery: z.looseObject({ timestamp: Time.optional(), recipients: z.array(z.string()).optional() }),
})
const Send = z.looseObject({ mail: Mail })
const Reject = z.looseObject({ mail: Mail, reject: z.looseObject({ reason: z.string().optional() }) })
const Open = z.looseObject({ mail: Mail, open: z.looseObject({ timestamp: Time.optional() }) })
const Click = z.looseObject({
  mail: Mail,
  click: z.looseObject({ timestamp: Time.optional(), link: z.string().optional() }),
})
const RenderingFailure = z.looseObject({ mail: Mail, failure: z.looseObject({ errorMessage: z.string().optional() }) })
const DeliveryDelay = z.looseObject({
  mail: Mail,
  deliveryDelay: z.looseObject({ timestamp: Time.optional(), delayType: z.string().optional() }),
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
  /** Where it does not fit, without what it holds. */
  | { readonly kind: 'unreadable'; readonly place: string }

const Typed = z.looseObject({ notificationType: z.string().optional(), eventType: z.string().optional() })
const SnsEnvelope = z.looseObject({ Type: z.string(), TopicArn: z.string(), Message: z.string().optional() })
const EventBridgeEnvelope = z.looseObject({ source: z.literal('aws.ses'), detail: z.looseObject({}) })

/** Reads the JSON body of an SQS record: raw, in an SNS envelope, or in an EventBridge one. */
export function parseSesNotification(body: unknown): ParsedNotification {
  const sns = SnsEnvelope.safeParse(body)
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
