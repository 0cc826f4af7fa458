/** A law, where the planted file stands, what breaks the law there, and the nearest thing that does not. */
export interface Law {
  readonly law: string
  readonly at: string
  readonly rule: 'plugin' | `lint/${string}`
  readonly broken: string
  readonly kept: string
}

const imports = 'lint/style/noRestrictedImports'
const globals = 'lint/style/noRestrictedGlobals'
const use = (specifier: string): string => `import { it } from '${specifier}'\n\nexport const used = it\n`
const useType = (specifier: string): string => `import type { It } from '${specifier}'\n\nexport type Used = It\n`

const rooms = ['outcome', 'content', 'journey', 'message', 'promise', 'decision', 'model', 'customer']
export const insideTheCore: Law[] = rooms.flatMap((left, at) =>
  rooms.slice(at + 1).flatMap((right): Law[] => [
    { law: `${right}/ does not import ${left}/, ${left}/ may import ${right}/`, at: `engagement/${right}`, rule: imports, broken: use(`#engagement/${left}/a.ts`), kept: use(`#engagement/customer/a.ts`) },
    { law: `${right}/ does not reach ${left}/ by a relative path`, at: `engagement/${right}`, rule: imports, broken: useType(`../${left}/a.ts`), kept: useType('./a.ts') },
  ]),
)
export const leftImportsRight: Law[] = rooms.slice(0, -1).map((left, at) => ({
  law: `${left}/ may import ${rooms[at + 1]}/, not the files that put the rooms together`,
  at: `engagement/${left}`,
  rule: imports,
  broken: use('../react.ts'),
  kept: use(`#engagement/${rooms[at + 1]}/a.ts`),
}))

export const betweenRooms: Law[] = [
  { law: 'engagement does not import stages', at: 'engagement', rule: imports, broken: use('#stages/ports/clock.ts'), kept: use('./journey/run.ts') },
  { law: 'engagement does not import stages by a relative path', at: 'engagement', rule: imports, broken: use('../stages/ports/clock.ts'), kept: use('./errors.ts') },
  { law: 'a room of engagement does not import adapters', at: 'engagement/journey', rule: imports, broken: use('#adapters/memory/stores.ts'), kept: use('../errors.ts') },
  { law: 'a room of engagement does not import stages, types included', at: 'engagement/customer', rule: imports, broken: useType('../../stages/ports/clock.ts'), kept: useType('#engagement/errors.ts') },
  { law: 'engagement does not import language', at: 'engagement/journey', rule: imports, broken: use('#language/form/problem.ts'), kept: use('#engagement/model/workflow.ts') },
  { law: 'language does not import stages', at: 'language/lower', rule: imports, broken: use('#stages/ports/clock.ts'), kept: use('#engagement/model/workflow.ts') },
  { law: 'inside language, form does not import lower', at: 'language/form', rule: imports, broken: use('../lower/vocabulary.ts'), kept: use('./problem.ts') },
  { law: 'inside language, content does not import check', at: 'language/content', rule: imports, broken: use('#language/check/checking.ts'), kept: use('../form/problem.ts') },
  { law: 'language reads no files', at: 'language', rule: imports, broken: use('node:fs'), kept: use('./form/problem.ts') },
  { law: 'stages do not import views', at: 'stages', rule: imports, broken: use('#views/timeline.ts'), kept: use('#language/form/problem.ts') },
  { law: 'views do not import adapters', at: 'views', rule: imports, broken: use('#adapters/memory/stores.ts'), kept: use('#stages/ports/clock.ts') },
  { law: 'the simulation does not import adapters of AWS', at: 'simulation', rule: imports, broken: use('#adapters/aws/batches.ts'), kept: use('#adapters/memory/stores.ts') },
  { law: 'the simulation does not import the local host', at: 'simulation', rule: imports, broken: use('../local/host.ts'), kept: use('./world.ts') },
  { law: 'adapters do not import the simulation', at: 'adapters/memory', rule: imports, broken: use('#simulation/world.ts'), kept: use('#stages/ports/clock.ts') },
  { law: 'what stands in for AWS in memory does not import adapters of AWS', at: 'adapters/memory', rule: imports, broken: use('#adapters/aws/batches.ts'), kept: use('#stages/ports/clock.ts') },
  { law: 'adapters in memory read no files', at: 'adapters/memory', rule: imports, broken: use('../files/compile-folder.ts'), kept: use('./stores.ts') },
  { law: 'infra does not import the local host', at: 'infra', rule: imports, broken: use('#local/host.ts'), kept: use('#functions/topology.ts') },
  { law: 'the local host does not import the CLI', at: 'local/pages', rule: imports, broken: use('#cli/beforehand.ts'), kept: use('#views/timeline.ts') },
  { law: 'stages do not import adapters', at: 'stages', rule: imports, broken: use('#adapters/memory/stores.ts'), kept: use('#engagement/react.ts') },
  { law: 'stages do not import functions by a relative path', at: 'stages', rule: imports, broken: use('../functions/react/handler.ts'), kept: use('./ports/clock.ts') },
  { law: 'stages do not import a client of AWS', at: 'stages', rule: imports, broken: use('@aws-sdk/client-sqs'), kept: use('./ports/clock.ts') },
  { law: 'functions do not import the local host', at: 'functions/react', rule: imports, broken: use('#local/host.ts'), kept: use('#adapters/aws/stores.ts') },
  { law: 'functions do not import infra by a relative path', at: 'functions/react', rule: imports, broken: use('../../infra/app.ts'), kept: use('#stages/react.ts') },
  { law: 'adapters do not import the CLI', at: 'adapters/memory', rule: imports, broken: use('#cli/beforehand.ts'), kept: use('#stages/ports/clock.ts') },
  { law: 'the local host does not import tests', at: 'local', rule: imports, broken: use('#tests/world.ts'), kept: use('#functions/react/handler.ts') },
  { law: 'the CLI does not import benchmarks', at: 'cli/commands', rule: imports, broken: use('#bench/run.ts'), kept: use('#stages/simulate.ts') },
]

export const thePureCore: Law[] = [
  { law: 'does not read the clock', at: 'engagement/journey', rule: 'plugin', broken: 'export const at = () => Date.now()\n', kept: 'export const at = (now: number) => now\n' },
  { law: 'does not pass the clock on', at: 'engagement', rule: 'plugin', broken: 'export const clock = Date.now\n', kept: 'export const clock = Date.UTC\n' },
  { law: 'makes no date of now', at: 'engagement/message', rule: 'plugin', broken: 'export const at = () => new Date()\n', kept: 'export const at = (now: number) => new Date(now)\n' },
  { law: 'makes no date of now without parentheses', at: 'engagement/message', rule: 'plugin', broken: 'export const at = () => new Date\n', kept: 'export const at = (now: number) => new Date(now)\n' },
  { law: 'makes no text of now', at: 'engagement', rule: 'plugin', broken: 'export const at = () => Date()\n', kept: 'export const at = (now: string) => Date.parse(now)\n' },
  { law: 'does not take the clock apart', at: 'engagement', rule: 'plugin', broken: 'const { now } = Date\nexport const at = () => now()\n', kept: 'const { now } = { now: 1 }\nexport const at = () => now\n' },
  { law: 'has no chance of its own', at: 'engagement/decision', rule: 'plugin', broken: 'export const dice = () => Math.random()\n', kept: 'export const dice = () => Math.floor(1.5)\n' },
  { law: 'does not make ids at random', at: 'engagement/decision', rule: imports, broken: "import { randomUUID } from 'node:crypto'\n\nexport const id = () => randomUUID()\n", kept: "import { createHash } from 'node:crypto'\n\nexport const id = (of: string) => createHash('sha256').update(of).digest('hex')\n" },
  { law: 'reads no files', at: 'engagement', rule: imports, broken: use('node:fs'), kept: use('./catalogue.ts') },
  { law: 'reads no files late either', at: 'engagement/customer', rule: imports, broken: "export const files = () => import('node:fs')\n", kept: "export const files = () => 'node:fs'\n" },
  { law: 'has no async function', at: 'engagement/journey', rule: 'plugin', broken: 'export async function step() {}\n', kept: 'export function step() {}\n' },
  { law: 'has no async arrow', at: 'engagement/journey', rule: 'plugin', broken: 'export const step = async () => 1\n', kept: "export const step = () => 'async'\n" },
  { law: 'has no async method', at: 'engagement/journey', rule: 'plugin', broken: 'export const step = { async go() {} }\n', kept: 'export const step = { go() {} }\n' },
  { law: 'has no async method in a class', at: 'engagement/journey', rule: 'plugin', broken: 'export class Step {\n  static async go() {}\n}\n', kept: 'export class Step {\n  go() {}\n}\n' },
  { law: 'awaits nothing', at: 'engagement/journey', rule: 'plugin', broken: 'export const got = await 1\n', kept: 'export const got = 1\n' },
  ...['Promise', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'performance', 'crypto', 'process', 'fetch', 'globalThis'].map(
    (name): Law => ({ law: `does not touch ${name}`, at: 'engagement/promise', rule: globals, broken: `export const it = ${name}\n`, kept: `export const it = { ${name}: 1 }.${name}\n` }),
  ),
]

const over = (of: string, last: string): string =>
  `import type { Step } from '#engagement/model/workflow.ts'\n\nexport function wait(step: Step, kind: Step['kind']): number {\n  switch (${of}) {\n    case 'wait':\n      return kind.length\n    ${last}\n      return step.id.length\n  }\n}\n`
export const closedUnions: Law[] = [
  { law: 'a switch over the kind of something has no default', at: 'engagement/journey', rule: 'plugin', broken: over('step.kind', 'default:'), kept: over('step.kind', "case 'send':") },
  { law: 'a switch over a kind of that name has no default', at: 'stages', rule: 'plugin', broken: over('kind', 'default:'), kept: over('kind', "case 'send':") },
  { law: 'a switch over what may be missing has no default', at: 'local', rule: 'plugin', broken: over('step?.kind', 'default:'), kept: over('step?.kind', "case 'send':") },
  { law: 'a switch over open text may have a default', at: 'functions/react', rule: 'plugin', broken: over('step.kind', 'default:'), kept: over('step.id', 'default:') },
]

export const house: Law[] = [
  { law: 'no any', at: 'functions/react', rule: 'lint/suspicious/noExplicitAny', broken: 'export const a: any = 1\n', kept: 'export const a: unknown = 1\n' },
  { law: 'no non-null assertion', at: 'cli', rule: 'lint/style/noNonNullAssertion', broken: 'export const a = (b: string | undefined) => b!.length\n', kept: 'export const a = (b: string | undefined) => b?.length\n' },
  { law: 'no default export', at: 'local', rule: 'lint/style/noDefaultExport', broken: 'export default 1\n', kept: 'export const one = 1\n' },
  { law: 'no barrel', at: 'stages', rule: 'lint/performance/noBarrelFile', broken: "export { react } from './react.ts'\n", kept: use('./react.ts') },
  { law: 'no console in stages', at: 'stages', rule: 'lint/suspicious/noConsole', broken: "console.log('x')\n", kept: "export const x = 'x'\n" },
  { law: 'no console in functions', at: 'functions/send', rule: 'lint/suspicious/noConsole', broken: "console.warn('x')\n", kept: "export const x = 'x'\n" },
  { law: 'no console in adapters', at: 'adapters/aws', rule: 'lint/suspicious/noConsole', broken: "console.error('x')\n", kept: "export const x = 'x'\n" },
  { law: 'no console in the core', at: 'engagement', rule: 'lint/suspicious/noConsole', broken: "console.info('x')\n", kept: "export const x = 'x'\n" },
  { law: 'zod whole, not by name', at: 'engagement/customer', rule: imports, broken: "import { z } from 'zod'\n\nexport const s = z.string()\n", kept: "import * as z from 'zod'\n\nexport const s = z.string()\n" },
  { law: 'zod whole in functions too', at: 'functions/ingest', rule: imports, broken: "import { z } from 'zod'\n\nexport const s = z.string()\n", kept: "import * as z from 'zod'\n\nexport const s = z.string()\n" },
  { law: 'no eval', at: 'engagement/decision', rule: 'lint/security/noGlobalEval', broken: "export const a = eval('1')\n", kept: "export const a = Number('1')\n" },
  { law: 'no code made of text', at: 'engagement/decision', rule: 'lint/nursery/noImpliedEval', broken: "export const a = new Function('return 1')\n", kept: 'export const a = () => 1\n' },
  { law: 'no promise left alone', at: 'local', rule: 'lint/nursery/noFloatingPromises', broken: 'async function go(): Promise<void> {}\nexport function start() {\n  go()\n}\n', kept: 'async function go(): Promise<void> {}\nexport async function start() {\n  await go()\n}\n' },
  { law: 'no focused test', at: 'tests/unit', rule: 'lint/suspicious/noFocusedTests', broken: "import { it } from 'vitest'\n\nit.only('x', () => {})\n", kept: "import { it } from 'vitest'\n\nit('x', () => {})\n" },
  { law: 'no undeclared package', at: 'stages', rule: 'lint/correctness/noUndeclaredDependencies', broken: use('left-pad'), kept: use('zod') },
]

const draftOf = 'interface Draft {\n  readonly runs: readonly string[]\n}\nconst putRun = (draft: Draft, run: string): Draft => ({ runs: [...draft.runs, run] })\n'
const inCore = (body: string): string => `${draftOf}export function enter(draft: Draft): Draft {\n${body}}\n`
export const valuesAreReturned: Law[] = [
  { law: 'the core drops nothing that a function made', at: 'engagement/journey', rule: 'plugin', broken: inCore("  putRun(draft, 'a')\n  return draft\n"), kept: inCore("  return putRun(draft, 'a')\n") },
  { law: 'the files that put the rooms together drop nothing either', at: 'engagement', rule: 'plugin', broken: inCore("  putRun(draft, 'a')\n  return draft\n"), kept: inCore("  const entered = putRun(draft, 'a')\n  return entered\n") },
  { law: 'nothing is dropped on a condition', at: 'engagement/promise', rule: 'plugin', broken: inCore("  draft.runs.length === 0 && putRun(draft, 'a')\n  return draft\n"), kept: inCore("  return draft.runs.length === 0 ? putRun(draft, 'a') : draft\n") },
  { law: 'nothing is dropped by void', at: 'engagement/message', rule: 'plugin', broken: inCore("  void putRun(draft, 'a')\n  return draft\n"), kept: inCore("  return putRun(draft, 'a')\n") },
  { law: 'a function of the core returns something', at: 'engagement/journey', rule: 'plugin', broken: 'export function enter(): void {}\n', kept: "export const enter = (): string => 'a'\n" },
  { law: 'an arrow of the core returns something', at: 'engagement/outcome', rule: 'plugin', broken: 'export const enter = (): void => undefined\n', kept: 'export const enter = (act: () => void): (() => void) => act\n' },
  { law: 'a list of its own may be filled in place', at: 'engagement/journey', rule: 'plugin', broken: inCore("  putRun(draft, 'a')\n  return draft\n"), kept: "export function names(count: number): readonly string[] {\n  const list: string[] = []\n  for (let n = 0; n < count; n += 1) list.push(String(n))\n  return list\n}\n" },
]
