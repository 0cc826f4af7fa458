import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bundle, bundleHandler } from '#bench/bundles/bundle-handler.ts'
import { HANDLERS } from '#bench/bundles/environment.ts'
import { FACTS } from '#functions/facts.ts'
import { sqsEvent, sqsRecord } from '#tests/unit/functions/edge-bench.ts'
import { startFakeAws } from './fake-aws.ts'
import { invokeFile } from './invoke-file.ts'

/** The desk's tools: what marketers write is read and compiled before it is published. */
const DESK = ['zod/v4/classic', 'yaml', 'markdown-it', 'mjml', 'commander', 'aws-cdk-lib']
/** Messages are rendered where they are sent. */
const RENDERING = ['liquidjs']
/** Lambda gives credentials in the environment. */
const CREDENTIALS = ['@aws-sdk/credential-provider-node', '@aws-sdk/credential-provider-sso', '@aws-sdk/nested-clients']

const root = new URL('../../', import.meta.url)
const bundles = new Map<string, Bundle>()
let folder: string
let aws: Awaited<ReturnType<typeof startFakeAws>>

const bundle = (source: string, name: string): Promise<Bundle> =>
  bundleHandler(fileURLToPath(new URL(source, root)), join(folder, name))

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'beforehand-bundles-'))
  aws = await startFakeAws()
  for (const name of HANDLERS) bundles.set(name, await bundle(`functions/${name}/handler.ts`, name))
}, 60_000)
afterAll(async () => {
  await aws.stop()
  await rm(folder, { recursive: true })
})

const built = (name: string): Bundle => {
  const found = bundles.get(name)
  if (found === undefined) throw new Error(`there is no handler ${name}`)
  return found
}
const among = (names: readonly string[], { packages }: Bundle): readonly string[] =>
  names.filter((name) => packages.has(name))

describe('what a bundle leaves out', () => {
  it.each(HANDLERS)('so much that %s stays within what its facts allow', (name) => {
    expect(built(name).bytes).toBeLessThanOrEqual(FACTS[name].bundle * 1024)
  })

  it.each(HANDLERS)('%s carries none of the desk’s tools', (name) => {
    expect(among([...DESK, ...CREDENTIALS], built(name))).toEqual([])
  })

  it.each(HANDLERS.filter((name) => name !== 'send'))('%s renders nothing', (name) => {
    expect(among(RENDERING, built(name))).toEqual([])
  })

  it('would be seen: send renders, and the compiler of workflows reads YAML', async () => {
    expect(among(RENDERING, built('send'))).toEqual(RENDERING)
    const compiler = await bundle('language/compile-workspace.ts', 'compiler')
    expect(among(DESK, compiler)).toEqual(expect.arrayContaining(['zod/v4/classic', 'yaml']))
  })
})

describe('a bundle at work, where there is no node_modules', () => {
  it.each(HANDLERS)('%s refuses what is no envelope, or does not mind', async (name) => {
    const { said } = await run(name, { no: 'envelope' })
    // Only the schedule's input says nothing that is needed.
    expect(said).toEqual(name === 'wake' ? { answer: expect.anything() } : { code: 'bad-envelope' })
  })

  it.each(['ingest', 'react', 'send', 'record'])('%s puts what nobody can read with its dead letters', async (name) => {
    const { answer, calls } = await invoke(name, sqsEvent({ ...sqsRecord('1', {}), body: 'no JSON' }))
    expect(answer).toEqual({ batchItemFailures: [] })
    expect(calls).toMatchObject([{ operation: 'SendMessage', signedBy: 'benchmark' }])
    expect(calls[0]?.body).toContain('no JSON')
  })

  it('relay puts what nobody can read with its dead letters', async () => {
    const image = { PK: { S: 'C#1' }, SK: { S: 'MSG#1' }, status: { S: 'planned' } }
    const record = { eventName: 'INSERT', dynamodb: { SequenceNumber: '1', NewImage: image } }
    const { answer, calls } = await invoke('relay', { Records: [record] })
    expect(answer).toBeUndefined()
    expect(calls).toMatchObject([{ operation: 'SendMessage', signedBy: 'benchmark' }])
  })

  it('ingest keeps an event on its queue while the table has no catalogue', async () => {
    const event = { 'detail-type': 'Cart Viewed', source: 'shop', detail: { messageId: 'm-1', userId: 'hana' } }
    const { answer, calls } = await invoke('ingest', sqsEvent(sqsRecord('1', event)))
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] })
    expect(calls).toMatchObject([{ operation: 'GetItem', signedBy: 'benchmark' }])
  })

  it('wake asks the table who is due', async () => {
    const { answer, calls } = await invoke('wake', {})
    expect(answer).toMatchObject({ timers: 0 })
    expect(calls.map(({ operation }) => operation)).toContain('Query')
  })

  it('seed answers CloudFormation', async () => {
    const ids = { StackId: 's', RequestId: 'r', LogicalResourceId: 'l' }
    const { calls } = await invoke('seed', { RequestType: 'Delete', ResponseURL: `${aws.origin}/answer`, ...ids })
    expect(calls).toMatchObject([{ operation: 'PUT /answer' }])
    expect(calls[0]?.body).toContain('SUCCESS')
  })

  it('preferences shows a page for a link that is not ours', async () => {
    const visit = { rawPath: '/u/1.forged.token', headers: {}, requestContext: { http: { method: 'GET' } } }
    const { answer, calls } = await invoke('preferences', visit)
    expect(answer).toMatchObject({ statusCode: 400, headers: { 'content-type': 'text/html; charset=utf-8' } })
    expect(calls.map(({ operation }) => operation)).toEqual(['GetItem'])
  })
})

/** An invocation that is answered. */
async function invoke(name: string, envelope: object) {
  const { said, calls } = await run(name, envelope)
  if (said.code !== undefined) throw new Error(`${name} threw ${said.code}`)
  return { answer: said.answer, calls }
}

/** One invocation in a fresh process: what it came to, and what it asked of AWS. */
async function run(name: string, envelope: object) {
  const said = await invokeFile({ file: built(name).file, member: 'handler' }, envelope, aws.origin)
  return { said, calls: aws.take() }
}
