import type { CustomerChannel } from '#engagement/definition/workflow.ts'

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
  ask: (topic) => `Stop mail about “${topic}”?`,
  askAll: 'You can also stop all promotional mail.',
  confirm: 'Unsubscribe',
  all: 'Stop all promotional mail',
  undo: 'Undo: keep sending me this',
  doneTopic: (topic) => `You will get no more mail about “${topic}”.`,
  doneAll: 'You will get no more promotional mail.',
  atOnce: 'This takes effect at once. A mail that left before this moment may still arrive.',
  service: 'News about your orders still reaches you.',
  restored: (topic) => `Mail about “${topic}” is on again.`,
  invalid: 'This link does not work. Perhaps it was cut short: please open it from the mail again.',
  expired:
    'This link is too old to act on. Please use the one in a newer mail, or write to us and we will do it for you.',
  busy: 'We could not save this just now, so nothing has changed. Please try again in a minute.',
  contact: 'Write to us:',
  everything: 'our offers',
  notFound: 'There is nothing here.',
  notAllowed: 'This page can only be opened or confirmed.',
  choose: 'What would you like to hear about, and how?',
  save: 'Save',
  saved: 'Saved.',
  language: 'Language of our messages',
  channels: { email: 'E-mail', sms: 'Text message', line: 'LINE' },
}

const JAPANESE: PageWords = {
  title: '配信設定',
  ask: (topic) => `「${topic}」のメールを停止しますか?`,
  askAll: 'ご案内のメールをすべて停止することもできます。',
  confirm: '配信を停止する',
  all: 'ご案内をすべて停止する',
  undo: '元に戻す(配信を続ける)',
  doneTopic: (topic) => `「${topic}」のメールを停止しました。`,
  doneAll: 'ご案内のメールをすべて停止しました。',
  atOnce: 'いますぐ有効です。すでに送信を終えたメールは、入れ違いで届くことがあります。',
  service: 'ご注文に関する大切なお知らせは、引き続きお送りします。',
  restored: (topic) => `「${topic}」のメール配信を再開しました。`,
  invalid: 'このリンクは使えません。途中で切れている可能性がありますので、メールからもう一度お開きください。',
  expired:
    'このリンクは期限が切れています。新しいメールのリンクをお使いいただくか、ご連絡ください。こちらで停止いたします。',
  busy: 'ただいま保存できませんでした。設定は変わっていません。1分ほどおいて、もう一度お試しください。',
  contact: 'ご連絡先:',
  everything: 'ご案内',
  notFound: 'お探しのページはありません。',
  notAllowed: 'このページでは、表示と確定だけができます。',
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
