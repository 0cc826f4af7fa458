#!/usr/bin/env node
// Starts the CLI: compiled where this is a package; else as it stands here, under the Node that the project brings along,
// whatever Node the machine has. Plain JavaScript, because an older Node must be able to read it.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const source = new URL('../cli/beforehand.ts', import.meta.url)
const compiled = new URL('../dist/cli/beforehand.js', import.meta.url)
const cli = existsSync(source) ? source : compiled
const own = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url))
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
const runsIt = major > 22 || (major === 22 && minor >= 18)

if (runsIt) {
  await import(cli.href)
} else if (existsSync(own)) {
  const child = spawn(own, [fileURLToPath(cli), ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
} else {
  console.error(`beforehand needs Node 22.18 or newer; this is ${process.version}. Run npm ci: it brings one along.`)
  process.exit(2)
}
