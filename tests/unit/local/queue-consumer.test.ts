import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import * as z from 'zod'
import { FixedClock } from '#adapters/memory/fixed-clock.ts'
import { MemoryAttempts } from '#adapters/memory/memory-attempts.ts'
import { TransientError } from '#engagement/errors.ts'
import { sqsHandler } from '#functions/middleware/sqs-handler.ts'
import { deadLettersOf, QUEUES, visibilityOf } from '#functions/topology.ts'
import { QueueConsumer } from '#local/event-sources/queue-consumer.ts'
import { QueueStore } from '#local/queue/queue-store.ts'
import { openDatabase } from '#local/store/database.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

it('keeps seven events of a customer behind one that fails: they are tried, and only that one goes to the dead letters', async () => {
  const facts = QUEUES.find(({ name }) => name === 'react')
  if (facts === undefined) throw new Error('there is a queue to react')
  const folder = mkdtempSync(join(tmpdir(), 'beforehand-consumer-'))
  folders.push(folder)
  const clock = new FixedClock('2026-11-21T10:00:00Z')
  const database = openDatabase(folder)
  const deadLetters = deadLettersOf(facts)
  const visibilityMs = visibilityOf(facts) * 1_000
  const store = new QueueStore(database, clock, [
    { name: 'react', fifo: true, visibilityMs, maxReceiveCount: facts.maxReceiveCount, deadLetters },
    { name: deadLetters, fifo: true, visibilityMs: 30_000 },
  ])
  const handled: string[] = []
  const handler = sqsHandler(
    z.string(),
    async (body) => {
      if (body === 'poison') throw new TransientError('away', 'not now')
      handled.push(body)
    },
    {
      name: 'react',
      order: 'fifo',
      tries: facts.tries,
      attempts: new MemoryAttempts(),
      log: () => {},
      deadLetters: {
        send: async ({ body, group = '', id, code }) =>
          void store.send(deadLetters, [{ body, groupId: group, dedupId: id, error: code }]),
      },
    },
  )
  const names = ['poison', 'a', 'b', 'c', 'd', 'e', 'f', 'g']
  store.send(
    'react',
    names.map((name) => ({ body: JSON.stringify(name), groupId: 'hana', dedupId: name })),
  )
  const { promise, resolve } = Promise.withResolvers<void>()
  const consumer: QueueConsumer = new QueueConsumer(
    facts,
    store,
    handler,
    () => {},
    () => {
      if (store.size('react') === 0) return resolve()
      clock.advance(visibilityMs)
      consumer.pump()
    },
  )
  consumer.start()
  await promise
  consumer.stop()
  expect(store.list(deadLetters).map(({ body, error }) => [JSON.parse(body), error])).toEqual([['poison', 'away']])
  expect(handled).toEqual(names.slice(1))
  database.close()
})

it('acknowledges nothing of a batch whose handler threw: it is received again', async () => {
  const facts = QUEUES.find(({ name }) => name === 'feedback')
  if (facts === undefined) throw new Error('there is a queue of feedback')
  const folder = mkdtempSync(join(tmpdir(), 'beforehand-consumer-'))
  folders.push(folder)
  const clock = new FixedClock('2026-11-21T10:00:00Z')
  const database = openDatabase(folder)
  const visibilityMs = visibilityOf(facts) * 1_000
  const store = new QueueStore(database, clock, [
    { name: 'feedback', fifo: false, visibilityMs, maxReceiveCount: 5, deadLetters: 'feedback-dlq' },
    { name: 'feedback-dlq', fifo: false, visibilityMs },
  ])
  store.send('feedback', [{ body: 'a' }, { body: 'b' }])
  const seen: number[] = []
  const { promise, resolve } = Promise.withResolvers<void>()
  const consumer: QueueConsumer = new QueueConsumer(
    facts,
    store,
    async (event) => {
      // The consumer's own envelope.
      seen.push((event as { Records: unknown[] }).Records.length)
      if (seen.length === 1) throw new Error('the function ran out of memory')
      return { batchItemFailures: [] }
    },
    () => {},
    () => {
      if (seen.length > 1) return resolve()
      expect(store.size('feedback')).toBe(2)
      clock.advance(visibilityMs)
      consumer.pump()
    },
  )
  consumer.start()
  await promise
  consumer.stop()
  expect(seen).toEqual([2, 2])
  expect(store.size('feedback')).toBe(0)
  database.close()
})
