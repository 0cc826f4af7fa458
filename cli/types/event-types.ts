import { ALL_MARKETING } from '#engagement/customer/consent.ts'
import type { Catalogue } from '#engagement/model/catalogue.ts'
import type { EventDefinition, PropertyDefinition, PropertyType } from '#engagement/model/event-definition.ts'
import { EMITTER } from './emitter-source.ts'

const HEAD = `// Written by \`npx beforehand types\` from the vocabulary: change workflows/events/*.yaml and settings.yaml, not this file.
import { createHash } from 'node:crypto'
import {
  PutEventsCommand,
  type PutEventsCommandOutput,
  type PutEventsRequestEntry,
} from '@aws-sdk/client-eventbridge'

/** A whole day (\`2026-11-24\`), or an instant (\`2026-11-24T18:00:00+09:00\`). Of a text that is read from elsewhere: \`day(text)\`. */
export type DateText = \`\${number}-\${number}-\${number}\` | \`\${number}-\${number}-\${number}T\${string}\` | Date

/** The text as a day or an instant; throws \`TypeError\` where it is neither. */
export function day(text: string): DateText {
  const [year = 0, month = 0, date = 0] = text.slice(0, 10).split('-').map(Number)
  const real = new Date(Date.UTC(year, month - 1, date))
  const isDay = /^\\d{4}-\\d\\d-\\d\\d$/.test(text.slice(0, 10)) && real.getUTCMonth() === month - 1 && real.getUTCDate() === date
  if (!isDay || (text.length > 10 && Number.isNaN(Date.parse(text)))) throw new TypeError('expected a date such as 2026-11-24')
  // Just checked.
  return text as DateText
}
`

/** The TypeScript file from which producers send events: the vocabulary as types, and an emitter for them. */
export function eventTypes({ events, settings }: Pick<Catalogue, 'events' | 'settings'>): string {
  const outside = Object.values(events)
    .filter(({ engine }) => !engine)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const topics = [...Object.keys(settings.topics), ALL_MARKETING]
  return [
    HEAD,
    `/** Every event that can be sent, with its properties. */\nexport interface Events {\n${outside.map(eventType).join('\n')}\n}`,
    'export type EventName = keyof Events',
    `/** What customers say yes or no to; \`${ALL_MARKETING}\` is all of it. */\nexport type Topic = ${topics.map(quoted).join(' | ')}`,
    traitsType(settings.traits ?? {}),
  ]
    .join('\n')
    .concat('\n', EMITTER)
}

const eventType = ({ name, description, properties }: EventDefinition): string =>
  `${comment(description, '  ')}  readonly ${quoted(name)}: ${members(properties, '  ')}`

function members(properties: { readonly [name: string]: PropertyDefinition }, indent: string): string {
  const inner = `${indent}  `
  const lines = Object.entries(properties).map(
    ([name, { type, description, required, example }]) =>
      `${comment(description, inner, example)}${inner}readonly ${key(name)}${required ? '' : '?'}: ${typeText(type, inner)}${required ? '' : ' | null'}`,
  )
  return lines.length === 0 ? '{}' : `{\n${lines.join('\n')}\n${indent}}`
}

function typeText(type: PropertyType, indent: string): string {
  switch (type.kind) {
    case 'string':
    case 'url':
      return 'string'
    case 'number':
    case 'money':
      return 'number'
    case 'boolean':
      return 'boolean'
    case 'date':
      return 'DateText'
    case 'object':
      return '{ readonly [member: string]: unknown }'
    case 'list':
      return isType(type.of) ? `readonly (${typeText(type.of, indent)})[]` : `readonly ${members(type.of, indent)}[]`
  }
}

/** A type has a `kind` that is a word; members have definitions. */
const isType = (of: PropertyType | { readonly [name: string]: PropertyDefinition }): of is PropertyType =>
  typeof of.kind === 'string'

type KnownTraits = NonNullable<Catalogue['settings']['traits']>

function traitsType(traits: KnownTraits): string {
  const lines = Object.entries(traits)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([name, type]) =>
        `  readonly ${key(name)}?: ${type.kind === 'any' ? 'unknown' : `${typeText(type, '  ')} | null`}`,
    )
  return `/** What is known of a customer. A null takes a trait away. Traits of your own are declared in settings.yaml. */
export interface Traits {
  /** What they said yes or no to. Without a yes no marketing is sent. */
  readonly consent?: { readonly [topic in Topic]?: 'granted' | 'denied' }
${lines.join('\n')}
}`
}

const quoted = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`
const key = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name))

function comment(text: string, indent: string, example?: string | number | boolean): string {
  const shown = example === undefined ? text : `${text} Such as \`${example}\`.`
  return `${indent}/** ${shown.replaceAll('*/', '* /').replaceAll(/\s+/g, ' ')} */\n`
}
