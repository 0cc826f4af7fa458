import * as z from 'zod/mini'
import { type WakeDeps, type Woken, wake } from '#stages/wake.ts'
import { type Handler, lambda } from '../middleware/lambda.ts'
import type { Log } from '../middleware/log.ts'
import type { Metered } from '../middleware/metrics.ts'

/** The schedule's input says nothing that we need; `from` (ISO) starts the sweep there, for a caller that knows what is due. */
const WakeInput = z.catch(z.looseObject({ from: z.optional(z.iso.datetime({ offset: true })) }), {})

export interface WakeHandlerDeps extends WakeDeps, Metered {
  readonly log: Log
}

/** EventBridge Scheduler, once a minute. */
export function createWakeHandler(deps: WakeHandlerDeps): Handler<Woken> {
  // At once, not when the invocation ends: one that is cut short must have said how far behind it was.
  const onBegin = (behind: number): void => deps.meter({ SweepLagSeconds: behind / 1000 }, {})
  const sweep = async (input: z.infer<typeof WakeInput>): Promise<Woken> => {
    const woken = await wake({ ...deps, onBegin }, input.from === undefined ? undefined : Date.parse(input.from))
    if (woken.behind) deps.log({ level: 'warn', message: 'sweep is behind', function: 'wake', count: woken.timers })
    return woken
  }
  return lambda('wake', WakeInput, sweep, deps.log)
}
