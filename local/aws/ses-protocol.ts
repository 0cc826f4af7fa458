import * as z from 'zod'
import type { Mailbox } from '../mailbox/mailbox.ts'
import { decodeWords, readMime } from '../mailbox/mime.ts'
import { AwsError } from './aws-error.ts'

const Part = z.looseObject({ Data: z.string() })
const SendEmail = z.looseObject({
  FromEmailAddress: z.string().nullish(),
  Destination: z.looseObject({ ToAddresses: z.array(z.string()).nullish() }).nullish(),
  ReplyToAddresses: z.array(z.string()).nullish(),
  Content: z.looseObject({
    Simple: z
      .looseObject({
        Subject: Part,
        Body: z.looseObject({ Text: Part.nullish(), Html: Part.nullish() }),
        Headers: z.array(z.looseObject({ Name: z.string(), Value: z.string() })).nullish(),
      })
      .nullish(),
    Raw: z.looseObject({ Data: z.string() }).nullish(),
  }),
  EmailTags: z.array(z.looseObject({ Name: z.string(), Value: z.string() })).nullish(),
})
type SendEmail = z.infer<typeof SendEmail>

const TAG = /^[A-Za-z0-9_-]{1,256}$/
/** SES's own names, by which a sender asks for parts of `Feedback-ID`. */
const OWN_TAG = /^ses:feedback-id-[ab]$/

/** SES v2's SendEmail (`POST /v2/email/outbound-emails`) with simple or raw content. Throws `AwsError`. */
export function sendEmail(mailbox: Mailbox, request: unknown): { readonly MessageId: string } {
  const parsed = SendEmail.safeParse(request)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new AwsError('BadRequestException', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'does not fit'}`)
  }
  const tags = tagsOf(parsed.data)
  const letter = letterOf(parsed.data)
  if (letter.to === '') throw new AwsError('BadRequestException', 'Missing required header: To.')
  return { MessageId: mailbox.accept({ channel: 'email', ...letter, tags }).providerId }
}

function tagsOf(request: SendEmail): { readonly [name: string]: string } {
  for (const { Name, Value } of request.EmailTags ?? []) {
    if (!(TAG.test(Name) || OWN_TAG.test(Name)) || !TAG.test(Value))
      throw new AwsError('BadRequestException', `Invalid tag value: ${Name}`)
  }
  return Object.fromEntries((request.EmailTags ?? []).map(({ Name, Value }) => [Name, Value]))
}

function letterOf(request: SendEmail) {
  const { Simple, Raw } = request.Content
  const to = (request.Destination?.ToAddresses ?? []).join(', ')
  const from = decodeWords(request.FromEmailAddress ?? '')
  if (Simple) {
    const replyTo = request.ReplyToAddresses?.map(decodeWords).join(', ')
    const headers = Object.fromEntries((Simple.Headers ?? []).map(({ Name, Value }) => [Name, Value]))
    return {
      from,
      to,
      subject: Simple.Subject.Data,
      text: Simple.Body.Text?.Data ?? '',
      html: Simple.Body.Html?.Data ?? '',
      headers: { From: from, ...(replyTo ? { 'Reply-To': replyTo } : {}), ...headers },
    }
  }
  if (!Raw) throw new AwsError('BadRequestException', 'Content must be Simple or Raw here')
  const mail = readMime(Buffer.from(Raw.Data, 'base64').toString('utf8'))
  return { ...mail, from: from || mail.from, to: to || mail.to }
}
