import { beforeAll, describe, expect, it } from 'vitest'
import * as families from '../cases/lint-laws.ts'
import { type Complaints, lintPlanted } from './lint-planted.ts'

/** Every law's broken and kept file in one folder, linted in one go. */
const laws = Object.entries(families).flatMap(([family, cases]) =>
  cases.map((law, at) => ({ ...law, name: `${kebab(family)}-${at}` })),
)
const file = (law: { at: string; name: string }, fate: 'broken' | 'kept'): string =>
  `${law.at}/planted-${law.name}-${fate}.ts`

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

describe('the linter holds the laws of the house', () => {
  let complaints: Complaints

  beforeAll(async () => {
    complaints = await lintPlanted(
      new Map(
        laws.flatMap((law) => [
          [file(law, 'broken'), law.broken],
          [file(law, 'kept'), law.kept],
        ]),
      ),
    )
  }, 30_000)

  it.each(laws)('refuses what breaks it and passes what does not: $law', (law) => {
    expect(complaints.get(file(law, 'broken')) ?? []).toContainEqual(expect.stringContaining(law.rule))
    expect((complaints.get(file(law, 'kept')) ?? []).filter((one) => one.startsWith(law.rule))).toEqual([])
  })

  it('says in the message what to do instead', () => {
    const broken = laws.find(({ law }) => law === 'stages do not import adapters')
    expect(broken && complaints.get(file(broken, 'broken'))?.join()).toContain('stages/ports/')
  })
})
