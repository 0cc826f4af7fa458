import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, it } from 'vitest'
import { type QueueDefinition, QueueStore } from '#local/queue/queue-store.ts'
import { openDatabase } from '#local/store/database.ts'
import { draws } from '#tests/draws.ts'
import { type QueueHost, QueuesAtWork, queueCommands } from './models/queue-commands.ts'
import { QueueModel } from './models/queue-model.ts'

const MINUTE = 60_000
const START = Date.UTC(2026, 10, 21)
const DEFINITIONS: readonly QueueDefinition[] = [
  { name: 'plain', fifo: false, visibilityMs: MINUTE, maxReceiveCount: 2, deadLetters: 'plain-dlq' },
  { name: 'ordered', fifo: true, visibilityMs: MINUTE, maxReceiveCount: 2, deadLetters: 'ordered-dlq' },
  { name: 'plain-dlq', fifo: false, visibilityMs: MINUTE },
  { name: 'ordered-dlq', fifo: true, visibilityMs: MINUTE },
]

let directory: string
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'beforehand-queues-'))
})
afterAll(() => rmSync(directory, { recursive: true }))

it('queues on one machine do what SQS documents, whatever is asked of them, and a restart loses nothing', () => {
  let run = 0
  fc.assert(
    fc.property(queueCommands(50), (commands) => {
      run += 1
      const { host, close } = open(join(directory, String(run)))
      try {
        fc.modelRun(() => ({ model: new QueuesAtWork(new QueueModel(START, DEFINITIONS)), real: host }), commands)
      } finally {
        close()
      }
    }),
    { numRuns: draws(60) },
  )
})

function open(folder: string): { readonly host: QueueHost; readonly close: () => void } {
  let database = openDatabase(folder)
  const arrivals: string[] = []
  const start = (): QueueStore => {
    const queues = new QueueStore(database, { now: () => host.now }, DEFINITIONS)
    queues.onArrival((queue) => arrivals.push(queue))
    return queues
  }
  const host: QueueHost = {
    now: START,
    arrivals,
    get queues() {
      return queues
    },
    restart() {
      database.close()
      database = openDatabase(folder)
      queues = start()
      queues.releaseInFlight()
    },
  }
  let queues = start()
  const close = (): void => {
    database.close()
    rmSync(folder, { recursive: true })
  }
  return { host, close }
}
