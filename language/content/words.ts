import type { MessageClass } from '#engagement/model/message-class.ts'

/** What every mail says beside its message. */
export interface Words {
  readonly support: string
  readonly unsubscribe: string
  readonly preferences: string
  /** Why the customer gets this mail. */
  readonly why: { readonly [messageClass in MessageClass]: string }
}

const ENGLISH: Words = {
  support: 'Questions',
  unsubscribe: 'Unsubscribe',
  preferences: 'Preferences',
  why: {
    marketing: "You're getting this email because you agreed to hear from us.",
    service: 'This email is about your account, an order or a request of yours.',
  },
}

const JAPANESE: Words = {
  support: 'お問い合わせ',
  unsubscribe: '配信を停止する',
  preferences: '配信設定',
  why: {
    marketing: 'このメールは、ご案内を希望された方にお送りしています。',
    service: 'このメールは、お客様のアカウントやご注文、お手続きに関するお知らせです。',
  },
}

/** Words in the language of `locale`, English where there are none. */
export const wordsIn = (locale: string): Words => (locale.split('-')[0] === 'ja' ? JAPANESE : ENGLISH)
