import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { createTerminal } from './context.ts'
import { runCli } from './run-cli.ts'

const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')))

process.exitCode = await runCli(
  process.argv.slice(2),
  {
    terminal: createTerminal(process.env, process.stdout, process.stderr),
    env: process.env,
    workflows: join(process.cwd(), 'workflows'),
    exitCode: 0,
  },
  version,
)
