import { nearName } from '#engagement/customer/near-name.ts'
import { CUSTOMER_CHANNELS } from '#engagement/model/channels.ts'
import { CLASS_NAMES } from '#engagement/model/message-class.ts'
import type { Brand, ComplaintRule, IncidentRule, Sender, Settings, Spacing } from '#engagement/model/settings.ts'
import { didYouMean } from '#engagement/model/suggest.ts'
import { minuteOfDay, span } from '../form/duration.ts'
import type { SettingsSource } from '../form/settings-schema.ts'
import type { Path } from '../form/yaml-source.ts'
import { type Lowering, placed } from './context.ts'
import { lowerCondition } from './lower-condition.ts'
import { lowerEventNames } from './lower-event-names.ts'
import { type FieldScope, lowerKey } from './lower-field.ts'
import { lowerFilter } from './lower-filter.ts'
import type { Shape } from './shape.ts'
import { eventShape, RESERVED_TRAITS } from './vocabulary.ts'

type Localized = SettingsSource['brand']['name']

const DAY = 86_400_000
const COLOR = '#2f5d50'

export function lowerSettings(written: SettingsSource, context: Lowering): Settings {
  const { locales, fallback_locale: fallbackLocale } = written
  if (!locales.includes(fallbackLocale)) {
    context.report.error(
      context.source.at(['fallback_locale']),
      'unknown-locale',
      `\`${fallbackLocale}\` is not one of the locales`,
      didYouMean(fallbackLocale, locales),
    )
  }
  locales.forEach((locale, index) => {
    if (locales.indexOf(locale) < index)
      context.report.error(context.source.at(['locales', index]), 'duplicate', `\`${locale}\` is given twice`)
  })
  checkLocalized(written, context)
  checkDropped(written.events?.drop ?? [], context)
  const incidents = Object.entries(written.incidents ?? {}).map(([name, rule]) => lowerIncident(name, rule, context))
  const complaints = (written.complaints ?? []).map((rule, index) =>
    lowerComplaint(rule, ['complaints', index], context),
  )
  return {
    brand: lowerBrand(written.brand, fallbackLocale),
    brandByLocale: Object.fromEntries(locales.map((locale) => [locale, localBrand(written.brand, locale)])),
    senders: {
      service: lowerSender(written.senders.service, fallbackLocale),
      marketing: lowerSender(written.senders.marketing, fallbackLocale),
    },
    locales,
    fallbackLocale,
    topics: Object.fromEntries(
      Object.entries(written.topics ?? {}).map(([topic, { name }]) => [topic, { name: perLocale(name, locales) }]),
    ),
    caps: (written.caps ?? []).map(({ channel, count, within }) => ({ channel, count, ms: span(within).ms })),
    ...(written.spacing === undefined ? {} : { spacing: lowerSpacing(written.spacing) }),
    quietHours: lowerQuietHours(written.quiet_hours),
    defaultZone: written.zones.default,
    plausibleZones: written.zones.plausible ?? [written.zones.default],
    incidents,
    complaints,
    unreferencedEvents: written.events?.unreferenced ?? 'keep',
    unknownEvents: written.events?.unknown ?? 'keep',
    dropEvents: written.events?.drop ?? [],
    timelineMs: written.events?.timeline === undefined ? 400 * DAY : span(written.events.timeline).ms,
    endpoints: written.endpoints ?? {},
    counters: context.counters.list(),
    traits: Object.fromEntries(
      Object.entries(context.vocabulary.traits.fields).map(([name, { type }]) => [name, type]),
    ),
  }
}

/** What `profile.*` reads, besides traits that workflows set: Segment's reserved ones, ours, and the shop's own. */
export function traitShape(traits: SettingsSource['traits'], set: readonly string[]): Shape {
  const own = Object.entries(traits ?? {}).map(
    ([name, { type }]) =>
      [
        name,
        { type: type === 'list' ? { kind: type, of: { kind: 'object' as const } } : { kind: type }, required: false },
      ] as const,
  )
  const bySteps = set.map((name) => [name, { type: { kind: 'any' as const }, required: false }] as const)
  return { fields: { ...Object.fromEntries(bySteps), ...RESERVED_TRAITS, ...Object.fromEntries(own) } }
}

const inLocale = (text: Localized, locale: string): string | undefined =>
  typeof text === 'string' ? text : text[locale]
const perLocale = (text: Localized, locales: readonly string[]): { readonly [locale: string]: string } =>
  typeof text === 'string' ? Object.fromEntries(locales.map((locale) => [locale, text])) : text

function lowerBrand(brand: SettingsSource['brand'], fallback: string): Brand {
  return {
    name: inLocale(brand.name, fallback) ?? '',
    postalAddress: inLocale(brand.postal_address, fallback) ?? '',
    supportEmail: brand.support_email,
    ...(brand.support_url === undefined ? {} : { supportUrl: brand.support_url }),
    siteUrl: brand.site_url,
    ...(brand.logo_url === undefined ? {} : { logoUrl: brand.logo_url }),
    color: brand.color ?? COLOR,
    links: brand.links ?? {},
  }
}

function localBrand(brand: SettingsSource['brand'], locale: string): Partial<Brand> {
  const name = inLocale(brand.name, locale)
  const postalAddress = inLocale(brand.postal_address, locale)
  return { ...(name === undefined ? {} : { name }), ...(postalAddress === undefined ? {} : { postalAddress }) }
}

function lowerSender(sender: SettingsSource['senders']['service'], fallback: string): Sender {
  return {
    email: sender.email,
    name: inLocale(sender.name, fallback) ?? '',
    ...(typeof sender.name === 'string' ? {} : { nameByLocale: sender.name }),
    ...(sender.reply_to === undefined ? {} : { replyTo: sender.reply_to }),
    ...(sender.sms_from === undefined ? {} : { smsFrom: sender.sms_from }),
  }
}

const lowerSpacing = ({ apart, at_most = [] }: NonNullable<SettingsSource['spacing']>): Spacing => ({
  apartMs: apart === undefined ? 0 : span(apart).ms,
  atMost: at_most.map(({ count, within, per = 'customer' }) => ({ count, ms: span(within).ms, per })),
})

function lowerQuietHours(hours: SettingsSource['quiet_hours']): Settings['quietHours'] {
  const quiet = CUSTOMER_CHANNELS.flatMap((channel) => {
    const written = hours?.[channel]
    return written === undefined ? [] : [[channel, { from: minuteOfDay(written.from), to: minuteOfDay(written.to) }]]
  })
  return Object.fromEntries(quiet)
}

const around = ({ vocabulary }: Lowering): FieldScope => ({
  shapes: { profile: vocabulary.traits, computed: vocabulary.computed },
})

function lowerIncident(
  name: string,
  rule: NonNullable<SettingsSource['incidents']>[string],
  context: Lowering,
): IncidentRule {
  const path: Path = ['incidents', name]
  const openedBy = lowerFilter(rule.opened_by, [...path, 'opened_by'], around(context), context)
  const closedBy = lowerFilter(rule.closed_by, [...path, 'closed_by'], around(context), context)
  const keyed = (events: readonly string[]): FieldScope => ({
    shapes: { event: eventShape(context.vocabulary, events) },
  })
  const onePer =
    rule.one_per === undefined
      ? undefined
      : lowerKey(rule.one_per, [...path, 'one_per'], keyed(openedBy.events), context)
  if (rule.one_per !== undefined) lowerKey(rule.one_per, [...path, 'one_per'], keyed(closedBy.events), context)
  return placed(
    {
      name,
      openedBy,
      closedBy,
      ...(onePer === undefined ? {} : { onePer }),
      atMost: rule.at_most === undefined ? 14 * DAY : span(rule.at_most).ms,
    },
    path,
    context,
  )
}

function lowerComplaint(
  rule: NonNullable<SettingsSource['complaints']>[number],
  path: Path,
  context: Lowering,
): ComplaintRule {
  const [event = rule.event] = lowerEventNames(rule.event, [...path, 'event'], context)
  const properties = context.vocabulary.events[event]?.properties
  const same = rule.ahead_of?.same
  if (same !== undefined && properties !== undefined && !Object.hasOwn(properties, same)) {
    context.report.error(
      context.source.at([...path, 'ahead_of', 'same']),
      'unknown-property',
      `\`${event}\` has no \`${same}\``,
      didYouMean(same, Object.keys(properties)),
    )
  }
  const scope: FieldScope = { shapes: { ...around(context).shapes, event: eventShape(context.vocabulary, [event]) } }
  const where = rule.where === undefined ? undefined : lowerCondition(rule.where, [...path, 'where'], scope, context)
  return { event, ...(same === undefined ? {} : { same }), ...(where === undefined ? {} : { where }) }
}

/** What is to be dropped may have any name; one that is near a described event was probably meant to be that. */
function checkDropped(names: readonly string[], { report, source, vocabulary }: Lowering): void {
  const known = Object.keys(vocabulary.events)
  for (const [index, name] of names.entries()) {
    if (known.includes(name) || vocabulary.unreadable.includes(name)) continue
    const near = nearName(name, known)
    if (near !== undefined)
      report.warn(
        source.at(['events', 'drop', index]),
        'unknown-event',
        `No event is called \`${name}\``,
        `Did you mean \`${near}\`?`,
      )
  }
}

/** Texts per locale must be there in every locale. */
function checkLocalized(written: SettingsSource, { report, source }: Lowering): void {
  const texts: readonly (readonly [Localized, Path])[] = [
    [written.brand.name, ['brand', 'name']],
    [written.brand.postal_address, ['brand', 'postal_address']],
    ...CLASS_NAMES.map((each): readonly [Localized, Path] => [written.senders[each].name, ['senders', each, 'name']]),
    ...Object.entries(written.topics ?? {}).map(([topic, { name }]): readonly [Localized, Path] => [
      name,
      ['topics', topic, 'name'],
    ]),
  ]
  for (const [text, path] of texts) {
    if (typeof text === 'string') continue
    for (const locale of written.locales) {
      if (text[locale] === undefined)
        report.error(source.at(path), 'missing-locale', `The text is missing in \`${locale}\``)
    }
    for (const locale of Object.keys(text)) {
      if (!written.locales.includes(locale))
        report.warn(
          source.keyAt([...path, locale]),
          'unknown-locale',
          `\`${locale}\` is not one of the locales`,
          didYouMean(locale, written.locales),
        )
    }
  }
}
