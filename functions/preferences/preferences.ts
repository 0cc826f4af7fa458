import { verifyToken } from '#engagement/content/token.ts'
import { TransientError } from '#engagement/errors.ts'
import type { CatalogueStore } from '#stages/ports/catalogue-store.ts'
import type { CustomerStore } from '#stages/ports/customer-store.ts'
import type { PreferencesDeps } from '#stages/preferences.ts'
import { type Handler, lambda } from '../middleware/lambda.ts'
import { describeError, type Log } from '../middleware/log.ts'
import { parameterIn, ROUTES, routesOf } from '../routes.ts'
import { choosePreferences, showPreferences } from './choose.ts'
import { formOf, type HttpAnswer, HttpEvent, headerOf } from './http.ts'
import { askToUnsubscribe, unsubscribe } from './unsubscribe.ts'
import { type Visit, writePage } from './visit.ts'
import { pageLanguage, pageWords } from './words.ts'

export interface PreferencesHandlerDeps extends PreferencesDeps {
  /** For names of the brand and the topics, and for what there is to choose. */
  readonly catalogue: Pick<CatalogueStore, 'live'>
  /** For what is chosen now. */
  readonly customers: Pick<CustomerStore, 'load'>
  /** Keys of the links, the newest first; older ones stay until their links have expired. */
  readonly linkSecrets: readonly string[]
  readonly log: Log
}

const OWN = routesOf('preferences')

/**
 * The pages behind the links of a message. GET shows and changes nothing, for scanners follow links; POST acts, from the
 * page's form or by a mail client's one click (RFC 8058). What a link may do is said by its signed token: no other site can
 * write one.
 */
export function createPreferencesHandler(deps: PreferencesHandlerDeps): Handler<HttpAnswer> {
  return lambda('preferences', HttpEvent, (event) => answer(event, deps), deps.log)
}

async function answer(event: HttpEvent, deps: PreferencesHandlerDeps): Promise<HttpAnswer> {
  const token = parameterIn(event.rawPath, OWN)
  const verified = token === undefined ? undefined : verifyToken(token, deps.linkSecrets, deps.clock.now())
  const locale =
    verified?.kind === 'valid' ? verified.claims.locale : verified?.reason === 'expired' ? verified.locale : undefined
  const language = pageLanguage(locale, headerOf(event, 'accept-language'))
  const settings = (await deps.catalogue.live())?.settings
  const visit: Visit = { language, words: pageWords(language), settings }
  if (verified === undefined) return writePage(visit, { status: 404, lines: [visit.words.notFound] })
  const { method } = event.requestContext.http
  if (method !== 'GET' && method !== 'POST') {
    return writePage(visit, { status: 405, lines: [visit.words.notAllowed], headers: { allow: 'GET, POST' } })
  }
  if (verified.kind === 'invalid') return refuse(visit, verified.reason)
  const { claims } = verified
  const form = () => formOf(event, ROUTES[claims.purpose].bodyLimit)
  return whileReachable(visit, deps, () => {
    switch (claims.purpose) {
      case 'unsubscribe':
        return method === 'GET' ? askToUnsubscribe(visit, claims) : unsubscribe(form(), visit, claims, deps)
      case 'preferences':
        return method === 'GET' ? showPreferences(visit, claims, deps) : choosePreferences(form(), visit, claims, deps)
    }
  })
}

async function whileReachable(
  visit: Visit,
  deps: PreferencesHandlerDeps,
  act: () => HttpAnswer | Promise<HttpAnswer>,
): Promise<HttpAnswer> {
  try {
    return await act()
  } catch (error) {
    if (!(error instanceof TransientError)) throw error
    deps.log({ level: 'error', message: 'preference not saved', function: 'preferences', ...describeError(error) })
    return writePage(visit, { status: 503, lines: [visit.words.busy], headers: { 'retry-after': '60' } })
  }
}

function refuse(visit: Visit, reason: 'malformed' | 'forged' | 'expired'): HttpAnswer {
  const { words, settings } = visit
  const contact = settings === undefined ? [] : [`${words.contact} ${settings.brand.supportEmail}`]
  const expired = reason === 'expired'
  return writePage(visit, { status: expired ? 410 : 400, lines: [expired ? words.expired : words.invalid, ...contact] })
}
