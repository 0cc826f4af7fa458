import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type RunningHost, startTestHost } from './running-host.ts'
import { SHOP, writeShop } from './shop.ts'

let host: RunningHost

beforeAll(async () => {
  host = await startTestHost({ watch: true })
  await host.send({ event: 'identify', user: 'ann', traits: { email: 'ann@example.com', timezone: 'UTC' } })
})
afterAll(() => host.end())

/** A quiet machine takes a third of a second; a busy one is given more. */
const soon = { timeout: 10_000, interval: 20 }
let orders = 0
async function apologyNow(): Promise<string | undefined> {
  await host.send({ event: 'Parcel Lost', user: 'ann', properties: { order_id: `o${orders++}` } })
  await host.move({ advance: '1s' })
  return (await host.messages()).at(-1)?.subject
}

it('makes a saved file live by itself', async () => {
  expect(await apologyNow()).toBe('Your parcel is missing')
  writeShop(host.workflows, { 'lost/apology.en.md': '---\nsubject: We lost your parcel\n---\nSorry.\n' })
  await vi.waitFor(() => expect(host.said.at(-1)).toMatch(/^Live: /), soon)
  expect(await apologyNow()).toBe('We lost your parcel')
})

it('says where a saved file is wrong and keeps the last good version live', async () => {
  const broken = SHOP['lost/workflow.yaml']?.replace('send: apology', 'sned: apology') ?? ''
  writeShop(host.workflows, { 'lost/workflow.yaml': broken })
  await vi.waitFor(() => expect(host.said.at(-1)).toBe('The last good version stays live.'), soon)
  expect(host.said.some((line) => /^lost\/workflow\.yaml:\d+:\d+ {2}error .*send/.test(line))).toBe(true)
  expect(await apologyNow()).toBe('We lost your parcel')
})

it('says so when the mistake is undone, though nothing new is live', async () => {
  writeShop(host.workflows, { 'lost/workflow.yaml': SHOP['lost/workflow.yaml'] ?? '' })
  await vi.waitFor(() => expect(host.said.at(-1)).toMatch(/^Live: /), soon)
  expect(await apologyNow()).toBe('We lost your parcel')
})

it('takes a workflow that is new', async () => {
  const more =
    SHOP['lost/workflow.yaml']?.replace('Parcel Lost', 'Call Missed').replace('event.order_id', 'event.call_id') ?? ''
  writeShop(host.workflows, {
    'lost/workflow.yaml': SHOP['lost/workflow.yaml'] ?? '',
    'again/workflow.yaml': more,
    'again/apology.en.md': '---\nsubject: Again\n---\nWe missed your call.\n',
  })
  await vi.waitFor(() => expect(host.said.at(-1)).toMatch(/^Live: 4 workflows/), soon)
  await host.send({ event: 'Call Missed', user: 'ann', properties: { call_id: 'k1' } })
  await host.move({ advance: '1s' })
  expect((await host.messages()).map((message) => message.subject)).toContain('Again')
})
