import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import * as z from 'zod'
import { EngineCase } from './engine-case.ts'
import { playCase, seenBy } from './play-case.ts'

const FOLDER = join(import.meta.dirname, '..', '..', 'cases', 'engine')

/** Every table under tests/cases/engine: anyone can add a case. A file may begin with anchors under `shared`. */
const Table = z.object({ cases: z.array(EngineCase).min(1) })

for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'))) {
  const { cases } = Table.parse(parse(readFileSync(join(FOLDER, file), 'utf8'), { merge: true, maxAliasCount: -1 }))
  describe(file.replace('.yaml', ''), () => {
    it.each(cases.map((each) => ({ name: each.case, each })))('$name', async ({ each }) => {
      const world = await playCase(each)
      expect(await seenBy(world, each.expect)).toEqual(each.expect)
    })
  })
}
