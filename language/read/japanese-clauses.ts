import type { FieldRef } from '#engagement/model/condition.ts'
import { KNOWN_FIELDS_JA, PROPERTY_NAMES_JA } from './field-names.ts'
import { type Predicates, sayPredicate } from './predicate.ts'
import type { SaidComparison, SaidHistory } from './tongue.ts'

const UNITS = [
  ['日', 86_400_000],
  ['時間', 3_600_000],
  ['分', 60_000],
  ['秒', 1000],
] as const

export function duration(ms: number): string {
  const parts: string[] = []
  let rest = ms
  for (const [unit, size] of UNITS) {
    const n = Math.floor(rest / size)
    if (n > 0) parts.push(`${n}${unit}`)
    rest -= n * size
  }
  return parts.join('') || '0秒'
}

export const time = (minute: number): string =>
  `${Math.floor(minute / 60)}時${minute % 60 === 0 ? '' : `${minute % 60}分`}`
export const named = (name: string): string => PROPERTY_NAMES_JA[name] ?? name
export const event = (name: string): string => `「${name}」`
export const value = (one: unknown): string =>
  typeof one === 'number' ? one.toLocaleString('ja') : one === true ? 'はい' : one === false ? 'いいえ' : String(one)
export const money = (amounts: { readonly [currency: string]: number }): string =>
  Object.entries(amounts)
    .map(([currency, amount]) => (currency === 'JPY' ? `${value(amount)}円` : `${value(amount)} ${currency}`))
    .join(' / ')
export function list(items: readonly string[], word: 'and' | 'or'): string {
  if (word === 'and') return items.join('と')
  return items.length > 2 ? `${items.join('、')}のいずれか` : items.join('または')
}

export function field({ root, path }: FieldRef): string {
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
    case 'next_word':
      return `次のご連絡の${name}`
    case 'item':
      return `その${name}`
    case 'event':
    case 'computed':
    case 'incidents':
      return name
  }
}

/** Clauses end in the plain form, so that 「場合」 and the like can follow. */
export function compare(said: SaidComparison): string {
  const clause = `${field(said.field)}${sayPredicate(said, PREDICATES)}`
  if (said.ifMissing === 'matched') return `${clause}か、不明である`
  return said.ifMissing === 'unmatched' ? `${clause}(不明なら該当しない)` : clause
}

const PREDICATES: Predicates = {
  equals: ({ x, sameAsAtStart: same }) => (same ? 'が開始時と同じである' : `が${x}である`),
  not_equals: ({ x, sameAsAtStart: same }) => (same ? 'が開始時と異なる' : `が${x}ではない`),
  in: ({ x }) => `が${x}である`,
  not_in: ({ x, each }) => (each.length > 1 ? `が${each.join('・')}のいずれでもない` : `が${x}ではない`),
  above: ({ x, date }) => (date ? `が${x}より後である` : `が${x}を超える`),
  below: ({ x, date }) => (date ? `が${x}より前である` : `が${x}未満である`),
  at_least: ({ x, date }) => (date ? `が${x}以降である` : `が${x}以上である`),
  at_most: ({ x, date }) => (date ? `が${x}以前である` : `が${x}以下である`),
  between: ({ x, second, negated }) => `が${x}から${second}までの間${negated ? 'ではない' : 'である'}`,
  contains: ({ x, negated }) => `に${x}が含まれ${negated ? 'ない' : 'る'}`,
  starts_with: ({ x, negated }) => `が${x}で始ま${negated ? 'らない' : 'る'}`,
  exists: ({ constant, negated }) => ((constant === false) !== negated ? 'がわからない' : 'がわかっている'),
  within_last: ({ x, negated }) => `が過去${x}以内${negated ? 'ではない' : 'である'}`,
  older_than: ({ x, negated }) => {
    if (x === '0秒') return negated ? 'をまだ過ぎていない' : 'をすでに過ぎている'
    return `が${x}より前${negated ? 'ではない' : 'である'}`
  },
}

export function history(said: SaidHistory): string {
  const span = [
    ...(said.since === undefined ? [] : [said.since.kind === 'entry' ? '開始してから' : sinceLast(said.since)]),
    ...(said.within === undefined ? [] : [`過去${said.within}以内に`]),
  ].join('、')
  const head = span === '' ? '' : `${span}、`
  const which = said.where === undefined ? '' : `(${said.where}ものに限る)`
  if (said.measure === 'sum')
    return `${head}${event(said.event)}${which}の${said.summed ?? '金額'}の合計が${bounds(said, value)}である`
  if (said.atMost === 0) return `${head}${event(said.event)}${which}が一度もない`
  if (said.atLeast === 1 && said.atMost === undefined) return `${head}${event(said.event)}${which}がある`
  return `${head}${often(said, which)}ある`.replace(/(\d+[回日件]以下)ある$/, '$1である')
}

const sinceLast = ({ event: name, same }: { readonly event: string; readonly same?: string }): string =>
  `${same === undefined ? '' : `${same}が同じ`}最後の${event(name)}から`

function often(said: SaidHistory, which: string): string {
  const { distinct } = said
  if (distinct === undefined) return `${event(said.event)}${which}が${bounds(said, (n) => `${n}回`)}`
  if (distinct.kind === 'day') return `${event(said.event)}${which}のあった日が${bounds(said, (n) => `${n}日`)}`
  return `${distinct.words}の異なる${event(said.event)}${which}が${bounds(said, (n) => `${n}件`)}`
}

function bounds({ atLeast, atMost }: SaidHistory, say: (n: number | string) => string): string {
  return [
    ...(atLeast === undefined || (atLeast === 0 && atMost !== undefined) ? [] : [`${say(atLeast)}以上`]),
    ...(atMost === undefined ? [] : [`${say(atMost)}以下`]),
  ].join('')
}
