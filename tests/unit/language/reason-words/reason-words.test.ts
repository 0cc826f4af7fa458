import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { REASON_CODES, REASONS } from '#engagement/decision/reasons.ts'
import { DECISION_VERDICTS } from '#engagement/model/decision-verdicts.ts'
import { LIMIT_REASONS } from '#engagement/model/limits.ts'
import { decisionWords } from '#language/reason-words/decision-words.ts'
import { LANGUAGES } from '#language/reason-words/language.ts'
import { namedWords, reasonWords } from '#language/reason-words/reason-words.ts'
import { reasonsPage } from '#tools/reasons/reasons-page.ts'

describe('reasons in words', () => {
  it.each(REASON_CODES)('%s is said in words of each language, never by its code', (code) => {
    for (const language of LANGUAGES) {
      const words = reasonWords(code, language)
      expect(words.trim()).not.toBe('')
      expect(words).not.toContain('unknown reason')
      if (code.includes('-')) expect(words).not.toContain(code)
    }
    expect(reasonWords(code, 'ja')).toMatch(/[\u3040-\u30ff\u4e00-\u9fff]/)
    expect(reasonWords(code, 'en')).not.toMatch(/[\u3040-\u30ff\u4e00-\u9fff]/)
  })

  it('says no two reasons in the same words', () => {
    for (const language of LANGUAGES) {
      const words = REASON_CODES.map((code) => reasonWords(code, language))
      expect(words.filter((each, at) => words.indexOf(each) < at)).toEqual([])
    }
  })

  it('says what an endpoint answered that has no code of its own', () => {
    expect(reasonWords('status-404')).toBe('the other side answered with status 404')
    expect(reasonWords('status-404', 'ja')).toBe('相手側がステータス404を返した')
  })

  it('says that it does not know a code that another version stored', () => {
    expect(reasonWords('moon-phase')).toBe('unknown reason code moon-phase')
    expect(reasonWords('toString', 'ja')).toBe('不明な理由コード toString')
  })

  it('tells what the shop named as the shop wrote it', () => {
    expect(namedWords('Order Completed', 'ja')).toBe('Order Completed')
    expect(decisionWords({ verdict: 'exited', reason: 'Order Completed' })).toBe('left: Order Completed')
    expect(decisionWords({ verdict: 'ended', reason: 'not-needed' })).toBe('ended: not needed')
  })

  it('tells every verdict as a sentence in each language', () => {
    const line = { reason: 'quiet-hours', message: 'reminder', channel: 'email', until: '9:00' } as const
    for (const language of LANGUAGES) {
      const told = DECISION_VERDICTS.map((verdict) => decisionWords({ verdict, ...line }, language))
      expect(new Set(told).size).toBe(DECISION_VERDICTS.length)
    }
    expect(decisionWords({ verdict: 'held', ...line }, 'ja')).toBe(
      '「reminder」(メール)を9:00まで保留しています:配信を控える時間帯にあたる',
    )
  })

  it('has every limit of one customer among the reasons that somebody should look at', () => {
    for (const reason of LIMIT_REASONS) expect([reason, REASONS[reason]]).toEqual([reason, expect.anything()])
  })

  it('is documented as `npm run reasons` writes it', () => {
    expect(readFileSync('docs/reasons.md', 'utf8')).toBe(reasonsPage())
  })
})
