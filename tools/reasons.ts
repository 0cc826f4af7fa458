import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { reasonsPage } from './reasons/reasons-page.ts'

/** `npm run reasons`, after a change of a reason or its words: writes docs/reasons.md. */
writeFileSync(fileURLToPath(new URL('../docs/reasons.md', import.meta.url)), reasonsPage())
