import * as z from 'zod'
import type { Mailbox } from '../mailbox/mailbox.ts'
import { AwsError } from './aws-error.ts'

const SendTextMessage = z.looseObject({
  DestinationPhoneNumber: z.string().regex(/^\+[1-9][0-9]{1,18}$/, 'must be in E.164 form'),
  OriginationIdentity: z.string().nullish(),
  MessageBody: z.string().min(1).max(1_600),
  Context: z.record(z.string(), z.string()).nullish(),
})

/** AWS End User Messaging's SendTextMessage (AWS JSON 1.0). `Context` carries our tags. Throws `AwsError`. */
export function sendTextMessage(mailbox: Mailbox, request: unknown): { readonly MessageId: string } {
  const parsed = SendTextMessage.safeParse(request)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new AwsError('ValidationException', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'does not fit'}`)
  }
  const { DestinationPhoneNumber: to, OriginationIdentity: from, MessageBody: text, Context: tags } = parsed.data
  return {
    MessageId: mailbox.accept({
      channel: 'sms',
      from: from ?? '',
      to,
      subject: '',
      text,
      html: '',
      headers: {},
      tags: tags ?? {},
    }).providerId,
  }
}
