import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'workflows')

interface Shipped {
  readonly file: string
  readonly text: string
  readonly subject: string
  readonly sms?: string
}

function read(file: string): Shipped {
  const text = readFileSync(join(FOLDER, file), 'utf8')
  const [, front = ''] = text.split(/^---$/m)
  const { subject, sms } = parse(front)
  return { file, text, subject, ...(sms === undefined ? {} : { sms }) }
}

const MESSAGES = globSync('*/*.md', { cwd: FOLDER }).sort().map(read)
const ENGLISH = MESSAGES.filter(({ file }) => file.endsWith('.en.md'))
const JAPANESE = MESSAGES.filter(({ file }) => file.endsWith('.ja.md'))

/** What a phone shows of a subject; a date is as long as it is written. */
const seenFirst = (subject: string): string =>
  subject
    .replace(/\{\{[^}]*\| day_time \}\}/g, '11月24日(火)18時')
    .replace(/\{\{[^}]*short_day \}\}/g, 'Tue 24 Nov')
    .replace(/\{\{[^}]*\| day \}\}/g, '11月24日(火)')
    .slice(0, 20)

const LONG_FORMS =
  /\b(?:we are|we will|we have|you are|you will|it is|that is|there is|do not|does not|did not|is not|was not|could not|cannot|have not|has not|had not|need do)\b(?![.?])/gi
/** `お済みではありません` speaks of our own work with respect; `ほしい` is no word for a shop's button. */
const STILTED = [
  /お休みください/,
  /お済みでしたら不要/,
  /お済みではありません/,
  /傷み|傷んだ/,
  /要りません/,
  /label: .*ほしい/,
  /\| honorific/,
]
/** Translated, not said. */
const FOREIGN = [
  /\bthis mail\b/,
  /\bby mail\b/,
  /hand(?:ed)? (?:it )?over/,
  /we'd write by now/,
  /as promised, news/,
  /\bA person (?:has|reads)/,
]
/** Work that nothing in the workflows does. */
const UNDONE = [/finding out when/, /is asking the carrier/, /ただいま確認して/, /確かめております/]

describe('the shipped messages', () => {
  it.each(ENGLISH)('$file speaks in contractions, as people do', ({ text }) => {
    const said = text.replace(/\{% comment %\}[\s\S]*?\{% endcomment %\}/g, '')
    expect(said.match(LONG_FORMS) ?? []).toEqual([])
  })

  it.each(ENGLISH)('$file says things as an English shop says them', ({ text }) => {
    expect(FOREIGN.filter((words) => words.test(text))).toEqual([])
  })

  it.each(MESSAGES)('$file claims no work that nobody is known to do', ({ text }) => {
    expect(UNDONE.filter((words) => words.test(text))).toEqual([])
  })

  it.each(JAPANESE)('$file reads as a Japanese shop would write it', ({ text }) => {
    expect(STILTED.filter((words) => words.test(text))).toEqual([])
  })

  it.each(MESSAGES.filter(({ file }) => /new-date/.test(file)))('$file names the new date first', ({ subject }) => {
    expect(seenFirst(subject)).toMatch(/11月24日\(火\)|Tue 24 Nov/)
  })

  it.each(MESSAGES.filter(({ sms }) => sms !== undefined))('$file says who writes, in a text of its own', ({ sms }) => {
    expect(sms).toMatch(/^(?:【ことり茶舗】|Kotori Tea: )/)
    expect(sms).toMatch(/(?:[。.?]|\}\}|\{% endif %\}|choice=|order_id=\{\{[^}]*\}\})$/)
  })

  it.each(MESSAGES)('$file puts a name on a line of its own', ({ text }) => {
    for (const line of text.split('\n').filter((each) => /profile\.(?:first|last)Name/.test(each)))
      expect(line).toMatch(/^\{\{ profile\.[^}]*\| salutation \}\}$/)
  })

  it.each(MESSAGES)('$file greets whoever gave one name alone', ({ text }) => {
    for (const line of text.split('\n').filter((each) => each.includes('| salutation')))
      expect(line).toContain('| default: profile.name | salutation')
  })

  it.each(MESSAGES)('$file names a place only to those who can read it', ({ text }) => {
    if (text.includes('{{ event.city }}')) expect(text).toContain('{% if event.city | legible %}')
  })

  it.each(MESSAGES)('$file shows a carrier only to those who can read its name', ({ text }) => {
    const shown = text.match(/\{\{ (?:promise|event)\.carrier \}\}/g) ?? []
    const guarded = text.match(/\{% if (?:promise|event)\.carrier \| legible %\}/g) ?? []
    expect(guarded.length).toBeGreaterThanOrEqual(shown.length)
  })

  it('says each message in Japanese and in English', () => {
    const names = (all: readonly Shipped[]): readonly string[] => all.map(({ file }) => file.replace(/\.\w+\.md$/, ''))
    expect(names(ENGLISH)).toEqual(names(JAPANESE))
  })
})
