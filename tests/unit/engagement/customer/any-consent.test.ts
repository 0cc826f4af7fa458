import fc from 'fast-check'
import { it } from 'vitest'
import { draws } from '#tests/draws.ts'
import { ConsentAtWork, consentCommands, deliverAll } from './models/consent-commands.ts'
import { ConsentHost } from './models/consent-host.ts'
import { ConsentModel } from './models/consent-model.ts'

const START = Date.parse('2026-11-21T10:00:00Z')

it('allows what a recount of everything that was ever said allows, in whatever order it is heard and however often', async () => {
  await fc.assert(
    fc.asyncProperty(consentCommands(40), async (commands) => {
      const work = new ConsentAtWork(new ConsentModel(START))
      const host = await ConsentHost.create(START)
      await fc.asyncModelRun(() => ({ model: work, real: host }), commands)
      await deliverAll(work, host)
    }),
    { numRuns: draws(100) },
  )
})
