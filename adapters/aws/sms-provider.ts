import {
  InternalServerException,
  type PinpointSMSVoiceV2Client,
  ResourceNotFoundException,
  SendTextMessageCommand,
  ServiceQuotaExceededException,
  ThrottlingException,
  ValidationException,
} from '@aws-sdk/client-pinpoint-sms-voice-v2'
import type { TextChannel } from '#engagement/model/channels.ts'
import type { MessageClass } from '#engagement/model/message-class.ts'
import type { Outgoing, Provider, ProviderAnswer } from '#stages/ports/provider.ts'
import { answerToFailure, notSetUp, RETRY_SOON, refused, throttled, unknown } from './provider-call.ts'

export interface SmsOptions {
  readonly configurationSet?: string
}
const MESSAGE_TYPE = { marketing: 'PROMOTIONAL', service: 'TRANSACTIONAL' } as const satisfies Record<
  MessageClass,
  string
>
type Text = Extract<Outgoing, { channel: TextChannel }>

/** SMS by AWS End User Messaging `SendTextMessage`, which has no idempotency token: one call. */
export function createSmsProvider(client: Pick<PinpointSMSVoiceV2Client, 'send'>, options: SmsOptions = {}): Provider {
  return {
    send: async (outgoing) => {
      if (outgoing.channel !== 'sms') return refused('wrong-channel')
      try {
        const answer = await client.send(new SendTextMessageCommand(requestOf(outgoing, options)))
        return { kind: 'accepted', ...(answer.MessageId === undefined ? {} : { providerId: answer.MessageId }) }
      } catch (error) {
        return answerTo(error)
      }
    },
  }
}

function requestOf(text: Text, options: SmsOptions): SendTextMessageCommand['input'] {
  return {
    DestinationPhoneNumber: text.to,
    ...(text.from === undefined ? {} : { OriginationIdentity: text.from }),
    MessageBody: text.text,
    MessageType: MESSAGE_TYPE[text.class],
    ...(options.configurationSet === undefined ? {} : { ConfigurationSetName: options.configurationSet }),
    Context: { ...text.tags, message_id: text.id, customer: text.customerId },
  }
}

function answerTo(error: unknown): ProviderAnswer {
  if (error instanceof ThrottlingException) return throttled(RETRY_SOON)
  if (error instanceof ServiceQuotaExceededException) return notSetUp('quota-used-up')
  if (error instanceof ValidationException) return refused('not-valid')
  if (error instanceof ResourceNotFoundException) return notSetUp('not-found-at-provider')
  if (error instanceof InternalServerException) return unknown('provider-error')
  return answerToFailure(error)
}
