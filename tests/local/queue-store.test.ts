import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { QueueStore } from '#local/queue/queue-store.ts'
import { DataDirectoryInUse, openDatabase } from '#local/store/database.ts'

const MINUTE = 60_000
let directory: string
let database: DatabaseSync
let now: number
let queues: QueueStore

const bodies = (queue: string, max = 10): string[] => queues.receive(queue, max).map((message) => message.body)
const put = (queue: string, ...messages: string[]): void => {
  queues.send(
    queue,
    messages.map((name) => ({ body: name, groupId: name.slice(0, 1), dedupId: name })),
  )
}

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'beforehand-queue-'))
  database = openDatabase(directory)
  now = Date.UTC(2026, 10, 21)
  queues = new QueueStore(database, { now: () => now }, [
    { name: 'plain', fifo: false, visibilityMs: MINUTE, maxReceiveCount: 3, deadLetters: 'plain-dlq' },
    { name: 'ordered', fifo: true, visibilityMs: MINUTE, maxReceiveCount: 2, deadLetters: 'ordered-dlq' },
    { name: 'plain-dlq', fifo: false, visibilityMs: MINUTE },
    { name: 'ordered-dlq', fifo: true, visibilityMs: MINUTE },
  ])
})

afterEach(() => {
  database.close()
  rmSync(directory, { recursive: true })
})

describe('a standard queue', () => {
  it('hides what was received until its visibility timeout, then gives it again with a higher count', () => {
    put('plain', 'a')
    const [first] = queues.receive('plain', 10)
    expect(first?.receives).toBe(1)
    now += MINUTE - 1
    expect(bodies('plain')).toEqual([])
    expect(queues.nextVisible(['plain'])).toBe(now + 1)
    now += 1
    const [second] = queues.receive('plain', 10)
    expect(second?.receives).toBe(2)
    expect(second?.firstReceivedAt).toBe(first?.firstReceivedAt)
  })

  it('forgets what was removed, and ignores a receipt that is out of date', () => {
    put('plain', 'a')
    const old = queues.receive('plain', 10)
    now += MINUTE
    const fresh = queues.receive('plain', 10)
    queues.remove(old)
    expect(queues.size('plain')).toBe(1)
    queues.remove(fresh)
    expect(queues.size('plain')).toBe(0)
  })

  it('keeps a delayed message back until its time', () => {
    queues.send('plain', [{ body: 'later', delayMs: 5_000 }])
    expect(bodies('plain')).toEqual([])
    now += 5_000
    expect(bodies('plain')).toEqual(['later'])
  })

  it('sends to the dead letters what was received too often, with the last error, and redrives it from there', () => {
    put('plain', 'a')
    for (let turn = 0; turn < 3; turn++) {
      queues.fail(queues.receive('plain', 10), `broken: turn ${turn}`)
      now += MINUTE
    }
    expect(bodies('plain')).toEqual([])
    expect(queues.list('plain-dlq')).toMatchObject([{ body: 'a', receives: 3, error: 'broken: turn 2' }])
    expect(queues.redrive('plain-dlq', 'plain')).toBe(1)
    expect(queues.receive('plain', 10)).toMatchObject([{ body: 'a', receives: 1 }])
  })

  it('leaves a dead letter alone whose last receiver says too late that it is done, and so its next life', () => {
    put('plain', 'a')
    const [first] = queues.receive('plain', 10)
    for (let turn = 0; turn < 2; turn++) {
      now += MINUTE
      queues.receive('plain', 10)
    }
    now += MINUTE
    expect(bodies('plain')).toEqual([])
    const late = { ...first, receipt: '', receives: 3 }
    queues.remove(first === undefined ? [] : [{ ...first, ...late }])
    expect(queues.size('plain-dlq')).toBe(1)
    queues.redrive('plain-dlq', 'plain')
    queues.receive('plain', 10)
    queues.remove(first === undefined ? [] : [first])
    expect(queues.size('plain')).toBe(1)
  })

  it('takes all messages of a batch or none', () => {
    expect(() => queues.send('ordered', [{ body: 'a', groupId: 'g' }, { body: 'no group' }])).toThrow(/group/)
    expect(queues.size('ordered')).toBe(0)
  })
})

describe('a FIFO queue', () => {
  it('gives each group in order, several groups at once', () => {
    put('ordered', 'a1', 'b1', 'a2', 'b2')
    expect(bodies('ordered')).toEqual(['a1', 'b1', 'a2', 'b2'])
  })

  it('blocks a group while one of its messages is in flight, and no other group', () => {
    put('ordered', 'a1', 'a2', 'b1')
    const [first] = queues.receive('ordered', 1)
    expect(first?.body).toBe('a1')
    expect(bodies('ordered')).toEqual(['b1'])
    queues.remove(first === undefined ? [] : [first])
    expect(bodies('ordered')).toEqual(['a2'])
  })

  it('keeps successors behind a failed message until it succeeds or is buried', () => {
    put('ordered', 'a1', 'a2')
    const [first] = queues.receive('ordered', 1)
    queues.fail(first === undefined ? [] : [first], 'broken: once')
    expect(bodies('ordered')).toEqual([])
    now += MINUTE
    expect(bodies('ordered', 1)).toEqual(['a1'])
    now += MINUTE
    expect(bodies('ordered', 1)).toEqual(['a2'])
    expect(queues.list('ordered-dlq').map((message) => message.body)).toEqual(['a1'])
  })

  it('gives what was redriven as new: with an id of its own, behind what its group has in flight', () => {
    put('ordered', 'a1')
    for (let turn = 0; turn < 2; turn++) {
      queues.receive('ordered', 10)
      now += MINUTE
    }
    const [buried] = [queues.receive('ordered', 10), queues.list('ordered-dlq')].flat()
    put('ordered', 'a2')
    const inFlight = queues.receive('ordered', 10)
    queues.redrive('ordered-dlq', 'ordered')
    expect(bodies('ordered')).toEqual([])
    queues.remove(inFlight)
    const [again] = queues.receive('ordered', 10)
    expect(again).toMatchObject({ body: 'a1', receives: 1 })
    expect(again?.id).not.toBe(buried?.id)
  })

  it('takes the same deduplication id in another group as another message', () => {
    for (const groupId of ['a', 'b', 'a']) queues.send('ordered', [{ body: groupId, groupId, dedupId: '1' }])
    expect(bodies('ordered')).toEqual(['a', 'b'])
  })

  it('takes a deduplication id once in five minutes', () => {
    put('ordered', 'a1')
    now += 5 * MINUTE - 1
    put('ordered', 'a1')
    expect(queues.size('ordered')).toBe(1)
    now += 1
    put('ordered', 'a1')
    expect(queues.size('ordered')).toBe(2)
  })
})

describe('after the process died', () => {
  const reopen = (): void => {
    database.close()
    database = openDatabase(directory)
    queues = new QueueStore(database, { now: () => now }, [
      { name: 'plain', fifo: false, visibilityMs: MINUTE, maxReceiveCount: 3, deadLetters: 'plain-dlq' },
    ])
  }

  it('gives at once what was in flight, without counting that receive', () => {
    put('plain', 'a')
    queues.receive('plain', 10)
    reopen()
    queues.releaseInFlight()
    expect(queues.receive('plain', 10)).toMatchObject([{ body: 'a', receives: 1 }])
  })

  it('leaves a failed message to its own time', () => {
    put('plain', 'a')
    queues.fail(queues.receive('plain', 10), 'broken: x')
    reopen()
    queues.releaseInFlight()
    expect(bodies('plain')).toEqual([])
    now += MINUTE
    expect(bodies('plain')).toEqual(['a'])
  })

  it('refuses a directory that another host holds', () => {
    expect(() => openDatabase(directory)).toThrow(DataDirectoryInUse)
  })
})
