import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { bans } from '#tools/rooms/bans.ts'

it('refuses what the house refuses: the linter reads what `npm run rooms` made of it', () => {
  const written: unknown = JSON.parse(readFileSync('tools/lint/rooms.json', 'utf8'))
  expect(written).toEqual(JSON.parse(JSON.stringify(bans())))
})
