import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'

const Lockfile = z.object({
  packages: z.record(
    z.string(),
    z.object({
      /** Shipped inside another package: its own optional dependencies are that package's matter. */
      inBundle: z.boolean().optional(),
      resolved: z.string().optional(),
      version: z.string().optional(),
      optionalDependencies: z.record(z.string(), z.string()).optional(),
    }),
  ),
})
type Lockfile = z.infer<typeof Lockfile>

const read = async (file: string): Promise<unknown> =>
  JSON.parse(await readFile(fileURLToPath(new URL(`../../${file}`, import.meta.url)), 'utf8'))
const lockfile = Lockfile.parse(await read('package-lock.json'))

/** Packages of other platforms that `npm ci` would call missing: a registry that lacks one drops it from the lockfile. */
function missingPlatforms({ packages }: Lockfile): readonly string[] {
  return Object.entries(packages).flatMap(([path, { inBundle, optionalDependencies }]) =>
    Object.keys((!inBundle && optionalDependencies) || {}).filter(
      (name) =>
        packages[`node_modules/${name}`] === undefined && packages[`${path}/node_modules/${name}`] === undefined,
    ),
  )
}

/** Where packages were fetched from is each reader's own matter. */
const namedHosts = ({ packages }: Lockfile): readonly string[] =>
  Object.values(packages).flatMap(({ resolved }) => (resolved?.includes('://') ? [resolved] : []))

describe('the lockfile', () => {
  it('installs on every platform that a package supports', () => {
    expect(missingPlatforms(lockfile)).toEqual([])
  })

  it('names no registry', () => {
    expect(namedHosts(lockfile)).toEqual([])
  })

  it('is called broken where a platform is missing or a host is named', () => {
    const packages = {
      'node_modules/a': { optionalDependencies: { 'a-darwin': '1.0.0' }, resolved: 'https://x.test/a.tgz' },
    }
    expect(missingPlatforms({ packages })).toEqual(['a-darwin'])
    expect(namedHosts({ packages })).toEqual(['https://x.test/a.tgz'])
  })

  it('agrees with package.json about the versions', async () => {
    const Versions = z.record(z.string(), z.string())
    const Manifest = z.object({ dependencies: Versions, devDependencies: Versions, optionalDependencies: Versions })
    const { dependencies, devDependencies, optionalDependencies } = Manifest.parse(await read('package.json'))
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })) {
      expect(`${name}@${lockfile.packages[`node_modules/${name}`]?.version}`).toBe(`${name}@${version}`)
    }
  })
})
