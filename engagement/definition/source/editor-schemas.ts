import * as z from 'zod'
import { ComputedSource } from './computed-schema.ts'
import { EventSource } from './event-schema.ts'
import { PromisesSource } from './promises-schema.ts'
import { ScenariosSource } from './scenario-schema.ts'
import { SettingsSource } from './settings-schema.ts'
import { WorkflowSource } from './workflow-schema.ts'

const SCHEMAS: { readonly [name: string]: z.ZodType } = {
  workflow: WorkflowSource,
  settings: SettingsSource,
  promises: PromisesSource,
  computed: ComputedSource,
  event: EventSource,
  scenarios: ScenariosSource,
}

/** The JSON Schemas that editors complete from: file name -> text. Draft 7, which yaml-language-server reads best. */
export function editorSchemas(): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(SCHEMAS).map(([name, schema]) => {
      const json = z.toJSONSchema(schema, { io: 'input', target: 'draft-7' })
      return [`${name}.schema.json`, `${JSON.stringify(json, null, 2)}\n`]
    }),
  )
}
