import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeSchemas } from '#adapters/files/editor-schema-files.ts'
import { YamlServer } from './yaml-server.ts'

let folder = ''
let server: YamlServer

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'beforehand-editor-'))
  await cp(join(import.meta.dirname, '../fixtures/workspaces/small-shop'), folder, { recursive: true })
  await writeSchemas(folder)
  server = await YamlServer.start(folder)
})
afterAll(async () => {
  server.stop()
  await rm(folder, { recursive: true })
})

const complete = (schema: string, text: string): Promise<readonly string[]> =>
  server.complete('cart', `# yaml-language-server: $schema=../schemas/${schema}.schema.json\n${text}`)

describe('an editor', () => {
  const OFFERED: readonly (readonly [string, string, string, readonly string[]])[] = [
    ['events of the vocabulary', 'workflow', 'trigger:\n  event: |\n', ['Product Added', 'Ticket Opened']],
    ['topics', 'workflow', 'topic: |\n', ['shopping']],
    ['endpoints', 'workflow', 'steps:\n  - hand_over:\n      to: |\n', ['support', 'crm']],
    ['messages', 'workflow', 'steps:\n  - send: |\n', ['reminder', 'is-late']],
    ['promises', 'workflow', 'steps:\n  - send: is-late\n    renews:\n      |\n', ['delivery']],
    ['traits of the shop', 'workflow', 'steps:\n  - set:\n      traits:\n        |\n', ['tier', 'firstName']],
    [
      'fields of every root',
      'workflow',
      'trigger:\n  event: Product Added\n  where:\n    field: |\n',
      [
        'event.cart_id',
        'entry.price',
        'awaited.order_id',
        'profile.tier',
        'computed.cart.size',
        'promise.carrier',
        'incidents.open',
        'item.name',
      ],
    ],
    ['properties', 'scenarios', '- given:\n    - event: Product Added\n      with:\n        |\n', ['cart_id', 'price']],
    ['topics of consent', 'scenarios', '- customer:\n    consent:\n      |\n', ['shopping', 'marketing']],
    ['parts of a message', 'message', 'subject: Hello\n|\n', ['preheader', 'button', 'requires']],
    [
      'facts that a message needs',
      'message',
      'subject: Hello\nrequires:\n  - |\n',
      ['promise.expected', 'event.cart_id'],
    ],
  ]
  for (const [what, schema, text, some] of OFFERED) {
    it(`completes ${what} from the workspace`, async () => {
      expect(await complete(schema, text)).toEqual(expect.arrayContaining([...some]))
    })
  }

  it('does not offer all marketing as the topic of a workflow', async () => {
    expect(await complete('workflow', 'topic: |\n')).not.toContain('marketing')
  })

  it('completes the front matter of a message whose first line names the schema', async () => {
    const text = '---\n# yaml-language-server: $schema=../schemas/message.schema.json\nsubject: Hello\n|\n---\nHello.\n'
    expect(await server.complete('cart', text)).toContain('preheader')
  })

  it('offers what was named just now, once the schemas are written anew', async () => {
    const settings = join(folder, 'settings.yaml')
    await writeFile(
      settings,
      (await readFile(settings, 'utf8')).replace('topics: {', 'topics: { letters: { name: Letters }, '),
    )
    expect((await writeSchemas(folder)).length).toBeGreaterThan(0)
    const second = await YamlServer.start(folder)
    try {
      const text = '# yaml-language-server: $schema=../schemas/workflow.schema.json\ntopic: |\n'
      expect(await second.complete('cart', text)).toEqual(expect.arrayContaining(['letters', 'shopping']))
    } finally {
      second.stop()
    }
  })
})
