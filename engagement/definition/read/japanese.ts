import type { FieldRef } from '#engagement/definition/condition.ts'
import { KNOWN_FIELDS_JA, PROPERTY_NAMES_JA } from './field-names.ts'
import { isDateField } from './is-date-field.ts'
import type { SaidComparison, SaidHistory, SaidOperand, Tongue } from './tongue.ts'

const UNITS = [
  ['日', 86_400_000],
  ['時間', 3_600_000],
  ['分', 60_000],
  ['秒', 1000],
] as const

function duration(ms: number): string {
  const parts: string[] = []
  let rest = ms
  for (const [unit, size] of UNITS) {
    const n = Math.floor(rest / size)
    if (n > 0) parts.push(`${n}${unit}`)
    rest -= n * size
  }
  return parts.join('') || '0秒'
}

const time = (minute: number): string => `${Math.floor(minute / 60)}時${minute % 60 === 0 ? '' : `${minute % 60}分`}`
const named = (name: string): string => PROPERTY_NAMES_JA[name] ?? name
const event = (name: string): string => `「${name}」`
const value = (one: unknown): string =>
  typeof one === 'number' ? one.toLocaleString('ja') : one === true ? 'はい' : one === false ? 'いいえ' : String(one)
const money = (amounts: { readonly [currency: string]: number }): string =>
  Object.entries(amounts)
    .map(([currency, amount]) => (currency === 'JPY' ? `${value(amount)}円` : `${value(amount)} ${currency}`))
    .join(' / ')
function list(items: readonly string[], word: 'and' | 'or'): string {
  if (word === 'and') return items.join('と')
  return items.length > 2 ? `${items.join('、')}のいずれか` : items.join('または')
}

function field({ root, path }: FieldRef): string {
  const known = KNOWN_FIELDS_JA[[root, ...path].join('.')]
  if (known !== undefined) return known
  const name = path.map(named).join('の')
  switch (root) {
    case 'entry':
      return `開始時の${name}`
    case 'awaited':
      return `待っていた出来事の${name}`
    case 'profile':
      return `お客様の${name}`
    case 'promise':
      return `お約束の${name}`
    case 'item':
      return `その${name}`
    case 'event':
    case 'computed':
    case 'incidents':
      return name
  }
}

/** Clauses end in the plain form, so that 「場合」 and the like can follow. */
function compare(said: SaidComparison): string {
  const clause = `${field(said.field)}${predicate(said)}`
  if (said.ifMissing === 'matched') return `${clause}か、不明である`
  return said.ifMissing === 'unmatched' ? `${clause}(不明なら該当しない)` : clause
}

function predicate({ field: left, comparison, operands, value: constant, negated = false }: SaidComparison): string {
  const [first, second] = operands
  const x = first?.words ?? ''
  const date = isDateField(left)
  switch (comparison) {
    case 'equals':
      return sameAsAtStart(left, first) ? 'が開始時と同じである' : `が${x}である`
    case 'not_equals':
      return sameAsAtStart(left, first) ? 'が開始時と異なる' : `が${x}ではない`
    case 'in':
      return `が${x}である`
    case 'not_in':
      return first?.each !== undefined && first.each.length > 1
        ? `が${first.each.join('・')}のいずれでもない`
        : `が${x}ではない`
    case 'above':
      return date ? `が${x}より後である` : `が${x}を超える`
    case 'below':
      return date ? `が${x}より前である` : `が${x}未満である`
    case 'at_least':
      return date ? `が${x}以降である` : `が${x}以上である`
    case 'at_most':
      return date ? `が${x}以前である` : `が${x}以下である`
    case 'between':
      return `が${x}から${second?.words ?? ''}までの間${negated ? 'ではない' : 'である'}`
    case 'contains':
      return `に${x}が含まれ${negated ? 'ない' : 'る'}`
    case 'starts_with':
      return `が${x}で始ま${negated ? 'らない' : 'る'}`
    case 'exists':
      return (constant === false) !== negated ? 'がわからない' : 'がわかっている'
    case 'within_last':
      return `が過去${x}以内${negated ? 'ではない' : 'である'}`
    case 'older_than':
      if (x === '0秒') return negated ? 'をまだ過ぎていない' : 'をすでに過ぎている'
      return `が${x}より前${negated ? 'ではない' : 'である'}`
  }
}

const sameAsAtStart = (left: FieldRef, right: SaidOperand | undefined): boolean =>
  right?.field?.root === 'entry' && left.root === 'event' && right.field.path.join('.') === left.path.join('.')

function history(said: SaidHistory): string {
  const span = [
    ...(said.since === undefined
      ? []
      : [said.since.kind === 'entry' ? '開始してから' : `最後の${event(said.since.event)}から`]),
    ...(said.within === undefined ? [] : [`過去${said.within}以内に`]),
  ].join('、')
  const head = span === '' ? '' : `${span}、`
  const which = said.where === undefined ? '' : `(${said.where}ものに限る)`
  if (said.measure === 'sum')
    return `${head}${event(said.event)}${which}の${said.summed ?? '金額'}の合計が${bounds(said, value)}である`
  if (said.atMost === 0) return `${head}${event(said.event)}${which}が一度もない`
  if (said.atLeast === 1 && said.atMost === undefined) return `${head}${event(said.event)}${which}がある`
  return `${head}${event(said.event)}${which}が${bounds(said, (n) => `${n}回`)}ある`.replace(
    /(\d+回以下)ある$/,
    '$1である',
  )
}

function bounds({ atLeast, atMost }: SaidHistory, say: (n: number | string) => string): string {
  return [
    ...(atLeast === undefined || (atLeast === 0 && atMost !== undefined) ? [] : [`${say(atLeast)}以上`]),
    ...(atMost === undefined ? [] : [`${say(atMost)}以下`]),
  ].join('')
}

const CHANNEL = { email: 'メール', sms: 'SMS', line: 'LINE' } as const
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
      : `マーケティングの配信です${topic === undefined ? '' : `(トピック「${topic}」)`}。同意のあるお客様だけに、上限と静かな時間帯を守ってお送りし、問題が未解決の間は控えます。`,
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
      ? '終わった後は、いつでもまた始まります。'
      : `次に始まるのは、早くても${duration(reentry.ms)}後です。`
  },
  onlyWhile: (clause) => `始めるのもメッセージを送るのも、${clause}間だけです。`,
  exits: (events, clause) => `${events}が起きたら、その場で終わります${where(clause)}。`,
  goal: (events, clause, within) => `開始から${within}以内に${events}が起きれば、目標達成です${where(clause)}。`,
  holdout: (percent) => `効果を測るため、お客様の${percent}%には何もお送りしません。`,
  wait: ({ for: length, at }) =>
    at === undefined
      ? `${duration(length.ms)}待ちます。`
      : `${duration(length.ms)}待ち、その後お客様の現地時間で${time(at)}になるまで待ちます。`,
  waitField: (step) =>
    `${field(step.field)}${step.times === 1 ? '' : `の${value(step.times)}倍`}だけ待ちます(短くても${duration(step.atLeast.ms)}、長くても${duration(step.atMost.ms)})。`,
  waitUntil: (step) => {
    const when = `${field(step.until)}${shift(step.plus?.ms, step.minus?.ms)}${step.at === undefined ? '' : `、お客様の現地時間で${time(step.at)}`}`
    const quiet = step.quietHours === undefined ? '' : '静かな時間帯にあたるときは、その直前にします。'
    return `${when}まで待ちます。${quiet}すでに過ぎていれば、${step.ifPast === 'now' ? 'すぐに次へ進みます' : '次のメッセージまでを飛ばします'}。`
  },
  waitEvent: (events, clause, timeout) => `${events}を待ちます${where(clause)}。長くても${timeout}までです。`,
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
    return `「${step.message}」を${by}で送ります${notes(channels.length > 1, step.urgent)}。${until}${renewed}`
  },
  if: (clause, first) => `${first ? '' : 'そうではなく、'}${clause}場合:`,
  otherwise: () => 'どれにもあてはまらない場合:',
  split: () => '無作為に分けます(同じお客様は、いつも同じ側です):',
  way: (name, percent) => `${percent}%(「${name}」):`,
  set: (values) => `お客様の情報に記録します:${pairs(values)}。`,
  emit: (name, values) => `${name}を発生させます${values.length === 0 ? '' : `(${pairs(values)})`}。`,
  webhook: (to, values) => `「${to}」を呼び出します${values.length === 0 ? '' : `(${pairs(values)})`}。`,
  handOver: (to, reason) => `「${to}」の担当者に引き継ぎます(理由:${reason})。`,
  end: (reason) => `ここで終わります(${reason})。`,
  goesOn: () => 'そのまま次へ進みます。',
}
