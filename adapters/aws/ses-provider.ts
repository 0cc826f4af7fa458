import {
  AccountSuspendedException,
  BadRequestException,
  LimitExceededException,
  MailFromDomainNotVerifiedException,
  MessageRejected,
  type MessageTag,
  NotFoundException,
  type SESv2Client,
  SendEmailCommand,
  type SendEmailCommandInput,
  SendingPausedException,
  TooManyRequestsException,
} from '@aws-sdk/client-sesv2'
import type { MailChannel } from '#engagement/model/channels.ts'
import type { MessageClass } from '#engagement/model/message-class.ts'
import type { Outgoing, Provider, ProviderAnswer } from '#stages/ports/provider.ts'
import { encodeMailbox } from './mail-address.ts'
import { answerToFailure, notSetUp, RETRY_SOON, refused, throttled } from './provider-call.ts'

export interface SesOptions {
  /** Configuration set per class: it decides where feedback goes, so both must be set up to hear of bounces. */
  readonly configurationSets: { readonly [messageClass in MessageClass]?: string }
}
type Mail = Extract<Outgoing, { channel: MailChannel }>

/** E-mail by SES v2 `SendEmail`, which has no idempotency token: one call, and no answer is an unknown outcome. */
export function createSesProvider(client: Pick<SESv2Client, 'send'>, options: SesOptions): Provider {
  return {
    send: async (outgoing) => {
      if (outgoing.channel !== 'email') return refused('wrong-channel')
      try {
        const answer = await client.send(new SendEmailCommand(requestOf(outgoing, options)))
        return { kind: 'accepted', ...(answer.MessageId === undefined ? {} : { providerId: answer.MessageId }) }
      } catch (error) {
        return answerTo(error)
      }
    },
  }
}

function requestOf(mail: Mail, options: SesOptions): SendEmailCommandInput {
  const configurationSet = options.configurationSets[mail.class]
  const utf8 = (data: string) => ({ Data: data, Charset: 'UTF-8' })
  return {
    FromEmailAddress: encodeMailbox(mail.from),
    Destination: { ToAddresses: [mail.to] },
    ...(mail.replyTo === undefined ? {} : { ReplyToAddresses: [encodeMailbox(mail.replyTo)] }),
    Content: {
      Simple: {
        Subject: utf8(mail.subject),
        Body: { Html: utf8(untracked(mail)), Text: utf8(mail.text) },
        Headers: Object.entries(mail.headers).map(([Name, Value]) => ({ Name, Value })),
      },
    },
    EmailTags: tagsOf(mail),
    ...(configurationSet === undefined ? {} : { ConfigurationSetName: configurationSet }),
  }
}

/** Tags come back with every notification: by `message_id` and `customer` an outcome finds its message. */
function tagsOf(mail: Mail): MessageTag[] {
  const tags = { ...mail.tags, message_id: mail.id, customer: mail.customerId }
  const ours = Object.entries(tags).flatMap(([name, value]) =>
    value === '' ? [] : [{ Name: plain(name), Value: plain(value) }],
  )
  return [...ours, ...feedbackTags(mail)]
}

/** SES takes `[A-Za-z0-9_-]`, at most 256. */
const plain = (value: string): string => value.replace(/[^A-Za-z0-9_-]/g, '_').slice(0, 256)

/**
 * SES writes `Feedback-ID` itself and drops one that is given; these two tags are put in front of its own parts, and
 * Gmail reports complaints for each (https://docs.aws.amazon.com/ses/latest/dg/sending-concepts-deliverability.html).
 */
const feedbackTags = (mail: Mail): MessageTag[] => [
  { Name: 'ses:feedback-id-a', Value: plain(mail.tags['workflow'] ?? 'none') },
  { Name: 'ses:feedback-id-b', Value: mail.class },
]

/** Links that only work as they were signed are opened as they are: SES would lead them by way of its own address. */
const untracked = ({ html, ownLinks = [] }: Mail): string =>
  ownLinks.reduce((text, link) => {
    const href = `href="${link.replaceAll('&', '&amp;')}"`
    return text.replaceAll(href, `ses:no-track ${href}`)
  }, html)

/** An identity of ours that SES does not know or has not confirmed; in its sandbox, the recipient's as well. */
const NOT_VERIFIED = /not verified|not authorized|failed the check/i

function answerTo(error: unknown): ProviderAnswer {
  if (error instanceof TooManyRequestsException) return throttled(RETRY_SOON)
  if (error instanceof LimitExceededException) return notSetUp('quota-used-up')
  if (error instanceof SendingPausedException) return notSetUp('sending-paused')
  if (error instanceof AccountSuspendedException) return notSetUp('account-suspended')
  if (error instanceof MailFromDomainNotVerifiedException) return notSetUp('sender-not-verified')
  // A configuration set or an identity that the deployment names: nothing of the customer's is looked up by SES.
  if (error instanceof NotFoundException) return notSetUp('not-found-at-provider')
  if (error instanceof MessageRejected)
    return NOT_VERIFIED.test(error.message) ? notSetUp('sender-not-verified') : refused('message-rejected')
  if (error instanceof BadRequestException) return refused('bad-request')
  return answerToFailure(error)
}
