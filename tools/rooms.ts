import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { bans } from './rooms/bans.ts'

/** `npm run rooms`, after a change of tools/rooms/house.ts: writes what `biome.jsonc` extends. */
const file = fileURLToPath(new URL('lint/rooms.json', import.meta.url))
writeFileSync(file, `${JSON.stringify(bans(), null, 2)}\n`)
