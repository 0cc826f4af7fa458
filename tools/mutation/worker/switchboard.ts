/** Which mutant is on, which were asked for, and how long it has taken so far. The instrumented source calls it. */
let on = -1
let asked = new Uint8Array(0)
let late = Number.POSITIVE_INFINITY

/** A loop that does not end, or a test that takes longer than it is worth. */
export class TooLong extends Error {
  override readonly name = 'TooLong'
}

/** How long on the wall between two looks at the work done, which take longer than a turn. */
const BETWEEN_LOOKS_MS = 5
let looked = 0

/** Milliseconds of work: what else goes on on the machine does not make a loop endless. */
export function spent(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

export function connect(mutants: number): void {
  asked = new Uint8Array(mutants)
  Object.assign(globalThis, {
    __at: (id: number): boolean => {
      asked[id] = 1
      return id === on
    },
    __turn: (): void => {
      const now = performance.now()
      if (now - looked < BETWEEN_LOOKS_MS) return
      looked = now
      if (spent() > late) throw new TooLong('stopped')
    },
  })
}

export function switchOn(mutant: number | undefined): void {
  on = mutant ?? -1
}

export function allow(ms: number): void {
  late = spent() + ms
}

export function isLate(): boolean {
  return spent() > late
}

/** Whom was asked for since the last time. */
export function takeAsked(): number[] {
  const ids: number[] = []
  for (let id = 0; id < asked.length; id += 1) if (asked[id] === 1) ids.push(id)
  asked.fill(0)
  return ids
}
