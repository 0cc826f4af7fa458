import { fileURLToPath } from 'node:url'
import { dedupOf, groupOf } from '#adapters/aws/react-queue.ts'
import { compileFolder } from '#adapters/files/compile-folder.ts'
import type { Shop } from '#simulation/seeds/play.ts'
import { cataloguesOf } from '#simulation/seeds/world/catalogues.ts'

/** The shipped shop, as worlds are played in it. */
export async function openShop(): Promise<Shop> {
  const { catalogue } = await compileFolder(fileURLToPath(new URL('../../workflows', import.meta.url)))
  if (catalogue === undefined) throw new Error('the shipped workflows do not compile')
  return { catalogues: cataloguesOf(catalogue), naming: { dedupOf, groupOf } }
}
