import { defineConfig } from 'vitest/config'

/** Tests with a place of their own, because they start processes or take long; every other test is a unit test. */
const apart = {
  contracts: { folder: 'tests/contracts', seconds: 60 },
  local: { folder: 'tests/local', seconds: 120 },
  journeys: { folder: 'tests/journeys', seconds: 120 },
  synth: { folder: 'tests/synth', seconds: 120 },
  kill: { folder: 'tests/kill', seconds: 240 },
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
          exclude: Object.values(apart).map(({ folder }) => `${folder}/**`),
          testTimeout: 20_000,
        },
      },
      ...Object.entries(apart).map(([name, { folder, seconds }]) => ({
        extends: true as const,
        test: {
          name,
          include: [`${folder}/**/*.test.ts`],
          testTimeout: seconds * 1000,
          hookTimeout: seconds * 1000,
          // Hosts, engines and synths want the cores for themselves.
          fileParallelism: name === 'contracts',
        },
      })),
    ],
  },
})
