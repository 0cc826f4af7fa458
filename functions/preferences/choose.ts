import { chooseLocale } from '#engagement/content/choose-locale.ts'
import type { TokenClaims } from '#engagement/content/token.ts'
import { consentFor } from '#engagement/customer/apply-consent.ts'
import { textTrait } from '#engagement/customer/apply-traits.ts'
import { ALL_MARKETING, consentScope } from '#engagement/customer/consent.ts'
import { addressFor } from '#engagement/decision/permission.ts'
import type { CustomerState } from '#engagement/journey/customer-state.ts'
import { CUSTOMER_CHANNELS, type CustomerChannel } from '#engagement/model/channels.ts'
import { changePreferences, type PreferenceAct } from '#stages/preferences.ts'
import { type Choices, choicesForm } from './choices-form.ts'
import type { HttpAnswer } from './http.ts'
import { maskAddress } from './mask-address.ts'
import type { PreferencesHandlerDeps } from './preferences.ts'
import { inLanguage, topicName, type Visit, writePage } from './visit.ts'
import { pageLanguage } from './words.ts'

/** The name of a box in the form: `on:shopping/email`. */
const BOX = 'on:'

/** Topics by channel and the language, as they are chosen now. */
export async function showPreferences(
  visit: Visit,
  claims: TokenClaims,
  deps: PreferencesHandlerDeps,
): Promise<HttpAnswer> {
  return show(visit, currentChoices(visit, await loadCustomer(claims.customerId, deps)))
}

/** Saves what differs from what is chosen now: each change is an act of the customer's own, by topic and channel. */
export async function choosePreferences(
  form: ReadonlyMap<string, string>,
  visit: Visit,
  claims: TokenClaims,
  deps: PreferencesHandlerDeps,
): Promise<HttpAnswer> {
  const current = currentChoices(visit, await loadCustomer(claims.customerId, deps))
  const wanted = readChoices(form, current)
  if (wanted === undefined) return show(visit, current)
  await changePreferences(claims, actsBetween(current, wanted, form.get('action') === 'none'), deps)
  const spoken = wanted.locale === undefined ? visit : inLanguage(visit, pageLanguage(wanted.locale, undefined))
  return show(spoken, wanted, form.get('action') === 'none' ? spoken.words.doneAll : spoken.words.saved)
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

/** What the form asks for; undefined where no button of ours sent it. Only what was offered can be chosen. */
function readChoices(form: ReadonlyMap<string, string>, current: Choices): Choices | undefined {
  const action = form.get('action')
  if (action !== 'save' && action !== 'none') return undefined
  const offered = current.topics.flatMap((topic) => current.channels.map(({ channel }) => consentScope(topic, channel)))
  const on = action === 'none' ? [] : offered.filter((scope) => form.has(`${BOX}${scope}`))
  const locale = current.locales.find((each) => each === form.get('locale')) ?? current.locale
  return { ...current, on: new Set(on), ...(locale === undefined ? {} : { locale }) }
}

function actsBetween(current: Choices, wanted: Choices, none: boolean): readonly PreferenceAct[] {
  const speak: readonly PreferenceAct[] =
    wanted.locale === undefined || wanted.locale === current.locale ? [] : [{ kind: 'speak', locale: wanted.locale }]
  if (none) return [{ kind: 'unsubscribe', topic: ALL_MARKETING, source: 'page' }, ...speak]
  const acts = current.topics.flatMap((topic) =>
    current.channels.flatMap(({ channel }) => actFor(topic, channel, current.on, wanted.on)),
  )
  return [...acts, ...speak]
}

function actFor(
  topic: string,
  channel: CustomerChannel,
  before: ReadonlySet<string>,
  after: ReadonlySet<string>,
): readonly PreferenceAct[] {
  const scope = consentScope(topic, channel)
  if (before.has(scope) === after.has(scope)) return []
  return after.has(scope)
    ? [{ kind: 'resubscribe', topic, channel }]
    : [{ kind: 'unsubscribe', topic, channel, source: 'page' }]
}

function show(visit: Visit, choices: Choices, said?: string): HttpAnswer {
  const { words } = visit
  return writePage(visit, {
    status: 200,
    lines: [words.choose],
    content: choicesForm(choices, {
      words,
      box: (scope) => `${BOX}${scope}`,
      topicName: (topic) => topicName(visit, topic),
      ...(said === undefined ? {} : { said: [said, words.atOnce] }),
    }),
  })
}
