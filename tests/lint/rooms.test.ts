import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { bans } from '#tools/rooms/bans.ts'

it('refuses what the house refuses: the linter reads what `npm run rooms` made of it', () => {
  const written: unknown = JSON.parse(readFileSync('tools/lint/rooms.json', 'utf8'))
  expect(written).toEqual(JSON.parse(JSON.stringify(bans())))
})

const SERVICES = /\b(?:SES|SNS|SQS|EventBridge|DynamoDB|Lambda|CloudWatch|CloudFormation|Pinpoint)\b/
/** Of ISO's list of countries: Spain and its neighbours are no service. */
const NO_PROSE = join('engagement', 'customer', 'country-code.ts')

it.each(['engagement', 'stages', 'views'])(
  '%s names no service of a provider: its shapes end at the adapters',
  (room) => {
    const files = readdirSync(room, { recursive: true, encoding: 'utf8' }).map((file) => join(room, file))
    const read = files.filter((file) => file.endsWith('.ts') && file !== NO_PROSE)
    expect(read.length).toBeGreaterThan(3)
    expect(read.filter((file) => SERVICES.test(readFileSync(file, 'utf8')))).toEqual([])
    expect(SERVICES.test(readFileSync('adapters/aws/bus-event.ts', 'utf8'))).toBe(true)
  },
)
