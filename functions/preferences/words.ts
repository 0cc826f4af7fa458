import type { CustomerChannel } from '#engagement/model/channels.ts'

/** Everything the pages say. `topic` is already in the reader's language. */
export interface PageWords {
  readonly title: string
  readonly ask: (topic: string) => string
  readonly askAll: string
  readonly confirm: string
  readonly all: string
  readonly undo: string
  readonly doneTopic: (topic: string) => string
  readonly doneAll: string
  readonly atOnce: string
  readonly service: string
  readonly restored: (topic: string) => string
  readonly invalid: string
  readonly expired: string
  readonly busy: string
  readonly contact: string
  readonly everything: string
  readonly notFound: string
  readonly notAllowed: string
  readonly choose: string
  readonly save: string
  readonly saved: string
  readonly language: string
  readonly channels: { readonly [channel in CustomerChannel]: string }
}

const ENGLISH: PageWords = {
  title: 'Your preferences',
  ask: (topic) => `Stop email about “${topic}”?`,
  askAll: 'You can also stop all promotional email.',
  confirm: 'Unsubscribe',
  all: 'Stop all promotional email',
  undo: 'Undo: keep sending me this',
  doneTopic: (topic) => `You won’t get any more email about “${topic}”.`,
  doneAll: 'You won’t get any more promotional email.',
  atOnce: 'This takes effect at once. An email that is already on its way may still reach you.',
  service: 'You’ll still get news about your orders.',
  restored: (topic) => `You’ll get email about “${topic}” again.`,
  invalid: 'This link doesn’t work. It may have been cut short: please open it from the email again.',
  expired: 'This link has expired. Please use the one in a newer email, or write to us and we’ll do it for you.',
  busy: 'We could not save this just now, so nothing has changed. Please try again in a minute.',
  contact: 'Write to us:',
  everything: 'our offers',
  notFound: 'There is nothing here.',
  notAllowed: 'This page can only be opened or confirmed.',
  choose: 'What would you like to hear about, and how?',
  save: 'Save',
  saved: 'Saved.',
  language: 'Language of our messages',
  channels: { email: 'Email', sms: 'Text message', line: 'LINE' },
}

const JAPANESE: PageWords = {
  title: '配信設定',
  ask: (topic) => `「${topic}」のメールを停止しますか？`,
  askAll: 'ご案内のメールをすべて停止することもできます。',
  confirm: '配信を停止する',
  all: 'ご案内をすべて停止する',
  undo: '元に戻す（配信を続ける）',
  doneTopic: (topic) => `「${topic}」のメールを停止しました。`,
  doneAll: 'ご案内のメールをすべて停止しました。',
  atOnce: '停止の設定は、すでに反映されています。行き違いで、送信済みのメールが届くことがあります。',
  service: 'ご注文に関する大切なお知らせは、引き続きお送りします。',
  restored: (topic) => `「${topic}」のメールの配信を再開しました。`,
  invalid: 'このリンクはお使いいただけません。途中で切れている可能性がありますので、メールからもう一度お開きください。',
  expired:
    'このリンクは有効期限が切れています。新しいメールのリンクをお使いいただくか、下記までご連絡ください。こちらで設定を変更いたします。',
  busy: 'ただいま保存できませんでした。設定は変わっておりません。1分ほどおいて、もう一度お試しください。',
  contact: 'ご連絡先：',
  everything: 'ご案内',
  notFound: 'お探しのページは見つかりません。',
  notAllowed: 'この操作は、こちらのページでは承れません。',
  choose: 'どのご案内を、どの方法でお届けしますか？',
  save: '保存する',
  saved: '保存しました。',
  language: 'ご案内の言語',
  channels: { email: 'メール', sms: 'ショートメッセージ（SMS）', line: 'LINE' },
}

export type PageLanguage = 'ja' | 'en'

export const pageWords = (language: PageLanguage): PageWords => (language === 'ja' ? JAPANESE : ENGLISH)

/** The language of the link, else the browser's first one that we speak, else English. */
export function pageLanguage(locale: string | undefined, acceptLanguage: string | undefined): PageLanguage {
  const wanted = [...(locale === undefined ? [] : [locale]), ...preferred(acceptLanguage ?? '')]
  const spoken = wanted.map((one) => one.trim().toLowerCase().split(/[-_]/)[0])
  return spoken.find((language) => language === 'ja' || language === 'en') ?? 'en'
}

/** RFC 9110, 12.5.4: the greatest weight first. */
function preferred(acceptLanguage: string): readonly string[] {
  const ranges = acceptLanguage
    .slice(0, 500)
    .split(',')
    .map((range) => {
      const [tag = '', ...parameters] = range.split(';')
      const weight = parameters
        .map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1])
        .find((found) => found !== undefined)
      return { tag, weight: weight === undefined ? 1 : Number(weight) }
    })
  return ranges
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag)
}
