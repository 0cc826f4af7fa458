import { TransientError } from '#engagement/errors.ts'
import { FACTS, type FunctionName } from '#functions/facts.ts'
import type { Clock } from '#stages/ports/clock.ts'
import type { CommitResult } from '#stages/ports/commit.ts'
import type { Chance } from '../chance.ts'
import type { Weather } from '../weather.ts'
import type { Agenda } from './agenda.ts'
import type { FaultKind, Faults } from './faults.ts'

/** Where invocations happen. */
export interface Ground {
  readonly agenda: Agenda
  readonly faults: Faults
  readonly weather: Weather
  readonly now: () => number
  readonly trace?: ((line: string) => void) | undefined
}

/** After so many tries of a record nothing is put in its way any more: what fails then, fails by itself. */
const FAULTY_TRIES = 2
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
    this.#deadline = ground.now() + FACTS[func].timeout * 1000
    const skew = Math.round((chance.of('skew').unit() * 2 - 1) * ground.weather.skew)
    this.clock = { now: () => ground.now() + skew }
  }

  /** The port as this invocation reaches it: every method takes its time, and may fail. */
  port<Port extends object>(what: string, target: Port): Port {
    return new Proxy(target, {
      get: (_, name) => {
        const method = Reflect.get(target, name)
        if (typeof name !== 'string' || typeof method !== 'function') return method
        return (...args: never[]) => this.#call(`${what}.${name}`, args, (some) => method.apply(target, some))
      },
    })
  }

  #call(what: string, args: never[], effect: Effect): Promise<unknown> {
    if (!this.alive) return NEVER
    const n = this.#calls.get(what) ?? 0
    this.#calls.set(what, n + 1)
    const chance = this.#chance.of(what, n)
    const { agenda, weather, now } = this.#ground
    const takes = takesOf(chance.of('takes'), weather.slow * (isProvider(what) ? PROVIDER_SLOWER : 1))
    const call: Call = { what, n, args, effect, chance }
    if (this.#strikes('crash-before', weather.crash / 2, call)) return this.#goAway()
    return new Promise((resolve, reject) => {
      agenda.add(now() + takes, chance.unit(), () => this.alive && this.#take(call, resolve, reject))
    })
  }

  /** The call's effect, its answer, and what may go wrong with either. */
  #take(call: Call, resolve: (answer: unknown) => void, reject: (error: unknown) => void): unknown {
    const { what, args, effect, chance } = call
    const { weather, now, trace } = this.#ground
    if (now() > this.#deadline) {
      // Its time is over; the call may have gone through all the same.
      if (chance.of('after').happens(0.5)) void effect(args)
      return this.#goAway()
    }
    const refusal = this.#refusal(call)
    if (refusal !== undefined) return refusal instanceof Error ? reject(refusal) : resolve(refusal)
    trace?.(`  ${this.name}: ${what}`)
    const answer = effect(args)
    if (this.#strikes('crash-after', weather.crash / 2, call)) return this.#goAway()
    if (!isProvider(what) && this.#strikes('done-without-answer', weather.throttle / 2, call))
      return answer.then(() => reject(new TransientError('no-answer', `${what} did not answer`)), reject)
    return answer.then(resolve, reject)
  }

  /** What a store or a queue says instead of doing it. */
  #refusal(call: Call): TransientError | CommitResult | undefined {
    const { what, n, args, effect } = call
    const { weather } = this.#ground
    if (isProvider(what)) return undefined
    if (this.#strikes('throttled', weather.throttle / 2, call))
      return new TransientError('throttled', `${what} is throttled`)
    if (what.endsWith('.commit') && n < 3 && this.#strikes('conflict', weather.conflict, call))
      return { kind: 'conflict' }
    const [items] = args as readonly unknown[]
    if (!what.endsWith('ueue.send') || !Array.isArray(items) || items.length < 2) return undefined
    if (!this.#strikes('half-done', weather.throttle, call)) return undefined
    // A batch of which a part was taken; the arguments are those that the method takes.
    void effect([items.slice(0, Math.ceil(items.length / 2))] as never[])
    return new TransientError('half-done', `${what} took a part`)
  }

  #strikes(kind: FaultKind, share: number, { what, n, chance }: Call): boolean {
    return this.#isFaulty && this.#ground.faults.strikes(kind, share, chance, () => `${this.name}, ${what} ${n + 1}`)
  }

  /** It has answered: nothing befalls it any more. False where it was gone before. */
  end(): boolean {
    const was = this.alive
    this.alive = false
    return was
  }

  #goAway(): Promise<never> {
    this.alive = false
    this.#ground.trace?.(`  ${this.name}: gone`)
    this.#onGone()
    return NEVER
  }
}

type Effect = (args: never[]) => Promise<unknown>

interface Call {
  readonly what: string
  /** How often it was called before in this invocation. */
  readonly n: number
  readonly args: never[]
  readonly effect: Effect
  readonly chance: Chance
}

const isProvider = (what: string): boolean => what === 'provider.send'

/** Most calls are short. */
function takesOf(chance: Chance, most: number): number {
  return 1 + Math.round(chance.of('long').happens(0.05) ? chance.unit() ** 2 * most : chance.unit() * 15)
}

/** Nobody hears of it any more. */
const NEVER = new Promise<never>(() => {})
