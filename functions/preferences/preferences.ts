import { ALL_MARKETING } from '#engagement/customer/consent.ts'
import type { Settings } from '#engagement/definition/settings.ts'
import { TransientError } from '#engagement/errors.ts'
import { brandIn } from '#engagement/message/brand-scope.ts'
import { type TokenClaims, verifyToken } from '#engagement/message/token.ts'
import type { CatalogueStore } from '#stages/ports.ts'
import { changePreference, type PreferenceAct, type PreferencesDeps } from '#stages/preferences.ts'
import { type Handler, lambda } from '../middleware/lambda.ts'
import { describeError, type Log } from '../middleware/log.ts'
import { formOf, type HttpAnswer, HttpEvent, headerOf } from './http.ts'
import { type Page, type PageButton, showPage } from './page.ts'
import { type PageLanguage, type PageWords, pageLanguage, pageWords } from './words.ts'

export interface PreferencesHandlerDeps extends PreferencesDeps {
  /** For the brand's and the topic's name; a page without them works as well. */
  readonly catalogue: Pick<CatalogueStore, 'live'>
  /** Keys of the links, the newest first; older ones stay until their links have expired. */
  readonly linkSecrets: readonly string[]
  readonly log: Log
}

/** Everything a page depends on. */
interface Visit {
  readonly language: PageLanguage
  readonly words: PageWords
  readonly settings: Settings | undefined
}

/** `/u/{token}`, also below the path at which an API is mounted. */
const PATH = /\/u\/([^/]+)$/

/**
 * The pages behind the links of a mail. GET shows and changes nothing, for scanners follow links; POST acts, from the
 * page's form or by a mail client's one click (RFC 8058).
 */
export function createPreferencesHandler(deps: PreferencesHandlerDeps): Handler<HttpAnswer> {
  return lambda('preferences', HttpEvent, (event) => answer(event, deps), deps.log)
}

async function answer(event: HttpEvent, deps: PreferencesHandlerDeps): Promise<HttpAnswer> {
  const token = PATH.exec(event.rawPath)?.[1]
  const verified = token === undefined ? undefined : verifyToken(token, deps.linkSecrets, deps.clock.now())
  const locale =
    verified?.kind === 'valid' ? verified.claims.locale : verified?.reason === 'expired' ? verified.locale : undefined
  const language = pageLanguage(locale, headerOf(event, 'accept-language'))
  const settings = (await deps.catalogue.live())?.settings
  const visit: Visit = { language, words: pageWords(language), settings }
  if (verified === undefined) return page(visit, { status: 404, lines: [visit.words.notFound] })
  const { method } = event.requestContext.http
  if (method !== 'GET' && method !== 'POST') {
    return page(visit, { status: 405, lines: [visit.words.notAllowed], headers: { allow: 'GET, POST' } })
  }
  if (verified.kind === 'invalid') return refuse(visit, verified.reason)
  return method === 'GET' ? ask(visit, verified.claims) : act(event, visit, verified.claims, deps)
}

function refuse(visit: Visit, reason: 'malformed' | 'forged' | 'expired'): HttpAnswer {
  const { words, settings } = visit
  const contact = settings === undefined ? [] : [`${words.contact} ${settings.brand.supportEmail}`]
  const expired = reason === 'expired'
  return page(visit, { status: expired ? 410 : 400, lines: [expired ? words.expired : words.invalid, ...contact] })
}

function ask(visit: Visit, claims: TokenClaims): HttpAnswer {
  const { words } = visit
  const isAll = claims.topic === ALL_MARKETING
  return page(visit, {
    status: 200,
    lines: [words.ask(topicName(visit, claims.topic)), ...(isAll ? [] : [words.askAll]), words.service],
    buttons: [{ action: 'unsubscribe', label: words.confirm }, ...(isAll ? [] : [allButton(words)])],
  })
}

async function act(
  event: HttpEvent,
  visit: Visit,
  claims: TokenClaims,
  deps: PreferencesHandlerDeps,
): Promise<HttpAnswer> {
  const wanted = readAct(formOf(event), claims)
  if (wanted === undefined) return ask(visit, claims)
  try {
    await changePreference(claims, wanted, deps)
  } catch (error) {
    if (!(error instanceof TransientError)) throw error
    deps.log({ level: 'error', message: 'preference not saved', function: 'preferences', ...describeError(error) })
    return page(visit, { status: 503, lines: [visit.words.busy], headers: { 'retry-after': '60' } })
  }
  return confirm(visit, claims, wanted)
}

/**
 * A POST to an unsubscribe link unsubscribes, whatever its body says, unless a button of ours says otherwise: nobody is
 * kept because their mail client wrote the form in its own way. A link to the preferences needs a button.
 */
function readAct(form: ReadonlyMap<string, string>, claims: TokenClaims): PreferenceAct | undefined {
  switch (form.get('action')) {
    case 'resubscribe':
      return { kind: 'resubscribe' }
    case 'unsubscribe-all':
      return { kind: 'unsubscribe', from: 'all', source: 'page' }
    case 'unsubscribe':
      return { kind: 'unsubscribe', from: 'topic', source: 'page' }
    default:
      return claims.purpose === 'unsubscribe' ? { kind: 'unsubscribe', from: 'topic', source: 'one-click' } : undefined
  }
}

function confirm(visit: Visit, claims: TokenClaims, done: PreferenceAct): HttpAnswer {
  const { words } = visit
  const topic = topicName(visit, claims.topic)
  if (done.kind === 'resubscribe') {
    return page(visit, {
      status: 200,
      lines: [words.restored(topic)],
      buttons: [{ action: 'unsubscribe', label: words.confirm, second: true }],
    })
  }
  const all = done.from === 'all' || claims.topic === ALL_MARKETING
  return page(visit, {
    status: 200,
    lines: [all ? words.doneAll : words.doneTopic(topic), words.atOnce, words.service],
    buttons: [{ action: 'resubscribe', label: words.undo, second: true }, ...(all ? [] : [allButton(words)])],
  })
}

const allButton = (words: PageWords): PageButton => ({ action: 'unsubscribe-all', label: words.all, second: true })

function topicName({ language, words, settings }: Visit, topic: string): string {
  return settings?.topics[topic]?.name[language] ?? (topic === ALL_MARKETING ? words.everything : topic)
}

function page(visit: Visit, rest: Pick<Page, 'status' | 'lines'> & Partial<Page>): HttpAnswer {
  const brand = visit.settings === undefined ? undefined : brandIn(visit.settings, visit.language).name
  const { language, words } = visit
  return showPage({ language, title: words.title, buttons: [], ...(brand === undefined ? {} : { brand }), ...rest })
}
