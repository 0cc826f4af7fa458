import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App, type Stack } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { type Deployment, deploy } from '#infra/deployment.ts'
import { removeBundles } from '#infra/functions/bundle.ts'

/** The templates of one environment, and the constructs that they were made from. */
export interface Synthesised {
  readonly deployment: Deployment
  readonly data: Template
  readonly engine: Template
  readonly edge: Template
}

const root = new URL('../..', import.meta.url)
const made = new Map<string, Synthesised>()

/** An app with the context that the command line would take from cdk.json, and `given` with `-c`. */
export function newApp(given: { readonly [name: string]: string } = {}): App {
  const { context } = JSON.parse(readFileSync(new URL('cdk.json', root), 'utf8'))
  return new App({ context: { ...context, ...given }, outdir: scratch() })
}

const folders: string[] = []

/** An empty folder, until `tidyUp`. */
export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'beforehand-synth-'))
  folders.push(folder)
  return folder
}

/** After the tests of a file: a worker is ended without being asked. */
export function tidyUp(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
  removeBundles()
}

/** What `cdk synth -c name=value ...` makes; once per test file and context. */
export function synthesised(given: { readonly [name: string]: string } = {}): Synthesised {
  const key = JSON.stringify(given)
  const known = made.get(key)
  if (known !== undefined) return known
  const deployment = deploy(newApp(given))
  const templateOf = (stack: Stack): Template => Template.fromStack(stack)
  const { data, engine, edge } = deployment
  const fresh = { deployment, data: templateOf(data), engine: templateOf(engine), edge: templateOf(edge) }
  made.set(key, fresh)
  return fresh
}

/** One resource as it stands in a template. */
export interface Resource {
  readonly Type: string
  readonly Properties: Readonly<Record<string, unknown>>
  readonly DeletionPolicy?: string
  readonly DependsOn?: readonly string[]
}

/** Every resource, or those of a type, by logical id. */
export function resources(template: Template, type?: string): ReadonlyMap<string, Resource> {
  // A template is plain JSON; every resource of ours has these members.
  const all = Object.entries(template.toJSON()['Resources'] as Record<string, Resource>)
  return new Map(all.filter(([, { Type }]) => type === undefined || Type === type))
}
