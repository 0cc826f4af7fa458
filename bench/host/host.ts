import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { report } from '../report.ts'
import { growStore } from './grow-store.ts'
import { burst, type Figures, steady, timers } from './loads.ts'
import { identify, type Running, settle, startHost, stopHost } from './running-host.ts'

const WARM = 200
const BURST = 600
const STEADY = 100
const TIMERS = 1_000
const STORE_MB = 190

const names = (kind: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${kind}${index}`)

interface Found {
  readonly loads: readonly Figures[]
  /** Seconds until everybody whose timer was due in one minute was written to. */
  readonly timers: number
  /** A store of so many megabytes, and the seconds until its host was ready. */
  readonly store: number
  readonly reopened: number
}

async function bench(): Promise<Found> {
  const folder = mkdtempSync(join(tmpdir(), 'beforehand-bench-'))
  try {
    const host = await startHost(folder)
    const found = await withHost(host).finally(() => stopHost(host))
    const store = growStore(join(folder, 'data'), STORE_MB)
    const again = await startHost(folder)
    await stopHost(again)
    return { ...found, store, reopened: again.readyAfter / 1_000 }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function withHost(host: Running): Promise<Pick<Found, 'loads' | 'timers'>> {
  const [warm, slow, fast, late] = [names('w', WARM), names('s', STEADY), names('b', BURST), names('t', TIMERS)]
  await identify(host, [...warm, ...slow, ...fast, ...late])
  await settle(host)
  await burst(host, warm, 0)
  const one = await steady(host, slow, warm.length)
  const all = await burst(host, fast, warm.length + slow.length)
  return { loads: [one, all], timers: await timers(host, late, warm.length + slow.length + fast.length) }
}

const found = await bench()
const fastest = Math.max(...found.loads.map(({ perSecond }) => perSecond))
report({
  title: 'Local host, end to end: PutEvents over HTTP in, mail accepted by the provider, everything on disk',
  columns: ['load', 'events', 'events/s', 'p50 ms', 'p99 ms', 'host ms/event', 'engine ms/event'],
  rows: found.loads.map(({ load, events, perSecond, p50, p99, host, engine }) => [
    load,
    events,
    perSecond,
    p50,
    p99,
    host,
    engine,
  ]),
  goals: [
    { goal: 'at least 150 events/s with a mail each', met: fastest >= 150, seen: fastest.toFixed(0) },
    {
      goal: `${TIMERS} timers that are due in one minute within 8 s`,
      met: found.timers < 8,
      seen: `${found.timers.toFixed(1)} s`,
    },
    {
      goal: `a store of ${STORE_MB} MB is open again within 2 s`,
      met: found.reopened < 2,
      seen: `${found.reopened.toFixed(1)} s (${found.store.toFixed(0)} MB)`,
    },
  ],
  notes: [
    'Each event enters a workflow and sends one mail at once. Host, DynamoDB engine and caller share the machine.',
    'ms/event: time of the processor, with what comes back from the provider.',
  ],
})
