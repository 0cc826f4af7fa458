import { ALL_MARKETING } from '#engagement/customer/consent.ts'
import { ROOTS } from '#engagement/model/condition.ts'
import type { EventDefinition, PropertyDefinition } from '#engagement/model/event-definition.ts'
import { startReport } from './form/problem.ts'
import { type Files, readWorkspace, type Workspace } from './form/workspace-files.ts'
import { buildVocabulary } from './lower/build-vocabulary.ts'
import type { Shape } from './lower/shape.ts'
import { INCIDENT_FIELDS, PROMISE_FIELDS, type Vocabulary } from './lower/vocabulary.ts'

/** A name and what to say of it while it is offered. */
export interface KnownName {
  readonly name: string
  readonly description: string
}

const KINDS = [
  'EventName',
  'Field',
  'EndpointName',
  'TopicName',
  'ConsentName',
  'MessageName',
  'WorkflowName',
  'PromiseName',
  'TraitName',
  'PropertyName',
  'LocaleName',
] as const
/** What a workspace names: the ids under which the schemas know it. */
export type NameKind = (typeof KINDS)[number]
export const isNameKind = (id: string): id is NameKind => KINDS.some((kind) => kind === id)

/** Everything that the files of a workspace can name, for completion; without what cannot be read for its mistakes. */
export type WorkspaceNames = { readonly [kind in NameKind]: readonly KnownName[] }

export function workspaceNames(files: Files): WorkspaceNames {
  const workspace = readWorkspace(files, startReport())
  const vocabulary = buildVocabulary(workspace, startReport())
  const settings = workspace.settings.source?.value
  const properties = propertiesOf(Object.values(vocabulary.events))
  const traits = named(fieldsOf(vocabulary.traits, ''), 'A trait of the customer.')
  const topics = named(vocabulary.topics ?? [], 'A topic of settings.yaml.')
  return {
    EventName: Object.values(vocabulary.events).map(({ name, description }) => ({ name, description })),
    Field: fields(vocabulary, properties),
    EndpointName: Object.entries(settings?.endpoints ?? {}).map(([name, url]) => ({ name, description: url })),
    TopicName: topics,
    ConsentName: [...topics, { name: ALL_MARKETING, description: 'All topics together.' }],
    MessageName: messages(workspace),
    WorkflowName: workspace.workflows.map(({ id, source }) => ({ name: id, description: source?.value.name ?? id })),
    PromiseName: (vocabulary.promises ?? []).map(({ name, madeBy }) => ({
      name,
      description: `A promise, made by ${madeBy.join(', ')}.`,
    })),
    TraitName: [...traits, { name: 'consent', description: 'By topic: `{ shopping: granted }`.' }],
    PropertyName: properties.filter(({ name }) => !name.includes('.')),
    LocaleName: named(settings?.locales ?? [], 'A locale of settings.yaml.'),
  }
}

/** Which event has it, and what it means; several events may have one of the same name. */
function propertiesOf(events: readonly EventDefinition[]): readonly KnownName[] {
  const found = new Map<string, { readonly meaning: string; readonly events: string[] }>()
  for (const event of events) {
    for (const [name, { description }] of Object.entries(event.properties)) {
      const known = found.get(name) ?? { meaning: description, events: [] }
      known.events.push(event.name)
      found.set(name, known)
    }
  }
  return [...found]
    .map(([name, known]) => ({ name, description: `${known.meaning} (${known.events.join(', ')})` }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

const EVENT_ROOTS: readonly string[] = ['event', 'entry', 'awaited']

/** Every field that some condition or message can read, root by root. */
function fields(vocabulary: Vocabulary, properties: readonly KnownName[]): readonly KnownName[] {
  const carried = (vocabulary.promises ?? []).flatMap(({ carry }) => carry)
  const under: { readonly [root: string]: readonly KnownName[] } = {
    ...Object.fromEntries(EVENT_ROOTS.map((root) => [root, properties])),
    profile: named(fieldsOf(vocabulary.traits, ''), 'A trait of the customer.'),
    computed: named(fieldsOf(vocabulary.computed, ''), 'Computed from events.'),
    promise: named([...Object.keys(PROMISE_FIELDS), ...carried], 'Of the promise that the run is about.'),
    incidents: named(Object.keys(INCIDENT_FIELDS.fields), 'Open incidents of the customer.'),
    item: itemsOf(Object.values(vocabulary.events)),
  }
  return ROOTS.flatMap((root) =>
    (under[root] ?? []).map(({ name, description }) => ({ name: `${root}.${name}`, description })),
  )
}

const named = (names: readonly string[], description: string): readonly KnownName[] =>
  [...new Set(names)].map((name) => ({ name, description }))

/** `cart.size` for the parts of a shape. */
function fieldsOf({ fields: own, parts }: Shape, prefix: string): readonly string[] {
  const inner = Object.entries(parts ?? {}).flatMap(([name, part]) => fieldsOf(part, `${prefix}${name}.`))
  return [...Object.keys(own).map((name) => `${prefix}${name}`), ...inner]
}

/** What the items of the events' lists have. */
function itemsOf(events: readonly EventDefinition[]): readonly KnownName[] {
  const found = new Map<string, string>()
  for (const { type } of events.flatMap((event) => Object.values<PropertyDefinition>(event.properties))) {
    if (type.kind !== 'list' || typeof type.of.kind === 'string') continue
    for (const [name, { description }] of Object.entries<PropertyDefinition>(type.of)) found.set(name, description)
  }
  return [...found].map(([name, description]) => ({ name, description }))
}

function messages({ workflows }: Workspace): readonly KnownName[] {
  const found = new Map<string, string[]>()
  for (const { id, messages: files } of workflows) {
    for (const file of files.keys()) {
      const name = file.replace(/\.[^.]+$/, '')
      const of = found.get(name) ?? []
      if (!of.includes(id)) of.push(id)
      found.set(name, of)
    }
  }
  return [...found].map(([name, of]) => ({ name, description: `A message of ${of.join(', ')}.` }))
}
