import * as z from 'zod'
import { FrontMatter } from './content/front-matter.ts'
import { ComputedSource } from './form/computed-schema.ts'
import { EventSource } from './form/event-schema.ts'
import { PromisesSource } from './form/promises-schema.ts'
import { ScenariosSource } from './form/scenario-schema.ts'
import { SettingsSource } from './form/settings-schema.ts'
import { WorkflowSource } from './form/workflow-schema.ts'
import { isNameKind, type WorkspaceNames } from './workspace-names.ts'

const SCHEMAS: { readonly [name: string]: z.ZodType } = {
  workflow: WorkflowSource,
  settings: SettingsSource,
  promises: PromisesSource,
  computed: ComputedSource,
  event: EventSource,
  scenarios: ScenariosSource,
  message: FrontMatter,
}

type Json = z.core.util.JSONType
interface Schema {
  readonly [keyword: string]: Json
}

/**
 * The JSON Schemas that editors complete from: file name -> text. What the workspace names itself (events, fields,
 * messages, endpoints, ...) is offered beside the words of the language. Draft 7, which yaml-language-server reads best.
 */
export function editorSchemas(names: WorkspaceNames): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(SCHEMAS).map(([name, schema]) => {
      const json: Json = JSON.parse(JSON.stringify(z.toJSONSchema(schema, { io: 'input', target: 'draft-7' })))
      return [`${name}.schema.json`, `${JSON.stringify(offer(json, names), null, 2)}\n`]
    }),
  )
}

const isSchema = (json: Json | undefined): json is Schema =>
  typeof json === 'object' && json !== null && !Array.isArray(json)

/** The schema with the workspace's names in it: as values, and as keys where a mapping is keyed by them. */
function offer(json: Json, names: WorkspaceNames): Json {
  if (Array.isArray(json)) return json.map((each) => offer(each, names))
  if (!isSchema(json)) return json
  const inner: Schema = Object.fromEntries(Object.entries(json).map(([key, each]) => [key, offer(each, names)]))
  return offerValues(offerKeys(inner, names), names)
}

/** In `definitions`: what has a name of the workspace may be one of those there are, or (still) another. */
function offerValues(schema: Schema, names: WorkspaceNames): Schema {
  const { definitions } = schema
  if (!isSchema(definitions)) return schema
  const offered = Object.entries(definitions).map(([id, definition]) => {
    const known = isNameKind(id) ? names[id] : []
    if (known.length === 0 || !isSchema(definition)) return [id, definition] as const
    const { description, ...rest } = definition
    const listed = { enum: known.map(({ name }) => name), enumDescriptions: known.map((each) => each.description) }
    return [id, { ...(description === undefined ? {} : { description }), anyOf: [listed, rest] }] as const
  })
  return { ...schema, definitions: Object.fromEntries(offered) }
}

const REFERENCE = '#/definitions/'

/** A mapping whose keys are names of the workspace: each of them is a member, others may follow. */
function offerKeys(schema: Schema, names: WorkspaceNames): Schema {
  const { propertyNames, additionalProperties } = schema
  const reference = isSchema(propertyNames) ? propertyNames['$ref'] : undefined
  const id = typeof reference === 'string' ? reference.replace(REFERENCE, '') : ''
  if (!isNameKind(id) || !isSchema(additionalProperties)) return schema
  const members = names[id].map(({ name, description }) => [name, { allOf: [additionalProperties], description }])
  return { ...schema, properties: Object.fromEntries(members) }
}
