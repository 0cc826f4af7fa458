import { describe, expect, it } from 'vitest'
import { judge } from '#tools/mutation/judge.ts'
import type { Mutant } from '#tools/mutation/mutant.ts'
import { shuffle } from '#tools/mutation/shuffle.ts'
import { survivors, tellScores, tellTotal } from '#tools/mutation/tell-run.ts'
import type { Fate, Tried } from '#tools/mutation/try-mutants.ts'

const mutant = (id: number): Mutant => ({
  id,
  file: 'engagement/decision/spacing.ts',
  line: id,
  column: 1,
  within: 'spaceFor',
  change: `${id} -> ${id + 1}`,
  atLoad: false,
})

const FATES: { readonly [kind in Fate['kind']]: Fate } = {
  killed: { kind: 'killed', by: 'a test' },
  too_long: { kind: 'too_long' },
  survived: { kind: 'survived', ran: ['a test'] },
  unreached: { kind: 'unreached' },
}

const tried = (...kinds: readonly Fate['kind'][]): readonly Tried[] =>
  kinds.map((kind, id) => ({ mutant: mutant(id), fate: FATES[kind] }))

const all = (many: readonly Tried[]): readonly Mutant[] => many.map((each) => each.mutant)

const EXPLAINED = {
  file: 'engagement/decision/spacing.ts',
  within: 'spaceFor',
  change: '1 -> 2',
  because: 'nobody asks for it',
}

describe('a run of all mutants', () => {
  const ran = tried('killed', 'survived', 'too_long', 'unreached')

  it('fails below the floor of a folder, and says what to do', () => {
    const { failures } = judge(all(ran), ran, { 'engagement/decision': 50.1 }, [])
    expect(failures).toEqual([
      'engagement/decision: 50% are caught, the floor is 50.1%. Add a case that fails with a survivor, or explain it in tests/cases/explained-mutants.ts.',
    ])
  })

  it('passes at the floor, and tells what has risen above it', () => {
    expect(judge(all(ran), ran, { 'engagement/decision': 50 }, [])).toMatchObject({ failures: [], rises: {} })
    expect(judge(all(ran), ran, {}, [])).toMatchObject({ failures: [], rises: { 'engagement/decision': 50 } })
  })

  it('counts one that is explained as none that a test could catch', () => {
    const judged = judge(all(ran), ran, { 'engagement/decision': 66.6 }, [EXPLAINED])
    expect(judged.failures).toEqual([])
    expect(tellTotal(judged)).toBe('3 passed, 0 failed')
    expect(survivors(ran, [EXPLAINED]).map((each) => each.mutant.id)).toEqual([3])
    expect(tellScores(judged.scores).split('\n').at(-1)).toMatch(/^engagement\/decision +4 +4 +2 +1 +0 +1 +66\.6%$/)
  })

  it('of some files of a folder alone says nothing of the folder', () => {
    const some = judge(all(ran), ran, { 'engagement/decision': 90 }, [], () => false)
    expect(some).toMatchObject({ failures: [], rises: {} })
    expect(
      judge(all(ran), ran, {}, [{ ...EXPLAINED, file: 'engagement/decision/other.ts' }], () => false).failures,
    ).toEqual([])
  })

  it('fails where an explanation is of a file that is gone', () => {
    const { failures } = judge(all(ran), ran, {}, [{ ...EXPLAINED, file: 'engagement/decision/other.ts' }])
    expect(failures).toEqual([expect.stringContaining('no longer there: engagement/decision/other.ts')])
  })

  it('fails where an explanation is of something that is no longer there, or that a test catches', () => {
    const gone = judge(all(ran), ran, {}, [{ ...EXPLAINED, change: '7 -> 8' }])
    expect(gone.failures).toEqual([
      expect.stringContaining('no longer there: engagement/decision/spacing.ts, spaceFor: 7 -> 8'),
    ])
    const caught = judge(all(ran), ran, {}, [{ ...EXPLAINED, change: '0 -> 1' }])
    expect(caught.failures).toEqual([expect.stringContaining('a test catches it')])
  })
})

describe('a sample', () => {
  const whole = Array.from({ length: 1000 }, (_, id) => mutant(id))
  const some = tried(...Array.from({ length: 100 }, (_, id) => (id < 80 ? ('killed' as const) : ('survived' as const))))

  it('is allowed what chance may do', () => {
    expect(judge(whole, some, { 'engagement/decision': 85 }, []).failures).toEqual([])
    expect(judge(whole, some, { 'engagement/decision': 95 }, []).failures).toHaveLength(1)
  })

  it('is allowed nothing where all are caught or explained', () => {
    const one = tried(
      ...Array.from({ length: 100 }, (_, id) => (id < 99 ? ('killed' as const) : ('survived' as const))),
    )
    expect(judge(whole, one, { 'engagement/decision': 100 }, []).failures).toHaveLength(1)
  })

  it('raises no floor', () => {
    expect(judge(whole, some, {}, []).rises).toEqual({})
  })

  it('is the same for the same seed, and another for another', () => {
    const ids = (seed: number) =>
      shuffle(whole, seed)
        .slice(0, 5)
        .map(({ id }) => id)
    expect(ids(7)).toEqual(ids(7))
    expect(ids(7)).not.toEqual(ids(8))
    expect(shuffle(whole, 7).toSorted((a, b) => a.id - b.id)).toEqual(whole)
  })
})
