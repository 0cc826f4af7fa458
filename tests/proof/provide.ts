import type { TestProject } from 'vitest/node'
import type { Deployment } from './deployment.ts'
import { synthesise } from './synthesise.ts'

declare module 'vitest' {
  interface ProvidedContext {
    deployment: Deployment
  }
}

/** One synthesis for all proofs: bundling and compiling take longer than any of them. */
export function setup(project: TestProject): void {
  project.provide('deployment', synthesise())
}
