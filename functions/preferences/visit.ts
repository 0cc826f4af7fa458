import { brandIn } from '#engagement/content/brand-scope.ts'
import { ALL_MARKETING } from '#engagement/customer/consent.ts'
import type { Settings } from '#engagement/model/settings.ts'
import type { HttpAnswer } from './http.ts'
import { type Page, showPage } from './page.ts'
import { type PageLanguage, type PageWords, pageWords } from './words.ts'

/** Everything a page depends on. */
export interface Visit {
  readonly language: PageLanguage
  readonly words: PageWords
  readonly settings: Settings | undefined
}

/** The same visit, in another language. */
export const inLanguage = (visit: Visit, language: PageLanguage): Visit => ({
  ...visit,
  language,
  words: pageWords(language),
})

export function topicName({ language, words, settings }: Visit, topic: string): string {
  return settings?.topics[topic]?.name[language] ?? (topic === ALL_MARKETING ? words.everything : topic)
}

export function writePage(visit: Visit, rest: Pick<Page, 'status' | 'lines'> & Partial<Page>): HttpAnswer {
  const brand = visit.settings === undefined ? undefined : brandIn(visit.settings, visit.language).name
  const { language, words } = visit
  return showPage({ language, title: words.title, buttons: [], ...(brand === undefined ? {} : { brand }), ...rest })
}
