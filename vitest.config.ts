import { defineConfig } from 'vitest/config'

interface Apart {
  readonly files: string
  readonly seconds: number
  readonly globalSetup?: string
}

/** Tests with a place of their own, because they start processes or take long; every other test is a unit test. */
const apart: { readonly [project: string]: Apart } = {
  contracts: { files: 'tests/contracts/**/*.test.ts', seconds: 60 },
  local: { files: 'tests/local/**/!(kill).test.ts', seconds: 120 },
  /** Worlds of many customers; CI and `npm run seeds` play more of them. */
  seeds: { files: 'tests/seeds/**/*.test.ts', seconds: 180 },
  journeys: { files: 'tests/journeys/**/*.test.ts', seconds: 120 },
  /** The compiler is run once for each plant. */
  plants: { files: 'tests/types/**/*.test.ts', seconds: 120 },
  synth: { files: 'tests/synth/**/*.test.ts', seconds: 120 },
  // Synthesised once, before its files.
  proof: { files: 'tests/proof/**/*.test.ts', seconds: 120, globalSetup: 'tests/proof/provide.ts' },
  /** Packed, installed into an app of somebody's own, and synthesised there. */
  package: { files: 'tests/package/**/*.test.ts', seconds: 300 },
  /** On a real account, where there is one. */
  deployed: { files: 'tests/deployed/**/*.test.ts', seconds: 300 },
  kill: { files: 'tests/**/kill.test.ts', seconds: 240 },
}

/** Each project can run alone: `vitest run --project unit`. */
export default defineConfig({
  test: {
    maxWorkers: 2,
    setupFiles: ['tests/fail-on-console.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['tests/**/*.test.ts'],
          exclude: Object.values(apart).map(({ files }) => files),
          testTimeout: 20_000,
          hookTimeout: 20_000,
        },
      },
      ...Object.entries(apart).map(([name, { files, seconds, ...setup }]) => ({
        extends: true as const,
        test: {
          name,
          include: [files],
          ...setup,
          testTimeout: seconds * 1000,
          hookTimeout: seconds * 1000,
          // Hosts, engines and syntheses want the cores for themselves.
          fileParallelism: name === 'contracts',
        },
      })),
    ],
  },
})
