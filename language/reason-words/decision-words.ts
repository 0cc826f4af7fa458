import type { DecisionVerdict } from '#engagement/model/decision-verdicts.ts'
import { channelWords } from './channel-words.ts'
import type { Language } from './language.ts'
import { namedWords, reasonWords } from './reason-words.ts'

/** A decision as far as a sentence needs it. `until`: as it is to be shown. */
export interface ToldDecision {
  readonly verdict: DecisionVerdict
  readonly reason: string
  readonly until?: string | undefined
  readonly channel?: string | undefined
  readonly message?: string | undefined
}

/** The parts of a sentence: the message it is about, what way it goes, and why. */
interface Parts {
  readonly message: string
  readonly by: string
  readonly until: string | undefined
  readonly why: string
  /** Why, where the shop may have named it. */
  readonly named: string
  readonly way: string
}
type Sentences = { readonly [verdict in DecisionVerdict]: (parts: Parts) => string }

const ENGLISH: Sentences = {
  entered: () => 'entered',
  not_entered: ({ why }) => `did not enter: ${why}`,
  restarted: ({ why }) => `started over: ${why}`,
  ignored: ({ why }) => `stayed as it was: ${why}`,
  held: ({ message, by, until, why }) => `${message}${by} waits${until === undefined ? '' : ` until ${until}`}: ${why}`,
  skipped: ({ message, by, why }) => `${message}${by} is not sent: ${why}`,
  planned: ({ message, by }) => `${message}${by} is on its way`,
  sent: ({ message, by }) => `${message}${by} was sent`,
  failed: ({ message, by, why }) => `${message}${by} failed: ${why}`,
  exited: ({ named }) => `left: ${named}`,
  ended: ({ named }) => `ended: ${named}`,
  goal_reached: () => 'reached the goal',
  branched: ({ way }) => `took the way ${way}`,
  flagged: ({ why }) => `needs somebody to look: ${why}`,
}

const JAPANESE: Sentences = {
  entered: () => '開始しました',
  not_entered: ({ why }) => `開始していません:${why}`,
  restarted: ({ why }) => `はじめから待ち直しています:${why}`,
  ignored: ({ why }) => `変わりはありません:${why}`,
  held: ({ message, by, until, why }) =>
    `${message}${by}を${until === undefined ? '' : `${until}まで`}保留しています:${why}`,
  skipped: ({ message, by, why }) => `${message}${by}は送りません:${why}`,
  planned: ({ message, by }) => `${message}${by}を送信します`,
  sent: ({ message, by }) => `${message}${by}を送信しました`,
  failed: ({ message, by, why }) => `${message}${by}に失敗しました:${why}`,
  exited: ({ named }) => `途中で終了しました:${named}`,
  ended: ({ named }) => `終了しました:${named}`,
  goal_reached: () => '目標を達成しました',
  branched: ({ way }) => `「${way}」に進みました`,
  flagged: ({ why }) => `確認が必要です:${why}`,
}

const partsOf: { readonly [language in Language]: (line: ToldDecision) => Pick<Parts, 'message' | 'by' | 'way'> } = {
  en: ({ message, channel, reason }) => ({
    message: message === undefined ? 'the message' : `"${message}"`,
    by: channel === undefined ? '' : ` by ${channelWords(channel, 'en')}`,
    way: reason.replaceAll('_', ' '),
  }),
  ja: ({ message, channel, reason }) => ({
    message: message === undefined ? 'メッセージ' : `「${message}」`,
    by: channel === undefined ? '' : `(${channelWords(channel, 'ja')})`,
    way: reason,
  }),
}
const SENTENCES: { readonly [language in Language]: Sentences } = { en: ENGLISH, ja: JAPANESE }

/** A decision as a sentence about the customer. */
export function decisionWords(line: ToldDecision, language: Language = 'en'): string {
  return SENTENCES[language][line.verdict]({
    ...partsOf[language](line),
    until: line.until,
    why: reasonWords(line.reason, language),
    named: namedWords(line.reason, language),
  })
}
