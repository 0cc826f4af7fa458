import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSync, transformSync } from 'esbuild'
import { FUNCTION_NAMES } from '#functions/facts.ts'
import { bundling } from '#infra/bundling.ts'
import { compiledSpecifiers } from './build/compiled-specifiers.ts'
import { HOUSE } from './rooms/house.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const dist = join(root, 'dist')
/** What a package has: everything but what belongs to this repository's own app, to tests and to benchmarks. */
const ROOMS = HOUSE.map(({ name }) => name).filter((name) => existsSync(join(root, name)))
const OWN_APP: ReadonlySet<string> = new Set(['infra/app.ts', 'infra/nag.ts'])

/** `npm run build`: `dist/` with each file compiled to JavaScript and its types, and each Lambda bundled. */
rmSync(dist, { recursive: true, force: true })
for (const file of sources()) compile(file)
execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '--project', 'tsconfig.build.json'], {
  cwd: root,
  stdio: 'inherit',
})
for (const file of files(dist).filter((name) => name.endsWith('.d.ts'))) {
  const path = join(dist, file)
  writeFileSync(path, compiledSpecifiers(readFileSync(path, 'utf8'), file))
}
for (const name of FUNCTION_NAMES) {
  const bundled = { ...bundling(join(root, 'functions', name, 'handler.ts'), join(dist, 'lambda', name)) }
  buildSync({ ...bundled, absWorkingDir: root })
}
writePackage()

/** The compiled CLI reads its version beside it, as the sources do. */
function writePackage(): void {
  const { name, version, type }: { readonly [member: string]: string } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  )
  writeFileSync(join(dist, 'package.json'), JSON.stringify({ name, version, type, private: true }))
}

function sources(): readonly string[] {
  return ROOMS.flatMap((room) => files(join(root, room)).map((file) => join(room, file))).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.d.ts') && !OWN_APP.has(file),
  )
}

function files(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
}

/** Types are only taken away, as Node does when it runs the sources: nothing is moved or bundled. */
function compile(file: string): void {
  const { code } = transformSync(readFileSync(join(root, file), 'utf8'), {
    loader: 'ts',
    format: 'esm',
    target: 'node22',
    sourcefile: file,
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
  })
  const to = join(dist, file.replace(/\.ts$/, '.js'))
  mkdirSync(dirname(to), { recursive: true })
  writeFileSync(to, compiledSpecifiers(code, file))
}
