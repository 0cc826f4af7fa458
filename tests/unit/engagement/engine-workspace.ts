import { parse, stringify } from 'yaml'
import type { Catalogue } from '#engagement/model/catalogue.ts'
import { compile, readFiles } from '../language/small-shop.ts'
import type { Overlay } from './engine-case.ts'

const files = readFiles('tests/fixtures/engine-workspace')

const known = new Map<string, Catalogue>()

/** The fixture with an overlay, compiled once: each workflow with a message of one word for every `send` in it. */
export function catalogueOf(overlay: Overlay): Catalogue {
  const key = JSON.stringify(overlay)
  const catalogue = known.get(key) ?? compileWith(overlay)
  known.set(key, catalogue)
  return catalogue
}

function compileWith({ workflows = {}, promises, computed, settings }: Overlay): Catalogue {
  const all = new Map(files)
  if (settings !== undefined)
    all.set('settings.yaml', stringify({ ...parse(all.get('settings.yaml') ?? ''), ...settings }))
  if (promises !== undefined) all.set('promises.yaml', stringify(promises))
  if (computed !== undefined) all.set('computed.yaml', stringify(computed))
  for (const [id, workflow] of Object.entries(workflows)) {
    all.set(`${id}/workflow.yaml`, stringify(workflow))
    for (const name of sendsIn(workflow))
      all.set(`${id}/${name}.en.md`, `---\nsubject: ${name}\nsms: ${name}\n---\n${name}\n`)
  }
  const { catalogue, problems } = compile(all)
  if (catalogue === undefined)
    throw new Error(
      JSON.stringify(
        problems.filter((problem) => problem.severity === 'error'),
        null,
        1,
      ),
    )
  return catalogue
}

function sendsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(sendsIn)
  if (typeof value !== 'object' || value === null) return []
  const own = 'send' in value && typeof value.send === 'string' ? [value.send] : []
  return [...own, ...Object.values(value).flatMap(sendsIn)]
}
