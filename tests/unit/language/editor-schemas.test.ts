import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { editorSchemas } from '#language/editor-schemas.ts'
import { workspaceNames } from '#language/workspace-names.ts'
import { readFiles } from './small-shop.ts'

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'workflows', 'schemas')

interface Schema {
  readonly [keyword: string]: unknown
}
const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Every schema inside a schema, by its JSON pointer. */
function inside(value: unknown, pointer = ''): readonly (readonly [string, Schema])[] {
  if (Array.isArray(value)) return value.flatMap((each, index) => inside(each, `${pointer}/${index}`))
  if (!isSchema(value)) return []
  return [[pointer, value], ...Object.entries(value).flatMap(([key, each]) => inside(each, `${pointer}/${key}`))]
}

function definition(schema: Schema, name: string): Schema {
  const definitions = schema['definitions']
  const found = isSchema(definitions) ? definitions[name] : undefined
  if (!isSchema(found)) throw new Error(`no definition ${name}`)
  return found
}

const shop = editorSchemas(workspaceNames(readFiles('workflows')))
const schemas = [...shop].map(([name, text]): [string, Schema] => [name, JSON.parse(text)])

describe('the schemas that editors complete from', () => {
  it('are the ones beside the workflows; else run `npx beforehand schemas`', () => {
    const beside = readdirSync(FOLDER).filter((name) => name.endsWith('.json'))
    expect(beside.sort()).toEqual([...shop.keys()].sort())
    for (const [name, text] of shop) expect(readFileSync(join(FOLDER, name), 'utf8'), name).toBe(text)
  })

  for (const [name, schema] of schemas) {
    it(`${name} explains every member, refers to nothing that is missing, and lets no typo through`, () => {
      const all = inside(schema)
      for (const [pointer, each] of all) {
        const { $ref: reference } = each
        if (typeof reference === 'string')
          expect(
            isSchema(definition(schema, reference.replace('#/definitions/', ''))),
            `${pointer} -> ${reference}`,
          ).toBe(true)
        if (!pointer.endsWith('/properties')) expectMembers(each, pointer, schema)
      }
    })
  }

  it('know that conditions and steps stand inside each other', () => {
    const workflow = schemas.find(([name]) => name === 'workflow.schema.json')?.[1] ?? {}
    const texts = [definition(workflow, 'Condition'), definition(workflow, 'Step')].map((each) => JSON.stringify(each))
    expect(texts[0]).toContain('"$ref":"#/definitions/Condition"')
    expect(texts[1]).toContain('"$ref":"#/definitions/Step"')
    expect(texts[1]).toContain('"$ref":"#/definitions/Condition"')
  })

  it('are named in the first line of every file of the shop', () => {
    const kinds: readonly (readonly [RegExp, string])[] = [
      [/^events\//, '../schemas/event.schema.json'],
      [/\/workflow\.yaml$/, '../schemas/workflow.schema.json'],
      [/\/scenarios\.yaml$/, '../schemas/scenarios.schema.json'],
      [/^settings\.yaml$/, 'schemas/settings.schema.json'],
      [/^promises\.yaml$/, 'schemas/promises.schema.json'],
      [/^computed\.yaml$/, 'schemas/computed.schema.json'],
      [/^[^/]+\/[^/]+\.md$/, '../schemas/message.schema.json'],
    ]
    for (const [file, text] of readFiles('workflows')) {
      const schema = kinds.find(([pattern]) => pattern.test(file))?.[1]
      // A message's YAML stands between two fences.
      const line = file.endsWith('.md') ? 1 : 0
      if (schema !== undefined) expect(text.split('\n')[line], file).toBe(`# yaml-language-server: $schema=${schema}`)
    }
  })
})

function expectMembers(each: Schema, pointer: string, schema: Schema): void {
  const { properties } = each
  if (!isSchema(properties)) return
  if (!isKeyedByNames(each))
    expect(each['additionalProperties'], pointer).toEqual(pointer.endsWith('/customer') ? {} : false)
  const silent = Object.entries(properties)
    .filter(([, member]) => isSchema(member) && !speaks(member, schema))
    .map(([key]) => key)
  expect(silent, pointer).toEqual([])
}

/** A mapping that is keyed by names of the workspace may have others beside those that there are. */
const isKeyedByNames = (schema: Schema): boolean => schema['propertyNames'] !== undefined

/** Says what it is for: by itself or through what it refers to. */
function speaks(member: Schema, schema: Schema): boolean {
  if (typeof member['description'] === 'string') return true
  const reference = member['$ref']
  return typeof reference === 'string' && speaks(definition(schema, reference.replace('#/definitions/', '')), schema)
}
