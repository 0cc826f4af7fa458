import { isDocumented, isReason } from '#engagement/decision/reasons.ts'
import type { Language } from './language.ts'
import { WORDS } from './words.ts'

const STATUS: { readonly [language in Language]: (status: string) => string } = {
  en: (status) => `the other side answered with status ${status}`,
  ja: (status) => `相手側がステータス${status}を返した`,
}
const UNKNOWN: { readonly [language in Language]: (code: string) => string } = {
  en: (code) => `unknown reason code ${code}`,
  ja: (code) => `不明な理由コード ${code}`,
}

/** A reason in words. What another version stored, and this one does not know, is said to be unknown. */
export function reasonWords(reason: string, language: Language = 'en'): string {
  if (isDocumented(reason)) return WORDS[reason][language]
  return isReason(reason) ? STATUS[language](reason.slice('status-'.length)) : UNKNOWN[language](reason)
}

/** Where the shop itself may have named what happened (an exit's event, the reason of an `end` step): as it was written. */
export const namedWords = (reason: string, language: Language = 'en'): string =>
  isReason(reason) ? reasonWords(reason, language) : reason.replaceAll('-', ' ')

/** What to do about it; undefined where there is nothing to do, or nothing is known. */
export const remedyFor = (reason: string): string | undefined =>
  isDocumented(reason) ? WORDS[reason].remedy : undefined
