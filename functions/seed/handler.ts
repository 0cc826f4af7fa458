import { seedDependencies } from './dependencies.ts'
import { createSeedHandler } from './seed.ts'

export const handler = createSeedHandler(seedDependencies(process.env, new URL('catalogue.json', import.meta.url)))
