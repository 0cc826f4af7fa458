import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { plants } from '../cases/plants.ts'
import { PlantedSources } from './planted-sources.ts'

describe('something new in a closed union', () => {
  let sources: PlantedSources

  beforeAll(async () => {
    sources = await PlantedSources.copy()
  })
  afterAll(() => sources.remove())

  it('is looked for in sources that compile', async () => {
    expect(await sources.brokenBy([])).toEqual([])
  })

  it.each(plants)('$plant does not compile until everybody has said what it means', async ({ edits, answers }) => {
    expect(answers).not.toEqual([])
    expect(await sources.brokenBy(edits)).toEqual(expect.arrayContaining([...answers]))
  })

  it('goes through where a switch has a default: the compiler is what finds it', async () => {
    const planted = plants.find(({ plant }) => plant === 'a kind of step')
    const file = 'engagement/model/step-graph.ts'
    const opened = [
      { file, from: "    case 'end':\n      return []\n", to: '    default:\n      return []\n' },
      { file, from: "    case 'hand_over':\n    case 'end':\n      return 0\n", to: '    default:\n      return 0\n' },
    ]
    expect(planted?.answers).toContain(file)
    const broken = await sources.brokenBy([...(planted?.edits ?? []), ...opened])
    expect(broken).toContain('engagement/journey/walk.ts')
    expect(broken).not.toContain(file)
  })
})
