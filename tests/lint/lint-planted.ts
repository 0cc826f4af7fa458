import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'

const root = fileURLToPath(new URL('../..', import.meta.url))
const biome = join(root, 'node_modules/.bin/biome')

const Report = z.object({
  diagnostics: z.array(
    z.object({ category: z.string(), message: z.string(), location: z.object({ path: z.string() }) }),
  ),
})

/** What the linter says of each file: `rule: message`. */
export type Complaints = ReadonlyMap<string, readonly string[]>

/** Lints `files` (path -> source) with the project's own configuration, in a folder that is removed again. */
export async function lintPlanted(files: ReadonlyMap<string, string>): Promise<Complaints> {
  const folder = await mkdtemp(join(tmpdir(), 'beforehand-lint-'))
  try {
    for (const own of ['biome.jsonc', 'package.json', '.gitignore', 'tools/lint']) {
      await cp(join(root, own), join(folder, own), { recursive: true })
    }
    for (const [path, source] of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true })
      await writeFile(join(folder, path), source)
    }
    const { diagnostics } = Report.parse(JSON.parse(await lint(folder)))
    const byPath = Map.groupBy(diagnostics, (diagnostic) => diagnostic.location.path)
    return new Map([...byPath].map(([path, found]) => [path, found.map((one) => `${one.category}: ${one.message}`)]))
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Biome exits with 1 where it has something to say; only an empty answer is a failure of the run itself. */
function lint(folder: string): Promise<string> {
  const args = ['lint', '--reporter=json', '--max-diagnostics=none', '.']
  return new Promise((resolve, reject) => {
    execFile(biome, args, { cwd: folder, maxBuffer: 64e6 }, (error, stdout, stderr) => {
      if (stdout.trim() === '') reject(new Error(`biome said nothing: ${stderr}`, { cause: error }))
      else resolve(stdout)
    })
  })
}
