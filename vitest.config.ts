import { defineConfig } from 'vitest/config'

/** Tests with a place of their own, because they start processes or take long; every other test is a unit test. */
const apart = {
  contracts: { files: 'tests/contracts/**/*.test.ts', seconds: 60 },
  local: { files: 'tests/local/**/!(kill).test.ts', seconds: 120 },
  journeys: { files: 'tests/journeys/**/*.test.ts', seconds: 120 },
  synth: { files: 'tests/synth/**/*.test.ts', seconds: 120 },
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
      ...Object.entries(apart).map(([name, { files, seconds }]) => ({
        extends: true as const,
        test: {
          name,
          include: [files],
          testTimeout: seconds * 1000,
          hookTimeout: seconds * 1000,
          // Hosts, engines and syntheses want the cores for themselves.
          fileParallelism: name === 'contracts',
        },
      })),
    ],
  },
})
