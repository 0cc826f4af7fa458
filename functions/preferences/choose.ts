import { chooseLocale } from '#engagement/content/choose-locale.ts'
import type { TokenClaims } from '#engagement/content/token.ts'
import { consentFor } from '#engagement/customer/apply-consent.ts'
import { textTrait } from '#engagement/customer/apply-traits.ts'
import { ALL_MARKETING, consentScope } from '#engagement/customer/consent.ts'
import { addressFor } from '#engagement/decision/permission.ts'
import type { CustomerState } from '#engagement/journey/customer-state.ts'
import { CUSTOMER_CHANNELS } from '#engagement/model/channels.ts'
import { changePreferences, type PreferenceAct } from '#stages/preferences.ts'
import { type Choices, choicesForm } from './choices-form.ts'
import type { HttpAnswer } from './http.ts'
import { maskAddress } from './mask-address.ts'
import type { PreferencesHandlerDeps } from './preferences.ts'
import { inLanguage, topicName, type Visit, writePage } from './visit.ts'
import { pageLanguage } from './words.ts'

/** The name of a box in the form: `on:shopping/email`. */
const BOX = 'on:'
/** How it stood when the page was shown, handed back by the form: `was:shopping/email` is `on` or `off`. */
const WAS = 'was:'
const WAS_LOCALE = 'was-locale'

/** Topics by channel and the language, as they are chosen now. */
export async function showPreferences(
  visit: Visit,
  claims: TokenClaims,
  deps: PreferencesHandlerDeps,
): Promise<HttpAnswer> {
  return show(visit, currentChoices(visit, await loadCustomer(claims.customerId, deps)))
}

/**
 * Saves what the customer changed on the page that they saw: each change is an act of their own, by topic and channel. What
 * is stored may be behind that page, while its last acts are on their way, or ahead of it, where it was open for long.
 */
export async function choosePreferences(
  form: ReadonlyMap<string, string>,
  visit: Visit,
  claims: TokenClaims,
  deps: PreferencesHandlerDeps,
): Promise<HttpAnswer> {
  const current = currentChoices(visit, await loadCustomer(claims.customerId, deps))
  const shown = readShown(form, current)
  const wanted = readChoices(form, shown)
  if (wanted === undefined) return show(visit, current)
  const none = form.get('action') === 'none'
  await changePreferences(claims, none ? allOff(shown, wanted) : actsBetween(current, shown, wanted), deps)
  const spoken = wanted.locale === undefined ? visit : inLanguage(visit, pageLanguage(wanted.locale, undefined))
  return show(spoken, wanted, none ? spoken.words.doneAll : spoken.words.saved)
}

/** Who was merged lives on under another id. */
async function loadCustomer(customerId: string, deps: PreferencesHandlerDeps): Promise<CustomerState | undefined> {
  const state = await deps.customers.load(customerId)
  const { mergedInto } = state?.head ?? {}
  return mergedInto === undefined ? state : deps.customers.load(mergedInto)
}

function currentChoices({ settings }: Visit, state: CustomerState | undefined): Choices {
  const reached = CUSTOMER_CHANNELS.flatMap((channel) => {
    const address = state === undefined ? undefined : addressFor(channel, state.profile)
    return address === undefined ? [] : [{ channel, address: maskAddress(channel, address) }]
  })
  const channels: Choices['channels'] = reached.length > 0 ? reached : [{ channel: 'email' }]
  const topics = Object.keys(settings?.topics ?? {})
  const locales = settings?.locales ?? []
  const locale =
    state === undefined || settings === undefined
      ? undefined
      : chooseLocale(textTrait(state.profile, 'locale'), settings, locales)
  const on = topics.flatMap((topic) =>
    channels
      .filter(({ channel }) => consentFor(state?.head.consent ?? {}, topic, channel) === 'granted')
      .map(({ channel }) => consentScope(topic, channel)),
  )
  return { channels, topics, on: new Set(on), locales, ...(locale === undefined ? {} : { locale }) }
}

/** What the page showed, as its form tells; what is stored, where it does not tell. */
function readShown(form: ReadonlyMap<string, string>, current: Choices): Choices {
  const on = offeredBy(current).filter(({ scope }) => {
    const was = form.get(`${WAS}${scope}`)
    return was === undefined ? current.on.has(scope) : was === 'on'
  })
  return { ...current, on: new Set(on.map(({ scope }) => scope)), ...localeIn(form, WAS_LOCALE, current) }
}

/** What the form asks for; undefined where no button of ours sent it. Only what was offered can be chosen. */
function readChoices(form: ReadonlyMap<string, string>, shown: Choices): Choices | undefined {
  const action = form.get('action')
  if (action !== 'save' && action !== 'none') return undefined
  // A page that tells what it showed leaves alone what it had no box for.
  const isLeftAlone = (scope: string): boolean => form.has(WAS_LOCALE) && !form.has(`${WAS}${scope}`)
  const on = offeredBy(shown).filter(({ scope }) =>
    isLeftAlone(scope) ? shown.on.has(scope) : form.has(`${BOX}${scope}`),
  )
  return {
    ...shown,
    on: new Set(action === 'none' ? [] : on.map(({ scope }) => scope)),
    ...localeIn(form, 'locale', shown),
  }
}

function localeIn(form: ReadonlyMap<string, string>, field: string, { locales }: Choices): Pick<Choices, 'locale'> {
  const locale = locales.find((each) => each === form.get(field))
  return locale === undefined ? {} : { locale }
}

const offeredBy = ({ topics, channels }: Choices) =>
  topics.flatMap((topic) => channels.map(({ channel }) => ({ topic, channel, scope: consentScope(topic, channel) })))

const speakOf = (shown: Choices, { locale }: Choices): readonly PreferenceAct[] =>
  locale === undefined || locale === shown.locale ? [] : [{ kind: 'speak', locale }]

const allOff = (shown: Choices, wanted: Choices): readonly PreferenceAct[] => [
  { kind: 'unsubscribe', topic: ALL_MARKETING, source: 'page' },
  ...speakOf(shown, wanted),
]

/** On is what was turned on; off is what was turned off, and what the page says is off though it is on by now. */
function actsBetween(current: Choices, shown: Choices, wanted: Choices): readonly PreferenceAct[] {
  const acts = offeredBy(current).flatMap(({ topic, channel, scope }): readonly PreferenceAct[] => {
    const [isWanted, wasShown] = [wanted.on.has(scope), shown.on.has(scope)]
    if (isWanted) return wasShown ? [] : [{ kind: 'resubscribe', topic, channel }]
    if (!wasShown && !current.on.has(scope)) return []
    return [{ kind: 'unsubscribe', topic, channel, source: 'page' }]
  })
  return [...acts, ...speakOf(shown, wanted)]
}

function show(visit: Visit, choices: Choices, said?: string): HttpAnswer {
  const { words } = visit
  return writePage(visit, {
    status: 200,
    lines: [words.choose],
    content: choicesForm(choices, {
      words,
      box: (scope) => `${BOX}${scope}`,
      was: (scope) => `${WAS}${scope}`,
      wasLocale: WAS_LOCALE,
      topicName: (topic) => topicName(visit, topic),
      ...(said === undefined ? {} : { said: [said, words.atOnce] }),
    }),
  })
}
