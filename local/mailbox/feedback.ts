import { randomUUID } from 'node:crypto'
import { CHANNELS } from '#engagement/model/channels.ts'
import type { Delivered } from './mailbox.ts'

/**
 * What SES reports about a mail, as SNS hands it to a queue: `Send`, then what became of it. The address decides, as with
 * SES's mailbox simulator: a local part that begins with `bounce` bounces for good, `softbounce` for now, `complaint` is
 * delivered and complained about, `reject` is refused; all others are delivered.
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 */
export function feedbackOf(letter: Delivered): string[] {
  if (CHANNELS[letter.channel].content !== 'mail') return []
  const at = new Date(letter.sentAt).toISOString()
  return outcomesOf(letter, at).map((outcome) => wrapped({ ...outcome, mail: mailOf(letter, at) }, at))
}

function outcomesOf(letter: Delivered, at: string): { readonly eventType: string; readonly [name: string]: unknown }[] {
  const send = { eventType: 'Send', send: {} }
  const address = addressOf(letter.to)
  const local = address.slice(0, address.indexOf('@')).toLowerCase()
  const delivery = {
    eventType: 'Delivery',
    delivery: {
      timestamp: at,
      processingTimeMillis: 120,
      recipients: [address],
      smtpResponse: '250 2.6.0 Message received',
      reportingMTA: 'mailbox.local',
    },
  }
  if (local.startsWith('softbounce')) return [send, bounce(address, at, 'Transient', 'MailboxFull')]
  if (local.startsWith('bounce')) return [send, bounce(address, at, 'Permanent', 'General')]
  if (local.startsWith('reject')) return [send, { eventType: 'Reject', reject: { reason: 'Bad content' } }]
  if (local.startsWith('complaint')) return [send, delivery, complaint(address, at)]
  return [send, delivery]
}

function bounce(address: string, at: string, bounceType: 'Permanent' | 'Transient', bounceSubType: string) {
  const status = bounceType === 'Permanent' ? '5.1.1' : '4.2.2'
  return {
    eventType: 'Bounce',
    bounce: {
      bounceType,
      bounceSubType,
      bouncedRecipients: [
        { emailAddress: address, action: 'failed', status, diagnosticCode: `smtp; ${status} simulated` },
      ],
      timestamp: at,
      feedbackId: randomUUID(),
      reportingMTA: 'dns; mailbox.local',
    },
  }
}

function complaint(address: string, at: string) {
  return {
    eventType: 'Complaint',
    complaint: {
      complainedRecipients: [{ emailAddress: address }],
      timestamp: at,
      feedbackId: randomUUID(),
      complaintSubType: null,
      complaintFeedbackType: 'abuse',
      userAgent: 'mailbox.local',
      arrivalDate: at,
    },
  }
}

function mailOf(letter: Delivered, at: string) {
  const headers = { From: letter.from, To: letter.to, Subject: letter.subject, ...letter.headers }
  return {
    timestamp: at,
    source: letter.from,
    sourceArn: `arn:aws:ses:local:000000000000:identity/${addressOf(letter.from)}`,
    sendingAccountId: '000000000000',
    messageId: letter.providerId,
    destination: [addressOf(letter.to)],
    headersTruncated: false,
    headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
    commonHeaders: { from: [letter.from], to: [letter.to], messageId: letter.providerId, subject: letter.subject },
    tags: Object.fromEntries(Object.entries(letter.tags).map(([name, value]) => [name, [value]])),
  }
}

/** Where this machine's SES tells what became of a mail. */
export const FEEDBACK_TOPIC = 'arn:aws:sns:local:000000000000:feedback'

/** SNS's envelope, without raw delivery. */
function wrapped(notification: object, at: string): string {
  return JSON.stringify({
    Type: 'Notification',
    MessageId: randomUUID(),
    TopicArn: FEEDBACK_TOPIC,
    Subject: 'Amazon SES Email Event Notification',
    Message: JSON.stringify(notification),
    Timestamp: at,
    SignatureVersion: '1',
    Signature: '',
    SigningCertURL: '',
    UnsubscribeURL: '',
  })
}

/** `Name <a@b>` -> `a@b`. */
export function addressOf(mailbox: string): string {
  const open = mailbox.lastIndexOf('<')
  return open === -1 ? mailbox.trim() : mailbox.slice(open + 1, mailbox.lastIndexOf('>')).trim()
}
