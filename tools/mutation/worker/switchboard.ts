/** Which mutant is on, which were asked for, and how many turns of loops there have been. The instrumented source calls it. */
let on = -1
let asked = new Uint8Array(0)
let turns = 0
let late = Number.POSITIVE_INFINITY

/** A loop that does not end, or a test that takes longer than it is worth. */
export class TooLong extends Error {
  override readonly name = 'TooLong'
}

/** Looked at now and then: asking the clock at each turn would be most of the work. */
const BETWEEN_LOOKS = 16

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
      turns += 1
      if (turns % BETWEEN_LOOKS === 0 && spent() > late) throw new TooLong('stopped')
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
