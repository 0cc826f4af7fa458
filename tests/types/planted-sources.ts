import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
/** What ships, but for what only deploys: CDK's types are half of what there is to read. */
const SHIPPED = ['engagement', 'language', 'stages', 'views', 'simulation', 'functions', 'adapters', 'local', 'cli']

const isThere = (own: string): boolean => existsSync(join(root, own))

/** A change of one file: `from` stands in it once, or it is added at the end of `after`. */
export interface Edit {
  readonly file: string
  readonly from: string
  readonly to: string
}

/** A copy of the sources, in which something can be planted and taken out again. */
export class PlantedSources {
  readonly #folder: string

  private constructor(folder: string) {
    this.#folder = folder
  }

  static async copy(): Promise<PlantedSources> {
    const folder = await mkdtemp(join(tmpdir(), 'beforehand-types-'))
    for (const own of [...SHIPPED, 'workflows/schemas', 'package.json', 'tsconfig.json'].filter(isThere))
      await cp(join(root, own), join(folder, own), { recursive: true })
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
    return new PlantedSources(folder)
  }

  remove(): Promise<void> {
    return rm(this.#folder, { recursive: true })
  }

  /** The files that do not compile with these edits, which are taken back. Throws where an edit finds no place, or two. */
  async brokenBy(edits: readonly Edit[]): Promise<readonly string[]> {
    const before = new Map<string, string>()
    try {
      for (const { file, from, to } of edits) {
        const path = join(this.#folder, file)
        const source = await readFile(path, 'utf8')
        if (!before.has(path)) before.set(path, source)
        if (source.split(from).length !== 2) throw new Error(`${file} does not hold this once: ${from}`)
        await writeFile(
          path,
          source.replace(from, () => to),
        )
      }
      return await this.#compile()
    } finally {
      for (const [path, source] of before) await writeFile(path, source)
    }
  }

  #compile(): Promise<readonly string[]> {
    const tsc = join(root, 'node_modules/.bin/tsc')
    return new Promise((resolve, reject) => {
      execFile(tsc, ['--noEmit', '--pretty', 'false'], { cwd: this.#folder, maxBuffer: 64e6 }, (error, stdout) => {
        const files = stdout.split('\n').flatMap((line) => /^([^\s(]+)\(\d+,\d+\): error /.exec(line)?.[1] ?? [])
        // A compiler that fails and names no file has not compiled at all.
        if (error !== null && files.length === 0) reject(new Error(stdout, { cause: error }))
        else resolve([...new Set(files)].sort())
      })
    })
  }
}
