import { SESv2Client } from '@aws-sdk/client-sesv2'
import * as z from 'zod/mini'
import { clientSettings } from '#adapters/aws/client-settings.ts'
import { createLineProvider } from '#adapters/aws/line-provider.ts'
import { ONE_CALL } from '#adapters/aws/provider-call.ts'
import { createProvider } from '#adapters/aws/providers.ts'
import { createSesProvider } from '#adapters/aws/ses-provider.ts'
import { createWebhookProvider } from '#adapters/aws/webhook-provider.ts'
import type { Clock } from '#stages/ports/clock.ts'
import type { Provider } from '#stages/ports/provider.ts'
import { type Environment, Required, readEnvironment, Secret } from '../environment.ts'
import { once } from './once.ts'

const Settings = z.object({
  /** Where SES reports what became of a mail; without one there is no feedback. */
  SES_CONFIGURATION_SET_MARKETING: z.optional(Required),
  SES_CONFIGURATION_SET_SERVICE: z.optional(Required),
  SMS_CONFIGURATION_SET: z.optional(Required),
  /** Without it the LINE channel refuses. */
  LINE_CHANNEL_ACCESS_TOKEN: z.optional(Required),
  LINE_BASE_URL: z.optional(z.url()),
  WEBHOOK_SECRET: Secret,
  /** One machine and tests: webhooks and cards go here instead of out. */
  WEBHOOK_CAPTURE_BASE: z.optional(z.url()),
})
type Settings = z.infer<typeof Settings>

/** Every channel's provider. SMS's client is loaded at the first text, for most messages are mails. */
export function connectProvider(env: Environment, clock: Clock, name: string): Provider {
  const settings = readEnvironment(Settings, env, name)
  const webhook = createWebhookProvider({
    secret: settings.WEBHOOK_SECRET,
    clock,
    ...(settings.WEBHOOK_CAPTURE_BASE === undefined ? {} : { captureBase: settings.WEBHOOK_CAPTURE_BASE }),
  })
  return createProvider({
    email: mail(env, settings),
    sms: sms(env, settings),
    line: line(settings, clock),
    webhook,
    hand_over: webhook,
  })
}

function mail(env: Environment, settings: Settings): Provider {
  const { SES_CONFIGURATION_SET_MARKETING: marketing, SES_CONFIGURATION_SET_SERVICE: service } = settings
  const configurationSets = {
    ...(marketing === undefined ? {} : { marketing }),
    ...(service === undefined ? {} : { service }),
  }
  return createSesProvider(new SESv2Client({ ...ONE_CALL, ...clientSettings(env, 'SESV2') }), { configurationSets })
}

function sms(env: Environment, settings: Settings): Provider {
  const configurationSet = settings.SMS_CONFIGURATION_SET
  const open = once(async () => {
    const [{ PinpointSMSVoiceV2Client }, { createSmsProvider }] = await Promise.all([
      import('@aws-sdk/client-pinpoint-sms-voice-v2'),
      import('#adapters/aws/sms-provider.ts'),
    ])
    const client = new PinpointSMSVoiceV2Client({ ...ONE_CALL, ...clientSettings(env, 'PINPOINT_SMS_VOICE_V2') })
    return createSmsProvider(client, configurationSet === undefined ? {} : { configurationSet })
  })
  return { send: async (outgoing) => (await open()).send(outgoing) }
}

function line(settings: Settings, clock: Clock): Provider | undefined {
  const { LINE_CHANNEL_ACCESS_TOKEN: channelAccessToken, LINE_BASE_URL: baseUrl } = settings
  if (channelAccessToken === undefined) return undefined
  return createLineProvider({ channelAccessToken, clock, ...(baseUrl === undefined ? {} : { baseUrl }) })
}
