import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Call } from '#adapters/aws/batches.ts'
import { joinSends } from '#adapters/aws/join-sends.ts'

/** A service that takes what `takes` says, however often it is asked, and remembers its calls. */
function serviceOf(takes: (entry: string) => boolean = () => true) {
  const calls: (readonly string[])[] = []
  const call: Call<string> = {
    code: 'queue-unavailable',
    bytesOf: (entry) => entry.length,
    send: async (entries) => {
      calls.push(entries)
      if (entries.includes('away')) throw new Error('away')
      return entries.filter((entry) => !takes(entry))
    },
  }
  return { calls, send: joinSends(call) }
}

/** What became of each of many sends that were made at once. */
const outcomes = async (sends: readonly Promise<void>[]): Promise<readonly string[]> =>
  (await Promise.allSettled(sends)).map((sent) => (sent.status === 'fulfilled' ? 'taken' : sent.reason.code))

describe('what is sent at once', () => {
  it('goes in one call, in the order in which it was sent', async () => {
    const { calls, send } = serviceOf()
    const late = async (entry: string): Promise<void> => {
      await Promise.resolve()
      await send([entry])
    }
    await Promise.all([send(['a', 'b']), late('d'), send(['c'])])
    expect(calls).toEqual([['a', 'b', 'c', 'd']])
  })

  it('goes in calls of ten, and is taken whole however it is divided', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(fc.string({ minLength: 1 }), { maxLength: 14 })), async (sends) => {
        const { calls, send } = serviceOf()
        const named = sends.map((entries, s) => entries.map((entry, e) => `${s}.${e}.${entry}`))
        await Promise.all(named.map((entries) => send(entries)))
        expect(calls.flat()).toEqual(named.flat())
        expect(calls.length).toBe(Math.ceil(named.flat().length / 10))
      }),
      { numRuns: 50 },
    )
  })

  it('fails for the sender alone whose entry was not taken, after a second try', async () => {
    const { calls, send } = serviceOf((entry) => entry !== 'refused')
    expect(await outcomes([send(['a']), send(['refused', 'b']), send(['c'])])).toEqual([
      'taken',
      'queue-unavailable',
      'taken',
    ])
    expect(calls).toEqual([['a', 'refused', 'b', 'c'], ['refused']])
  })

  it('fails for everybody whose entries were in a call that failed, and for nobody else', async () => {
    const { send } = serviceOf()
    const ten = Array.from({ length: 10 }, (_, n) => String(n))
    expect(await outcomes([send(ten), send(['away']), send(['b'])])).toEqual([
      'taken',
      'queue-unavailable',
      'queue-unavailable',
    ])
    await send(['later'])
  })
})
