import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { PermanentError, TransientError } from '#engagement/errors.ts'
import { sqsHandler } from '#functions/middleware/sqs-handler.ts'
import { edgeBench, returned, sqsEvent, sqsRecord } from './edge-bench.ts'

const Body = z.object({ name: z.string(), fail: z.enum(['transient', 'permanent', 'bug']).optional() })
type Body = z.infer<typeof Body>
const PLANTED = 'hana@example.jp'

function bench(order: 'standard' | 'fifo') {
  const edge = edgeBench()
  const handled: string[] = []
  const perRecord = async (body: Body): Promise<void> => {
    await Promise.resolve()
    if (body.fail === 'transient') throw new TransientError('away', `could not reach ${PLANTED}`)
    if (body.fail === 'permanent') throw new PermanentError('hopeless', `no way to ${PLANTED}`)
    if (body.fail === 'bug') throw new RangeError(`${PLANTED} is out of range`)
    handled.push(body.name)
  }
  return { ...edge, handled, handler: sqsHandler(Body, perRecord, { name: 'test', order, tries: 3, ...edge }) }
}

describe('a batch of a standard queue', () => {
  it('is done where every record is', async () => {
    const { handler, handled } = bench('standard')
    expect(await handler(sqsEvent(sqsRecord('1', { name: 'a' }), sqsRecord('2', { name: 'b' })))).toEqual({
      batchItemFailures: [],
    })
    expect(handled).toEqual(['a', 'b'])
  })

  it('returns only the records that may succeed later: passing faults and bugs', async () => {
    const { handler, handled } = bench('standard')
    const answer = await handler(
      sqsEvent(
        sqsRecord('1', { name: 'a', fail: 'transient' }),
        sqsRecord('2', { name: 'b' }),
        sqsRecord('3', { name: 'c', fail: 'bug' }),
      ),
    )
    expect(returned(answer)).toEqual(['1', '3'])
    expect(handled).toEqual(['b'])
  })

  it('sends what can never be handled to the dead letters, as it came, and acknowledges it', async () => {
    const { handler, letters } = bench('standard')
    const bodies = [JSON.stringify({ name: 'a', fail: 'permanent' }), '{"name": 7}', 'not JSON']
    const answer = await handler(sqsEvent(...bodies.map((body, n) => sqsRecord(String(n), body))))
    expect(returned(answer)).toEqual([])
    const source = 'arn:aws:sqs:ap-northeast-1:111122223333:ingest'
    expect(letters.toSorted((a, b) => a.id.localeCompare(b.id))).toEqual([
      { id: '0', source, body: bodies[0], code: 'hopeless' },
      { id: '1', source, body: bodies[1], code: 'bad-body' },
      { id: '2', source, body: bodies[2], code: 'bad-json' },
    ])
  })

  it('returns a hopeless record too where the dead letters are away: nothing is lost', async () => {
    const { handler, deadLetters } = bench('standard')
    deadLetters.send = async () => {
      throw new TransientError('dead-letters-unavailable', 'away')
    }
    expect(returned(await handler(sqsEvent(sqsRecord('1', 'not JSON'))))).toEqual(['1'])
  })

  it('is refused as a whole where it is no batch of SQS', async () => {
    const { handler, lines } = bench('standard')
    await expect(handler({ detail: {} })).rejects.toMatchObject({ code: 'bad-envelope' })
    expect(lines).toHaveLength(1)
  })
})

describe('a batch of a FIFO queue', () => {
  it('returns the rest of a group after a failure, unhandled, and finishes the other groups', async () => {
    const { handler, handled } = bench('fifo')
    const answer = await handler(
      sqsEvent(
        sqsRecord('1', { name: 'hana-1' }, 'hana'),
        sqsRecord('2', { name: 'ken-1', fail: 'transient' }, 'ken'),
        sqsRecord('3', { name: 'hana-2' }, 'hana'),
        sqsRecord('4', { name: 'ken-2' }, 'ken'),
        sqsRecord('5', { name: 'ken-3', fail: 'permanent' }, 'ken'),
        sqsRecord('6', { name: 'mia-1' }, 'mia'),
      ),
    )
    expect(returned(answer)).toEqual(['2', '4', '5'])
    expect(handled.toSorted()).toEqual(['hana-1', 'hana-2', 'mia-1'])
    expect(handled.indexOf('hana-1')).toBeLessThan(handled.indexOf('hana-2'))
  })

  it('goes on within a group after a record that went to the dead letters', async () => {
    const { handler, handled, letters } = bench('fifo')
    const answer = await handler(
      sqsEvent(sqsRecord('1', { name: 'a', fail: 'permanent' }, 'hana'), sqsRecord('2', { name: 'b' }, 'hana')),
    )
    expect(returned(answer)).toEqual([])
    expect(handled).toEqual(['b'])
    expect(letters).toMatchObject([{ id: '1', group: 'hana' }])
  })

  it('runs groups side by side: a slow customer does not hold up another', async () => {
    const edge = edgeBench()
    const { promise: kensTurn, resolve: kenIsDone } = Promise.withResolvers<void>()
    const perRecord = async (body: Body): Promise<void> => (body.name === 'hana' ? kensTurn : kenIsDone())
    const handler = sqsHandler(Body, perRecord, { name: 'test', order: 'fifo', tries: 3, ...edge })
    const answer = await handler(
      sqsEvent(sqsRecord('1', { name: 'hana' }, 'hana'), sqsRecord('2', { name: 'ken' }, 'ken')),
    )
    expect(returned(answer)).toEqual([])
  })
})

describe('the log', () => {
  it('names records, codes and places, and never quotes what they hold', async () => {
    const { handler, lines } = bench('standard')
    const records = (['transient', 'permanent', 'bug'] as const).map((fail, n) =>
      sqsRecord(`r-${n}`, { name: PLANTED, fail }),
    )
    await handler(sqsEvent(...records, sqsRecord('r-3', `"${PLANTED}"`), sqsRecord('r-4', `{"name": ["${PLANTED}"]}`)))
    await expect(handler({ Records: PLANTED })).rejects.toThrow()
    const said = lines.join('\n')
    expect(said).not.toContain('hana')
    expect(
      lines.map((line) => JSON.parse(line)).sort((a, b) => (a.recordId ?? 'z').localeCompare(b.recordId ?? 'z')),
    ).toMatchObject([
      {
        level: 'warn',
        message: 'record returned to its queue',
        recordId: 'r-0',
        error: 'TransientError',
        code: 'away',
      },
      {
        level: 'error',
        message: 'record sent to the dead letters',
        recordId: 'r-1',
        error: 'PermanentError',
        code: 'hopeless',
      },
      { level: 'warn', message: 'record returned to its queue', recordId: 'r-2', error: 'RangeError' },
      { level: 'error', message: 'record sent to the dead letters', recordId: 'r-3', code: 'bad-body' },
      { level: 'error', message: 'record sent to the dead letters', recordId: 'r-4', code: 'bad-body' },
      { level: 'error', message: 'invocation failed', code: 'bad-envelope' },
    ])
    expect(said).toMatch(/sqs-handler\.test\.ts:\d+:\d+/)
  })
})

describe('tries', () => {
  const group = (names: readonly Body[], receives: number) =>
    sqsEvent(...names.map((body) => sqsRecord(body.name, body, 'hana', receives)))

  it('are counted for what was tried alone: neighbours behind a failing record are handled, however often they came', async () => {
    const { handler, handled, letters } = bench('fifo')
    let waiting: readonly Body[] = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name, fail: 'transient' as const }))
    waiting = [...waiting, { name: 'good' }, { name: 'better' }]
    for (let receives = 1; waiting.length > 0 && receives < 100; receives += 1) {
      const again = returned(await handler(group(waiting, receives)))
      waiting = waiting.filter(({ name }) => again.includes(name))
    }
    expect(letters.map(({ id, code }) => [id, code])).toEqual(['a', 'b', 'c', 'd', 'e'].map((id) => [id, 'away']))
    expect(handled).toEqual(['good', 'better'])
  })

  it('end with the dead letters, under the code of the last one', async () => {
    const { handler, letters } = bench('standard')
    const answers: number[] = []
    for (let receives = 1; receives <= 4; receives += 1) {
      const answer = await handler(sqsEvent(sqsRecord('1', { name: 'a', fail: 'bug' }, undefined, receives)))
      answers.push(returned(answer).length)
    }
    expect(answers).toEqual([1, 1, 1, 0])
    expect(letters.map(({ code }) => code)).toEqual(['tried-too-often'])
  })

  it('that never come back are counted too: the record is put away without another', async () => {
    const { handler, handled, letters, attempts } = bench('fifo')
    for (let cutOff = 0; cutOff < 3; cutOff += 1) await attempts.begin('slow')
    const answer = await handler(
      sqsEvent(sqsRecord('slow', { name: 'slow' }, 'hana', 5), sqsRecord('b', { name: 'b' }, 'hana')),
    )
    expect(returned(answer)).toEqual([])
    expect(letters.map(({ id, code }) => [id, code])).toEqual([['slow', 'tried-too-often']])
    expect(handled).toEqual(['b'])
  })

  it('are none while they cannot be counted: the record comes again, however long the store is away', async () => {
    const { handler, letters, attempts } = bench('fifo')
    attempts.begin = async () => {
      throw new TransientError('store-away', 'the store cannot be reached')
    }
    for (const receives of [2, 50, 999])
      expect(returned(await handler(sqsEvent(sqsRecord('1', { name: 'a' }, 'hana', receives))))).toEqual(['1'])
    expect(letters).toEqual([])
  })
})
