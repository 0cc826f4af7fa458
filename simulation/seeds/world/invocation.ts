import { TransientError } from '#engagement/errors.ts'
import { FUNCTIONS, type FunctionName } from '#functions/topology.ts'
import type { Clock, CommitResult } from '#stages/ports.ts'
import type { Chance } from '../chance.ts'
import type { Weather } from '../weather.ts'
import type { Agenda } from './agenda.ts'
import type { Faults } from './faults.ts'

/** Where invocations happen. */
export interface Ground {
  readonly agenda: Agenda
  readonly faults: Faults
  readonly weather: Weather
  readonly now: () => number
  readonly trace?: ((line: string) => void) | undefined
}

type Answers = { readonly [method: string]: (...args: never[]) => Promise<unknown> }

/** After so many tries of a record nothing is put in its way any more: what fails then, fails by itself. */
const FAULTY_TRIES = 3
/** A call to the outside may take longer than one to a store. */
const PROVIDER_SLOWER = 4

/**
 * One call of a function on some machine. Each call of a port takes its time, during which others go on; before it or after
 * it the machine may be gone, and then nobody hears of this invocation again.
 */
export class Invocation {
  readonly name: string
  readonly startedAt: number
  /** False: it is gone. */
  alive = true
  readonly clock: Clock
  readonly #ground: Ground
  readonly #chance: Chance
  readonly #deadline: number
  readonly #isFaulty: boolean
  readonly #calls = new Map<string, number>()
  readonly #onGone: () => void

  /** `tries`: which try of its record this is, from 1. */
  constructor(
    ground: Ground,
    {
      name,
      func,
      chance,
      tries,
      onGone,
    }: { name: string; func: FunctionName; chance: Chance; tries: number; onGone: () => void },
  ) {
    this.name = name
    this.startedAt = ground.now()
    this.#ground = ground
    this.#chance = chance
    this.#onGone = onGone
    this.#isFaulty = tries <= FAULTY_TRIES
    this.#deadline = ground.now() + FUNCTIONS[func].timeout * 1000
    const skew = Math.round((chance.of('skew').unit() * 2 - 1) * ground.weather.skew)
    this.clock = { now: () => ground.now() + skew }
  }

  /** The port as this invocation reaches it. */
  port<Port extends object>(what: string, target: Port): Port {
    const reached = Object.fromEntries(
      methodsOf(target).map((method) => [
        method,
        (...args: never[]) =>
          this.#call(`${what}.${method}`, args, (some) =>
            target[method as keyof Port & string] === undefined
              ? Promise.resolve()
              : ((target as unknown as Answers)[method]?.(...some) ?? Promise.resolve()),
          ),
      ]),
    )
    // Each method is there under its own name, and answers as the target's does.
    return reached as Port
  }

  #call(what: string, args: never[], effect: (args: never[]) => Promise<unknown>): Promise<unknown> {
    if (!this.alive) return new Promise(() => {})
    const n = this.#calls.get(what) ?? 0
    this.#calls.set(what, n + 1)
    const chance = this.#chance.of(what, n)
    const { agenda, weather, faults, now } = this.#ground
    const share = chance.of('takes').unit() ** 3
    const takes = 1 + Math.round(share * weather.slow * (what === 'provider.send' ? PROVIDER_SLOWER : 1))
    const where = () => `${this.name}, ${what} ${n + 1}`
    const strikes = (kind: Parameters<Faults['strikes']>[0], by: number) =>
      this.#isFaulty && faults.strikes(kind, by, chance, where)
    if (strikes('crash-before', weather.crash / 2)) return this.#goAway()
    return new Promise((resolve, reject) => {
      agenda.add(now() + takes, chance.unit(), () => {
        if (!this.alive) return
        if (now() > this.#deadline) {
          // Its time is over; the call may have gone through all the same.
          if (faults.strikes('timeout', 1, chance, where) && chance.of('after').happens(0.5)) void effect(args)
          void this.#goAway()
          return
        }
        if (what !== 'provider.send' && strikes('throttled', weather.throttle / 2))
          return reject(new TransientError('throttled', `${what} is throttled`))
        if (what.endsWith('.commit') && n < 3 && strikes('conflict', weather.conflict))
          return resolve({ kind: 'conflict' } satisfies CommitResult)
        const [items] = args as readonly unknown[]
        if (
          what.endsWith('ueue.send') &&
          Array.isArray(items) &&
          items.length > 1 &&
          strikes('half-done', weather.throttle)
        ) {
          void effect([items.slice(0, Math.ceil(items.length / 2))] as unknown as never[])
          return reject(new TransientError('half-done', `${what} took a part`))
        }
        this.#ground.trace?.(`  ${this.name}: ${what}`)
        const answer = effect(args)
        if (strikes('crash-after', weather.crash / 2)) return void this.#goAway()
        if (what !== 'provider.send' && strikes('done-without-answer', weather.throttle / 2))
          return void answer.then(() => reject(new TransientError('no-answer', `${what} did not answer`)), reject)
        answer.then(resolve, reject)
      })
    })
  }

  #goAway(): Promise<never> {
    this.alive = false
    this.#ground.trace?.(`  ${this.name}: gone`)
    this.#onGone()
    return new Promise(() => {})
  }
}

/** Names of what can be called, of an object or of its class. */
function methodsOf(target: object): readonly string[] {
  const known = METHODS.get(target)
  if (known !== undefined) return known
  const names = new Set<string>()
  for (let each = target; each !== null && each !== Object.prototype; each = Object.getPrototypeOf(each))
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(each)))
      if (typeof value === 'function' && name !== 'constructor') names.add(name)
  const found = [...names]
  METHODS.set(target, found)
  return found
}

const METHODS = new WeakMap<object, readonly string[]>()
