import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, vi } from 'vitest'
import * as z from 'zod'
import { readSettings } from '#infra/settings.ts'
import { newApp } from '#tests/synth/synthesised.ts'
import { HOUSE, NOT_SHIPPED } from '#tools/rooms/house.ts'
import { anchorOf, headingsOf, linksOf, shellOf } from './markdown.ts'

const root = new URL('../../', import.meta.url)
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...['docs', 'docs/decisions'].flatMap((folder) =>
    readdirSync(new URL(folder, root)).flatMap((name) => (name.endsWith('.md') ? [`${folder}/${name}`] : [])),
  ),
]
const read = (page: string): string => readFileSync(new URL(page, root), 'utf8')
const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(read('package.json')))

/** What is wrong with a link of a page; undefined where it leads somewhere. */
function broken(page: string, link: string): string | undefined {
  if (/^[a-z]+:/.test(link)) return undefined
  const [path = '', anchor] = link.split('#')
  const target = path === '' ? new URL(page, root) : new URL(path, new URL(page, root))
  if (!existsSync(fileURLToPath(target))) return `${link}: there is no such file`
  if (anchor === undefined || !target.pathname.endsWith('.md')) return undefined
  const anchors = headingsOf(readFileSync(target, 'utf8')).map(({ text }) => anchorOf(text))
  return anchors.includes(anchor) ? undefined : `${link}: there is no such heading`
}

/** Files and folders of this repository that a page names in code, such as `stages/send.ts`. */
function named(text: string): readonly string[] {
  const rooms = [...HOUSE.map(({ name }) => name), ...NOT_SHIPPED, 'docs', 'workflows'].join('|')
  const paths = [...text.matchAll(/`([^`\s]+)`/g)].flatMap(([, code]) => code ?? [])
  return paths.filter((path) => new RegExp(`^(?:${rooms})/[\\w./-]*$`).test(path))
}
const missing = (text: string): readonly string[] =>
  named(text).filter((path) => !existsSync(fileURLToPath(new URL(path, root))))

describe.each(pages)('%s', (page) => {
  it('names files that are there', () => {
    expect(missing(read(page))).toEqual([])
  })

  it('links to what is there', () => {
    expect(linksOf(read(page)).flatMap((link) => broken(page, link) ?? [])).toEqual([])
  })

  it('names scripts that are there', () => {
    const named = [...read(page).matchAll(/npm run ([a-z:-]+)/g)].flatMap(([, name]) => name ?? [])
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([])
  })
})

describe.each(['docs/runbook.md', 'docs/deploy.md', 'docs/scale.md'])('%s', (page) => {
  it('has commands that a shell can read', () => {
    expect(spawnSync('bash', ['-n'], { input: shellOf(read(page)).join('\n'), encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    })
  })
})

describe('a file that is not there', () => {
  it.each(['stages/nowhere.ts', 'engagement/nowhere/'])('is noticed: %s', (path) => {
    expect(missing(`It is done in \`${path}\`.`)).toEqual([path])
  })
})

describe('a link that leads nowhere', () => {
  it.each(['nowhere.md', 'scale.md#no-such-heading', '#no-such-heading'])('%s is noticed', (link) => {
    expect(broken('docs/deploy.md', link)).toBeDefined()
  })
})

describe('docs/deploy.md', () => {
  const table = [...read('docs/deploy.md').matchAll(/^\| ((?:`[A-Za-z]+`(?:, )?)+) \|/gm)]
    .flatMap(([, names]) => [...(names ?? '').matchAll(/`([A-Za-z]+)`/g)])
    .flatMap(([, name]) => name ?? [])
  it('tells of every setting that the app reads, and of no other', () => {
    const { node } = newApp()
    const asked = vi.spyOn(node, 'tryGetContext')
    readSettings(node)
    expect(asked.mock.calls.map(([name]) => name).sort()).toEqual([...table].sort())
  })

  it('types no setting that the app does not read', () => {
    const typed = shellOf(read('docs/deploy.md')).flatMap((line) =>
      [...line.matchAll(/-c ([A-Za-z]+)=/g)].flatMap(([, name]) => name ?? []),
    )
    expect(typed.length).toBeGreaterThan(0)
    expect(typed.filter((name) => !table.includes(name))).toEqual([])
  })
})
