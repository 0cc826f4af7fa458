import type { Weight } from '#engagement/transaction.ts'
import type { Chance } from './chance.ts'

/** How badly a world is treated: shares of calls, or of things that arrive. */
export interface Weather {
  readonly name: 'calm' | 'breeze' | 'gale' | 'storm'
  /** Of calls of a port: the invocation is gone, before the effect or after it. */
  readonly crash: number
  /** Of calls of a port: refused for the moment, or done without an answer. */
  readonly throttle: number
  /** Of commits: somebody else was faster, as far as the store says. */
  readonly conflict: number
  /** Of answers of providers: anything but a yes. */
  readonly provider: number
  /** Of records of queues and streams: comes once more. */
  readonly repeat: number
  /** Of events and feedback: late by hours or days. */
  readonly late: number
  /** How long a call takes at the most, ms. */
  readonly slow: number
  /** How far the clocks of machines are apart, ms. */
  readonly skew: number
  /** Of hours: nothing is woken in it. None for now: how the sweeps that are left out here move the cursor is not told well enough for it. */
  readonly asleep: number
  /** What a transaction holds, where it is less than it really is. */
  readonly room?: Weight
}

const WEATHER: { readonly [name in Weather['name']]: Omit<Weather, 'name'> } = {
  calm: { crash: 0, throttle: 0, conflict: 0, provider: 0, repeat: 0, late: 0, slow: 20, skew: 0, asleep: 0 },
  breeze: {
    crash: 0.004,
    throttle: 0.004,
    conflict: 0.01,
    provider: 0.03,
    repeat: 0.02,
    late: 0.02,
    slow: 200,
    skew: 50,
    asleep: 0,
  },
  gale: {
    crash: 0.02,
    throttle: 0.02,
    conflict: 0.05,
    provider: 0.15,
    repeat: 0.1,
    late: 0.1,
    slow: 2_000,
    skew: 1_000,
    asleep: 0,
  },
  storm: {
    crash: 0.06,
    throttle: 0.06,
    conflict: 0.1,
    provider: 0.4,
    repeat: 0.3,
    late: 0.25,
    slow: 6_000,
    skew: 3_000,
    asleep: 0,
  },
}

/** What a transaction may be cut down to: the smallest parts still fit. */
const SMALL_ROOM: Weight = { items: 14, bytes: 3_500_000 }
/** What both halves of a customer know of one promise or run is put together by one transaction: a merge takes that much. */
export const MERGE_ROOM: Weight = { items: SMALL_ROOM.items + 48, bytes: SMALL_ROOM.bytes }

export function weatherOf(chance: Chance): Weather {
  const name = chance.of('weather').weighed<Weather['name']>([
    [1, 'calm'],
    [3, 'breeze'],
    [4, 'gale'],
    [3, 'storm'],
  ])
  const room = chance.of('room').happens(0.2) ? { room: SMALL_ROOM } : {}
  return { name, ...WEATHER[name], ...room }
}
