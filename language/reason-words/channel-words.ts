import type { Channel } from '#engagement/model/channels.ts'
import type { Language } from './language.ts'

const CHANNELS: { readonly [channel in Channel]: { readonly [language in Language]: string } } = {
  email: { en: 'email', ja: 'メール' },
  sms: { en: 'SMS', ja: 'SMS' },
  line: { en: 'LINE', ja: 'LINE' },
  webhook: { en: 'webhook', ja: 'Webhook' },
  hand_over: { en: 'hand over', ja: '担当者への引き継ぎ' },
}
const isNamed = (channel: string): channel is Channel => Object.hasOwn(CHANNELS, channel)

/** A channel in words; one that another version stored, and this one does not know, by its name. */
export const channelWords = (channel: string, language: Language): string =>
  isNamed(channel) ? CHANNELS[channel][language] : channel.replaceAll('_', ' ')
