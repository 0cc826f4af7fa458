import { watch } from 'chokidar'

/** A burst of saves (an editor, a checkout) is one change. */
const QUIET = 120

/** Calls `changed` soon after files under `folder` were written; resolves when it listens. Answers how to stop. */
export async function watchWorkspace(folder: string, changed: () => void): Promise<() => Promise<void>> {
  let pending: NodeJS.Timeout | undefined
  const watcher = watch(folder, {
    ignoreInitial: true,
    ignored: (path, stats) => stats?.isFile() === true && !/\.(ya?ml|md)$/.test(path),
  })
  watcher.on('all', () => {
    clearTimeout(pending)
    pending = setTimeout(changed, QUIET)
  })
  await new Promise<void>((listening, failed) => {
    watcher.once('ready', listening)
    watcher.once('error', failed)
  })
  return async () => {
    clearTimeout(pending)
    await watcher.close()
  }
}
