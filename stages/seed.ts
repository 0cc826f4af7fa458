import type { Catalogue } from '#engagement/model/catalogue.ts'

/** What a deployment knows of the live catalogue: hashes only. */
export interface SeedStore {
  /** The live catalogue and the one that a deployment published last; undefined before the first. */
  hashes(): Promise<{ readonly live: string | undefined; readonly seed: string | undefined }>
  /** Publishes, unless something else than `expected` is live by then: false, and nothing changed. */
  plant(catalogue: Catalogue, expected: string | undefined): Promise<boolean>
}

/** `left-alone`: somebody published since the last deployment, and theirs stays. */
export type Seeded = 'planted' | 'unchanged' | 'left-alone'

/**
 * Publishes a deployment's catalogue where nothing is live yet, or where what is live came from the last deployment: what
 * was published since is never overwritten. Where both happen to be the same, the deployment takes it as its own.
 */
export async function seedCatalogue(catalogue: Catalogue, store: SeedStore): Promise<Seeded> {
  const { live, seed } = await store.hashes()
  const same = live === catalogue.hash
  if (same && seed === live) return 'unchanged'
  if (!same && live !== undefined && live !== seed) return 'left-alone'
  if (!(await store.plant(catalogue, live))) return 'left-alone'
  return same ? 'unchanged' : 'planted'
}
