import * as z from 'zod/mini'
import { type WakeDeps, type Woken, wake } from '#stages/wake.ts'
import { type Handler, lambda } from '../middleware/lambda.ts'
import type { Log } from '../middleware/log.ts'

/** The schedule's input says nothing that we need; `from` (ISO) starts the sweep there, for a caller that knows what is due. */
const WakeInput = z.catch(z.looseObject({ from: z.optional(z.iso.datetime({ offset: true })) }), {})

/** EventBridge Scheduler, once a minute. */
export function createWakeHandler(deps: WakeDeps & { readonly log: Log }): Handler<Woken> {
  const sweep = async (input: z.infer<typeof WakeInput>): Promise<Woken> => {
    const woken = await wake(deps, input.from === undefined ? undefined : Date.parse(input.from))
    if (woken.behind) deps.log({ level: 'warn', message: 'sweep is behind', function: 'wake', count: woken.timers })
    return woken
  }
  return lambda('wake', WakeInput, sweep, deps.log)
}
