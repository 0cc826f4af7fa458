import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { MailboxMessage } from '#local/mailbox/describe-letter.ts'
import { eventBridge, putEvents, type TestEvent } from '../local/running-host.ts'
import { writeShop } from '../local/shop.ts'
import { startHostProcess } from './host-process.ts'

export interface TrialSize {
  readonly customers: number
  readonly kills: number
  /** The host lives between these, milliseconds of load. */
  readonly life: readonly [number, number]
}

/** What was found after the last restart, when everything had come to rest. */
export interface TrialResult {
  readonly kills: number
  /** How often each customer's parcel event is in the timeline. */
  readonly events: ReadonlyMap<string, number>
  /** Service mails by customer. */
  readonly apologies: ReadonlyMap<string, number>
  /** Marketing mails by customer. */
  readonly reminders: ReadonlyMap<string, number>
  /** Status of the marketing message by customer. */
  readonly reminderStatus: ReadonlyMap<string, string>
  readonly deadLetters: number
}

/**
 * Kills the host again and again while customers' events come in, each sent until it is accepted, as a producer would.
 * `random`: 0 to 1, for the lives.
 */
export async function runKillTrial(size: TrialSize, random: () => number): Promise<TrialResult> {
  const folder = mkdtempSync(join(tmpdir(), 'beforehand-kill-'))
  const place = { dataDir: join(folder, 'data'), workflowsDir: join(folder, 'workflows') }
  mkdirSync(place.workflowsDir)
  writeShop(place.workflowsDir)
  try {
    const customers = Array.from({ length: size.customers }, (_, index) => `customer-${index}`)
    const { host, kills } = await load(place, customers, size, random)
    // Leases, retries and safety timers have all run out after this.
    await moveClock(host.url, '3h')
    const result = await inspect(host.url, customers)
    const code = await host.stop()
    if (code !== 0) throw new Error(`the host ended with ${code}: ${host.said.join('\n')}`)
    return { kills, ...result }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function load(
  place: { dataDir: string; workflowsDir: string },
  customers: readonly string[],
  size: TrialSize,
  random: () => number,
) {
  const waiting = customers.map(eventsOf)
  const [shortest, longest] = size.life
  let host = await startHostProcess(place)
  let kills = 0
  while (waiting.length > 0 || kills < size.kills) {
    const sending = sendAll(host.url, waiting)
    if (kills === size.kills) {
      await sending
      continue
    }
    await sleep(shortest + random() * (longest - shortest))
    await host.kill()
    await sending
    kills += 1
    host = await startHostProcess(place)
  }
  return { host, kills }
}

const eventsOf = (user: string): TestEvent[] => [
  {
    event: 'identify',
    user,
    id: `${user}-identify`,
    traits: { email: `${user}@example.com`, timezone: 'UTC', consent: { shopping: 'granted' } },
  },
  { event: 'Parcel Lost', user, id: `${user}-lost`, properties: { order_id: 'o1' } },
  { event: 'Product Added', user, id: `${user}-cart`, properties: { cart_id: 'c1', name: 'Teapot' } },
]

/** Sends until nothing is waiting or the host is gone; what was not answered stays waiting. */
async function sendAll(url: string, waiting: TestEvent[][]): Promise<void> {
  const client = eventBridge(url)
  const worker = async (): Promise<void> => {
    for (let events = waiting.shift(); events !== undefined; events = waiting.shift()) {
      try {
        await putEvents(client, events)
      } catch {
        // The host died: nobody knows whether it took them, so they are sent again to the next one.
        waiting.push(events)
        return
      }
    }
  }
  await Promise.all(Array.from({ length: 4 }, worker))
  client.destroy()
}

async function inspect(url: string, customers: readonly string[]): Promise<Omit<TrialResult, 'kills'>> {
  const messages = await getJson<MailboxMessage[]>(`${url}/mailbox/messages`)
  const mails = (step: string): Map<string, number> =>
    new Map(
      customers.map((customer) => [
        customer,
        messages.filter((message) => message.customerId === customer && message.step === step).length,
      ]),
    )
  const events = new Map<string, number>()
  const reminderStatus = new Map<string, string>()
  for (const customer of customers) {
    const timeline = await getJson<{ kind: string; event?: string; message?: string; status?: string }[]>(
      `${url}/customers/${customer}/timeline`,
    )
    events.set(customer, timeline.filter((line) => line.kind === 'event' && line.event === 'Parcel Lost').length)
    reminderStatus.set(
      customer,
      timeline.find((line) => line.kind === 'message' && line.message === 'reminder')?.status ?? 'none',
    )
  }
  const deadLetters = (await getJson<unknown[]>(`${url}/dlq`)).length
  return { events, apologies: mails('apology'), reminders: mails('reminder'), reminderStatus, deadLetters }
}

async function moveClock(url: string, advance: string): Promise<void> {
  const answer = await fetch(`${url}/clock`, { method: 'POST', body: JSON.stringify({ advance }) })
  if (!answer.ok) throw new Error(await answer.text())
}

async function getJson<T>(url: string): Promise<T> {
  const answer = await fetch(url)
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
  return (await answer.json()) as T
}

/** Customers whose number is not as wanted. */
export function others(counts: ReadonlyMap<string, number>, wanted: number): readonly string[] {
  return [...counts].filter(([, count]) => count !== wanted).map(([customer, count]) => `${customer}: ${count}`)
}
