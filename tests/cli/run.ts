import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import picocolors from 'picocolors'
import type { Context, ExitCode, Terminal } from '#cli/context.ts'
import { runCli } from '#cli/run-cli.ts'

export const WORKFLOWS = fileURLToPath(new URL('../../workflows', import.meta.url))

export interface Ran {
  readonly code: ExitCode
  readonly out: string
  readonly err: string
}

/** Runs the CLI in this process; what it says is collected, not printed. */
export async function run(
  args: readonly string[],
  given: Partial<Context> & { readonly colored?: boolean } = {},
): Promise<Ran> {
  const out: string[] = []
  const err: string[] = []
  const terminal: Terminal = {
    out: (text) => out.push(text),
    err: (text) => err.push(text),
    interactive: given.colored ?? false,
    colors: picocolors.createColors(given.colored ?? false),
  }
  const context: Context = { terminal, env: given.env ?? {}, workflows: given.workflows ?? WORKFLOWS, exitCode: 0 }
  const code = await runCli(args, context, '9.9.9')
  return { code, out: out.join('\n'), err: err.join('\n') }
}

/** The shop's own workflows in a folder of their own, to be broken; with what removes it again. */
export async function copyOfWorkflows(): Promise<{ folder: string; edit: Edit; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'beforehand-cli-'))
  await cp(WORKFLOWS, folder, { recursive: true })
  const edit: Edit = async (file, from, to) => {
    const text = await readFile(join(folder, file), 'utf8')
    if (!text.includes(from)) throw new Error(`${file} does not have "${from}"`)
    await writeFile(join(folder, file), text.replace(from, to))
  }
  return { folder, edit, remove: () => rm(folder, { recursive: true }) }
}
export type Edit = (file: string, from: string, to: string) => Promise<void>
