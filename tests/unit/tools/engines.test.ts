import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { acceptsNode } from '#tools/engines/accepts-node.ts'
import { complaining, readLock } from '#tools/engines/lock.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

describe('what packages ask of Node', () => {
  it('is nothing that npm would complain of on a machine with Node 20: run `npm run engines`', () => {
    expect(complaining(readLock(root))).toEqual([])
  })

  it('would be seen: a package that needs more', () => {
    expect(complaining({ packages: { '': { engines: { node: '>=22' } }, a: { engines: { node: '>=22' } } } })).toEqual([
      'a',
    ])
  })

  it('is met by the Node that is brought along, whatever the lockfile says', () => {
    const { version } = JSON.parse(readFileSync(`${root}/node_modules/node/package.json`, 'utf8'))
    const manifests = globSync(['node_modules/*/package.json', 'node_modules/@*/*/package.json'], { cwd: root })
    expect(manifests.length).toBeGreaterThan(200)
    const refused = manifests.filter((manifest) => {
      const node: unknown = JSON.parse(readFileSync(`${root}/${manifest}`, 'utf8')).engines?.node
      return typeof node === 'string' && !acceptsNode(node, version)
    })
    expect(refused).toEqual([])
  })

  it.each([
    ['>=22', '24.1.0', true],
    ['>= 18', '20.0.0', true],
    ['^20.19.0 || >=22.12.0', '20.18.0', false],
    ['^20.19.0 || >=22.12.0', '22.11.9', false],
    ['^20.19.0 || >=22.12.0', '22.12.0', true],
    ['>=16 <19', '18.2.0', true],
    ['>=16 <19', '20.2.0', false],
    ['18 || 20 || >=22', '20.3.1', true],
    ['10.* || >= 12.*', '11.0.0', false],
    ['~20.1.0', '20.2.0', false],
    ['*', '20.2.0', true],
  ])('%s is met by %s: %s', (range, version, met) => {
    expect(acceptsNode(range, version)).toBe(met)
  })
})
