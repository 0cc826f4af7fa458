import { ALL_MARKETING, consentScope, topicOfScope } from '../customer/consent.ts'
import { type EventWarning, eventWarning } from '../customer/event-warning.ts'
import { isObject, type JsonObject } from '../customer/json.ts'
import { nearName } from '../customer/near-name.ts'
import { CUSTOMER_CHANNELS } from './channels.ts'
import { misfit } from './property-warnings.ts'
import type { Settings } from './settings.ts'

/** Evidence beside the traits. */
const CONSENT = 'consent'
/** Other words for what is read. */
const ALSO_CALLED: { readonly [name: string]: string } = {
  lang: 'locale',
  language: 'locale',
  tz: 'timezone',
  mail: 'email',
  emailaddress: 'email',
  tel: 'phone',
  phonenumber: 'phone',
  givenname: 'firstName',
  familyname: 'lastName',
  surname: 'lastName',
}

/** Traits near one that is known, traits that do not read as their type, consent for topics that there are not. */
export function traitWarnings(traits: JsonObject, settings: Settings): readonly EventWarning[] {
  const known = settings.traits ?? {}
  const names = [...Object.keys(known), CONSENT]
  const told = Object.entries(traits).flatMap(([name, value]) => {
    if (name === CONSENT || value === null) return []
    const place = `detail.traits.${name}`
    const type = Object.hasOwn(known, name) ? known[name] : undefined
    if (type !== undefined) {
      // A number is as good as a text: ids are often sent as numbers.
      if (type.kind === 'any' || (type.kind === 'string' && typeof value === 'number')) return []
      return misfit(value, type, place, 'unreadable-trait')
    }
    const meant = names.length === 1 ? undefined : meantTrait(name, names)
    if (meant === undefined || traits[meant] !== undefined) return []
    return [eventWarning('misspelt-trait', place, 'no such trait', `Did you mean \`${meant}\`?`)]
  })
  return [...told, ...topicWarnings(traits, settings)]
}

const meantTrait = (name: string, names: readonly string[]): string | undefined => {
  const also = ALSO_CALLED[name.toLowerCase().replaceAll(/[^a-z]/g, '')]
  return nearName(name, names) ?? (also !== undefined && names.includes(also) ? also : undefined)
}

/** A topic or channel that there is not is kept as it was said, and helps nobody: a slip of the pen is told. */
function topicWarnings({ [CONSENT]: told }: JsonObject, { topics }: Settings): readonly EventWarning[] {
  if (!isObject(told)) return []
  const known = [...Object.keys(topics), ALL_MARKETING]
  return Object.keys(told).flatMap((scope) => {
    const place = `detail.traits.consent.${scope}`
    const topic = topicOfScope(scope)
    if (!known.includes(topic))
      return [eventWarning('unknown-topic', place, 'no such topic', `Known: ${known.join(', ')}`)]
    if (scope === topic || CUSTOMER_CHANNELS.some((channel) => scope === consentScope(topic, channel))) return []
    return [eventWarning('unknown-topic', place, 'no such channel', `Known: ${CUSTOMER_CHANNELS.join(', ')}`)]
  })
}
