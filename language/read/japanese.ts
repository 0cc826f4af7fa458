import type { CustomerChannel } from '#engagement/model/channels.ts'
import { compare, duration, event, field, history, list, money, named, time, value } from './japanese-clauses.ts'
import type { Tongue } from './tongue.ts'

const CHANNEL: Record<CustomerChannel, string> = { email: 'メール', sms: 'SMS', line: 'LINE' }
const where = (clause: string | undefined): string => (clause === undefined ? '' : `(${clause}場合)`)
const pairs = (values: readonly (readonly [string, string])[]): string =>
  values.map(([name, what]) => `${named(name)}=${what}`).join('、')
const shift = (plus: number | undefined, minus: number | undefined): string =>
  minus !== undefined ? `の${duration(minus)}前` : plus !== undefined ? `の${duration(plus)}後` : ''

function notes(several: boolean, urgent: boolean): string {
  const all = [...(several ? ['お客様のご希望の方法を優先'] : []), ...(urgent ? ['時間帯を問わず'] : [])]
  return all.length === 0 ? '' : `(${all.join('、')})`
}

/** Japanese, as one colleague tells another. */
export const japanese: Tongue = {
  duration,
  time,
  value,
  money,
  event,
  list,
  field,
  compare,
  history,
  quantified: (quantifier, of, clause, ifMissing) =>
    `${field(of)}の${quantifier === 'some' ? 'うち少なくとも一つについて' : 'すべてについて'}、${clause}${ifMissing === undefined ? '' : ifMissing === 'matched' ? 'か、不明である' : '(不明なら該当しない)'}`,
  group: (kind, clauses) => clauses.join(kind === 'all_of' ? '、かつ、' : '、または、'),
  nest: (clause) => `〔${clause}〕`,
  not: (clause) => `「${clause}」ということはない`,
  title: ({ name, description }) => (description === undefined ? `「${name}」` : `「${name}」:${description}`),
  kind: ({ class: kind, topic }) =>
    kind === 'service'
      ? 'お客様への案内です。マーケティングの同意は要らず、配信数の上限にもかかりません。'
      : `マーケティングの配信です${topic === undefined ? '' : `(トピック「${topic}」)`}。同意のあるお客様だけに、配信数の上限と配信を控える時間帯を守ってお送りし、問題が未解決の間は控えます。`,
  starts: ({ trigger, onePer }, clause) =>
    `${list(trigger.events.map(event), 'or')}が起きると始まります${where(clause)}。${onePer === undefined ? 'お客様ごとに一つずつ' : `${named(onePer.path.at(-1) ?? '')}ごとに一つずつ`}進みます。`,
  maxAge: (ms) => `${duration(ms)}より前の出来事では始まりません。`,
  restarts: ({ whenRunning }) =>
    whenRunning === 'restart'
      ? '最初のメッセージの前に同じことが起きたら、はじめからやり直します。'
      : '進行中に同じことが起きても、何も変わりません。',
  reentry: ({ reentry }) => {
    if (reentry.kind === 'never') return '同じお客様に二度は行いません。'
    return reentry.kind === 'always'
      ? '終わった後に同じことが起きれば、また始まります。'
      : `次に始まるのは、早くても${duration(reentry.ms)}後です。`
  },
  onlyWhile: (clause) => `始めるのもメッセージを送るのも、${clause}間だけです。`,
  exits: (events, clause) => `${events}が起きたら、その場で終わります${where(clause)}。`,
  goal: (events, clause, within) => `開始から${within}以内に${events}が起きれば、目標達成です${where(clause)}。`,
  holdout: (percent) => `効果を測るため、お客様の${percent}%には何もお送りしません。`,
  wait: ({ for: length, at, atMost }) =>
    at === undefined
      ? atMost === undefined
        ? `${duration(length.ms)}待ちます。`
        : `${duration(length.ms)}何も起きなくなるまで待ちます(同じことが起きるたびに数え直します。ただし最初から${duration(atMost.ms)}まで)。`
      : `${duration(length.ms)}待ち、その後お客様の現地時間で${time(at)}になるまで待ちます。`,
  waitField: (step) =>
    `${field(step.field)}${step.times === 1 ? '' : `の${value(step.times)}倍`}だけ待ちます(短くても${duration(step.atLeast.ms)}、長くても${duration(step.atMost.ms)})。`,
  waitUntil: (step) => {
    const when = `${field(step.until)}${shift(step.plus?.ms, step.minus?.ms)}${step.at === undefined ? '' : `、お客様の現地時間で${time(step.at)}`}`
    const quiet = step.quietHours === undefined ? '' : '配信を控える時間帯にあたるときは、その直前にします。'
    return `${when}まで待ちます。${quiet}すでに過ぎていれば、${step.ifPast === 'now' ? 'すぐに次へ進みます' : '次のメッセージまでを飛ばします'}。`
  },
  waitEvent: (events, clause, timeout, until) =>
    `${events}を待ちます${where(clause)}。${until === undefined ? `長くても${timeout}` : `遅くとも${field(until)}`}までです。`,
  onEvent: () => '起きたとき:',
  onTimeout: () => '時間内に起きなかったとき:',
  send: (step, channels) => {
    const by = channels.map((channel) => CHANNEL[channel]).join('、届かなければ')
    const until =
      step.goodUntil === undefined
        ? ''
        : step.goodUntil.kind === 'plus'
          ? `${duration(step.goodUntil.span.ms)}以内に送れなければ、送りません。`
          : `${field(step.goodUntil.field)}${shift(undefined, step.goodUntil.minus?.ms)}までに送れなければ、送りません。`
    const renewed = Object.entries(step.renews)
      .map(([promise, to]) => `新しい日時をお知らせするので、お約束「${promise}」は${field(to)}に改まります。`)
      .join('')
    const word =
      step.nextWord === undefined
        ? ''
        : `次のご連絡を${duration(step.nextWord.plus.ms)}後${step.nextWord.at === undefined ? '' : `の${time(step.nextWord.at)}`}までにするとお伝えします。`
    return `「${step.message}」を${by}で送ります${notes(channels.length > 1, step.urgent)}。${until}${renewed}${word}`
  },
  if: (clause, first) => `${first ? '' : 'そうではなく、'}${clause}場合:`,
  otherwise: () => 'どれにもあてはまらない場合:',
  split: () => '無作為に分けます(同じお客様は、いつも同じ側です):',
  way: (name, percent) => `${percent}%(「${name}」):`,
  set: (values) => `お客様の情報に記録します:${pairs(values)}。`,
  emit: (name, values) => `${name}を発生させます${values.length === 0 ? '' : `(${pairs(values)})`}。`,
  webhook: (to, values) => `「${to}」を呼び出します${values.length === 0 ? '' : `(${pairs(values)})`}。`,
  handOver: (to, reason) => `「${to}」の担当者に引き継ぎます(理由:${reason})。`,
  onSent: () => '送ったとき、または送れたかもしれないとき:',
  onSkipped: () => '送らなかったとき:',
  onSuccess: () => '届いたとき:',
  onFailure: () => '届かなかったとき、または届いたかわからないとき:',
  end: (reason) => `ここで終わります(${reason})。`,
  goesOn: () => 'そのまま次へ進みます。',
}
