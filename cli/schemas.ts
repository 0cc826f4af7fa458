import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { editorSchemas } from '#engagement/definition/source/editor-schemas.ts'

/**
 * `node cli/schemas.ts` writes the JSON Schemas that editors complete from; `--check` exits with 1 where a file is stale.
 */
const folder = join(import.meta.dirname, '..', 'workflows', 'schemas')
const check = process.argv.includes('--check')

mkdirSync(folder, { recursive: true })
for (const [name, text] of editorSchemas()) {
  const file = join(folder, name)
  if (read(file) === text) continue
  if (check) {
    process.stderr.write(`workflows/schemas/${name} is stale: run \`node cli/schemas.ts\`\n`)
    process.exitCode = 1
  } else writeFileSync(file, text)
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
