/** What a channel is, wherever a message on it is planned, judged, written or sent. */
interface ChannelFacts {
  /** Whom a message on it reaches. Only what reaches the customer is asked of consent, caps, quiet hours and incidents. */
  readonly reaches: 'customer' | 'system' | 'person'
  /** What a message on it consists of: a subject with a page, a short text, data, or a card about the customer. */
  readonly content: 'mail' | 'text' | 'data' | 'card'
  /** The trait that holds the customer's address on it. */
  readonly address?: string
}

/**
 * Every channel of the send protocol, in the order in which people are shown them. `webhook` and `hand_over` are messages
 * on a channel of their own. A channel is added here; what else it needs then does not compile until it is there.
 */
export const CHANNELS = {
  email: { reaches: 'customer', content: 'mail', address: 'email' },
  sms: { reaches: 'customer', content: 'text', address: 'phone' },
  line: { reaches: 'customer', content: 'text', address: 'line_user_id' },
  webhook: { reaches: 'system', content: 'data' },
  hand_over: { reaches: 'person', content: 'card' },
} as const satisfies { readonly [name: string]: ChannelFacts }

type Channels = typeof CHANNELS
export type Channel = keyof Channels
type ChannelThat<Facts> = { [C in Channel]: Channels[C] extends Facts ? C : never }[Channel]

/** Channels that reach the customer. */
export type CustomerChannel = ChannelThat<{ readonly reaches: 'customer' }>
/** Channels that call somebody else about the customer. */
export type CallChannel = Exclude<Channel, CustomerChannel>
export type MailChannel = ChannelThat<{ readonly content: 'mail' }>
export type TextChannel = ChannelThat<{ readonly content: 'text' }>

const isChannel = (name: string): name is Channel => Object.hasOwn(CHANNELS, name)
export const isCustomerChannel = (channel: Channel): channel is CustomerChannel =>
  CHANNELS[channel].reaches === 'customer'
/** Whether a message on it is a short text. */
export const isTextChannel = (channel: Channel): channel is TextChannel => CHANNELS[channel].content === 'text'

export const CHANNEL_NAMES: readonly Channel[] = Object.keys(CHANNELS).filter(isChannel)
export const CUSTOMER_CHANNELS: readonly CustomerChannel[] = CHANNEL_NAMES.filter(isCustomerChannel)
