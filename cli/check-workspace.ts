import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { compileWorkspace } from '#engagement/compile-workspace.ts'
import { showProblem } from '#engagement/definition/source/problem.ts'
import { compileMessage } from '#engagement/message/compile-message.ts'
import { BARE_LAYOUT } from '#engagement/message/layout-slots.ts'

/** `node cli/check-workspace.ts workflows`: prints every problem of a workspace; exit code 1 with an error among them. */
const [root = 'workflows'] = process.argv.slice(2)

function readTree(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && /\.(ya?ml|md)$/.test(entry.name),
  )
  return new Map(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name)
      return [relative(folder, path).split(sep).join('/'), readFileSync(path, 'utf8')] as const
    }),
  )
}

const { catalogue, problems } = compileWorkspace(readTree(root), { compileMessage, layout: BARE_LAYOUT })
for (const problem of problems) process.stdout.write(`${showProblem(problem)}\n`)
if (catalogue === undefined) process.exitCode = 1
else
  process.stdout.write(
    `ok: ${catalogue.workflows.length} workflows, ${Object.keys(catalogue.events).length} events, ${catalogue.counters.length} counters, ${catalogue.hash.slice(0, 12)}\n`,
  )
