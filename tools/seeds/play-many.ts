import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'

/** What became of one world. `told`: what is to be said of a law that broke. */
export interface Done {
  readonly seed: number
  readonly customers: number
  readonly days: number
  readonly events: number
  readonly mails: number
  readonly faults: { readonly [kind: string]: number }
  readonly told?: readonly string[]
}

/** One world in so many is played twice, to see that it comes to the same. */
const TWICE_EVERY = 20

/** Plays worlds on all cores until `next` gives none; `onDone` hears of each. */
export async function playMany(next: () => number | undefined, onDone: (done: Done) => void): Promise<void> {
  const cores = Math.max(1, Math.min(availableParallelism(), 8))
  await Promise.all(Array.from({ length: cores }, () => playOn(next, onDone)))
}

function playOn(next: () => number | undefined, onDone: (done: Done) => void): Promise<void> {
  const worker = new Worker(new URL('worker.ts', import.meta.url))
  return new Promise((resolve, reject) => {
    const goOn = (): void => {
      const seed = next()
      if (seed === undefined) void worker.terminate().then(() => resolve())
      else worker.postMessage({ seed, twice: seed % TWICE_EVERY === 0 })
    }
    worker.on('error', reject)
    worker.on('message', (message: Done | 'ready') => {
      if (message !== 'ready') onDone(message)
      goOn()
    })
  })
}
