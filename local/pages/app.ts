import { type Context, Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { deadLettersOf, QUEUES } from '#functions/topology.ts'
import type { Handlers } from '#functions/wiring.ts'
import type { CatalogueStore } from '#stages/ports/catalogue-store.ts'
import type { CustomerStore } from '#stages/ports/customer-store.ts'
import type { QuarantineStore } from '#stages/ports/quarantine-store.ts'
import { gateway } from '../aws/gateway.ts'
import type { Conductor } from '../clock/conductor.ts'
import type { HostClock } from '../clock/host-clock.ts'
import type { EventLog } from '../event-log/event-log.ts'
import type { EventBus } from '../event-sources/bus.ts'
import { LetterDescriber } from '../mailbox/describe-letter.ts'
import type { Mailbox } from '../mailbox/mailbox.ts'
import type { QueueStore } from '../queue/queue-store.ts'
import type { CustomerNames } from '../store/customer-names.ts'
import { bounded } from './bounded.ts'
import { clockPages } from './clock-page.ts'
import { customerPages } from './customer-pages.ts'
import { deadLetterPages } from './dead-letter-pages.ts'
import { logPages } from './log-pages.ts'
import { mailboxPages } from './mailbox-pages.ts'
import { ownHostOnly } from './own-host.ts'
import { Problem } from './problem.ts'
import { putEventsPage } from './put-events.ts'
import { quarantinePage } from './quarantine-page.ts'
import { startPage } from './start-page.ts'

export interface AppParts {
  readonly port: () => number
  /** Whether anything is published. */
  readonly live: () => boolean
  readonly clock: HostClock
  readonly conductor: Conductor
  readonly bus: EventBus
  readonly log: EventLog
  readonly queues: QueueStore
  readonly mailbox: Mailbox
  readonly names: CustomerNames
  readonly customers: CustomerStore
  readonly catalogue: CatalogueStore
  readonly quarantine: QuarantineStore
  readonly customerIdSecret: string
  readonly handlers: Handlers
  readonly trouble: (error: unknown) => void
}

/** Where a page says nothing else. A browser that tells no referrer would tell no origin either, and our forms need theirs. */
const GUARDS = [
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'same-origin'],
  ['cache-control', 'no-store'],
] as const

/** Everything that the host answers on its public address. Bad input: 4xx with `{ code, message, place }`. */
export function hostApp(parts: AppParts): Hono {
  const app = new Hono()
  const endpoints = async (): Promise<{ readonly [name: string]: string }> =>
    (await parts.catalogue.live())?.settings.endpoints ?? {}
  const describer = new LetterDescriber(parts.customers, parts.names, endpoints)
  app.use(ownHostOnly(parts.port))
  app.use(bounded)
  app.use(async (context, next) => {
    await next()
    for (const [name, value] of GUARDS) if (!context.res.headers.has(name)) context.header(name, value)
  })
  putEventsPage(app, parts)
  logPages(app, { ...parts, zone: async () => (await parts.catalogue.live())?.settings.defaultZone ?? 'UTC' })
  startPage(app, parts)
  clockPages(app, parts)
  mailboxPages(app, { ...parts, describer })
  customerPages(app, parts)
  deadLetterPages(app, { ...parts, relay: parts.handlers.relay })
  gateway(app, parts)
  quarantinePage(app, parts)
  app.get('/health', (context) => context.json(healthOf(parts)))
  app.notFound((context) =>
    problem(context, new Problem(404, 'not-found', `nothing is at ${context.req.method} ${context.req.path}`, 'path')),
  )
  app.onError((error, context) => {
    if (error instanceof Problem) return problem(context, error)
    if (error instanceof HTTPException) return error.getResponse()
    parts.trouble(error)
    return context.json({ code: 'internal', message: 'the host failed; its output says more', place: '' }, 500)
  })
  return app
}

/** `waiting`: messages on each queue that has any, dead letters included. */
function healthOf({ clock, live, mailbox, queues }: AppParts): object {
  const waiting = QUEUES.flatMap((queue) => [queue.name, deadLettersOf(queue)]).map(
    (queue) => [queue, queues.size(queue)] as const,
  )
  return {
    status: live() ? 'ok' : 'nothing-published',
    now: new Date(clock.now()).toISOString(),
    messages: mailbox.size(),
    waiting: Object.fromEntries(waiting.filter(([, size]) => size > 0)),
  }
}

function problem(context: Context, { status, code, message, place }: Problem): Response {
  return context.json({ code, message, place }, status)
}
