import { format } from 'node:util'
import { afterAll, afterEach } from 'vitest'

/** A test that prints to the console fails: what is worth saying is worth asserting. */
const printed: string[] = []

for (const method of ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const) {
  console[method] = (...said: unknown[]) => {
    printed.push(`console.${method}: ${format(...said)}`)
  }
}

function failWhenPrinted(): void {
  if (printed.length === 0) return
  throw new Error(`Printed during the test:\n${printed.splice(0).join('\n')}`)
}

afterEach(failWhenPrinted)
afterAll(failWhenPrinted)
