import { getRequestListener } from '@hono/node-server'
import { createDynamoDbStores } from '#adapters/aws/dynamodb/dynamodb-stores.ts'
import type { StartedBy } from '#functions/facts.ts'
import type { Handler } from '#functions/middleware/lambda.ts'
import type { LogEntry } from '#functions/middleware/log.ts'
import { QUEUES, type QueueFacts } from '#functions/topology.ts'
import { type Handlers, wire } from '#functions/wiring.ts'
import type { CatalogueStore } from '#stages/ports/catalogue-store.ts'
import { Conductor } from './clock/conductor.ts'
import { giveCredentials, handlerEnvironment, TABLE_NAME } from './environment.ts'
import { EventLog } from './event-log/event-log.ts'
import { observeCustomers } from './event-log/observe-customers.ts'
import { isColored, terminalTeller } from './event-log/terminal.ts'
import { findStream } from './event-sources/find-stream.ts'
import { describe, QueueConsumer, type Report } from './event-sources/queue-consumer.ts'
import { StreamPoller } from './event-sources/stream-poller.ts'
import { timerIndex } from './event-sources/timer-index.ts'
import { Waker } from './event-sources/waker.ts'
import { type Machine, startMachine } from './machine.ts'
import type { HostOptions } from './options.ts'
import { hostApp } from './pages/app.ts'
import { type Listener, listen } from './pages/listen.ts'
import { keptLayout } from './publish/kept-layout.ts'
import { Publisher } from './publish/publisher.ts'
import { watchWorkspace } from './publish/watch-workspace.ts'

export interface HostOutput {
  /** A line for people: problems of workflows, troubles. */
  say(line: string): void
  /** A line of what events lead to, where somebody looks on. */
  readonly happened?: (line: string) => void
  /** What handlers log. */
  log(entry: LogEntry): void
}

export interface Host {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string
  /** Whether anything is published: until then events wait. */
  readonly live: boolean
  /** Resolves when the host cannot go on, with the reason. */
  readonly failed: Promise<string>
  stop(): Promise<void>
}

/** As deployed functions keep it where they are told nothing else. */
const TIMELINE_MS = 400 * 86_400_000

/**
 * Starts everything in this process. Throws `PortBusy`, `DataDirectoryInUse`, or as the engine does. Where nothing can be
 * published yet, the host waits for the files to be put right and takes events meanwhile. `connect` opens the handlers.
 */
export async function startHost(options: HostOptions, output: HostOutput, connect: typeof wire = wire): Promise<Host> {
  giveCredentials()
  const listener = await listen(options.port)
  try {
    const machine = await startMachine(options)
    try {
      return await startOn(machine, listener, options, output, connect)
    } catch (error) {
      await machine.stop()
      throw error
    }
  } catch (error) {
    await listener.stop()
    throw error
  }
}

async function startOn(
  machine: Machine,
  listener: Listener,
  options: HostOptions,
  output: HostOutput,
  connect: typeof wire,
): Promise<Host> {
  const url = `http://127.0.0.1:${listener.port}`
  const { clock, settings } = machine
  const env = handlerEnvironment(machine.aws, settings, { dynamodb: machine.dynamodbEndpoint, publicUrl: url })
  const stores = createDynamoDbStores({
    client: machine.dynamodb,
    tableName: TABLE_NAME,
    clock,
    secret: settings.secret('secret.address'),
    timelineMs: TIMELINE_MS,
  })
  const log = new EventLog(clock)
  const customers = observeCustomers(stores.customers, {
    log,
    catalogue: stores.catalogue,
    mailbox: machine.mailbox,
    nameOf: (customerId) => machine.names.of(customerId),
  })
  if (output.happened !== undefined) tellHappenings(log, output.happened, stores.catalogue, url)
  const handlers = connect(env, clock, { stores: { ...stores, customers }, log: (entry) => output.log(entry) })
  const trouble = (error: unknown): void => output.say(`trouble: ${describe(error)}`)
  const { conductor, timersRead } = await conduct(machine, handlers, output, trouble)
  const publisher = new Publisher(
    options.workflowsDir,
    stores.catalogue,
    () => keptLayout(settings),
    (line) => output.say(line),
  )

  let live = false
  let refused = false
  const publish = async (): Promise<void> => {
    const publication = await publisher.publish()
    if (publication.kind === 'refused') {
      refused = true
      return output.say(live ? 'The last good version stays live.' : 'Nothing is live: put the files right and save.')
    }
    // Also where the mistake was undone, so that nothing new is live: whoever saw the errors waits for this line.
    if (refused || (live && publication.kind === 'published'))
      output.say(
        `Live: ${publication.catalogue.workflows.length} workflows (${publication.catalogue.hash.slice(0, 12)})`,
      )
    refused = false
    if (!live) conductor.start()
    live = true
  }
  live = (await stores.catalogue.live()) !== undefined
  await timersRead
  if (live) conductor.start()
  await publish()
  const stopWatching = options.watch
    ? await watchWorkspace(options.workflowsDir, () => void publish().catch(trouble))
    : async () => {}

  const app = hostApp({
    ...machine,
    log,
    port: () => listener.port,
    live: () => live,
    conductor,
    customers: stores.customers,
    catalogue: stores.catalogue,
    quarantine: stores.quarantine,
    customerIdSecret: settings.secret('secret.customer-id'),
    handlers,
    trouble,
  })
  listener.serve(getRequestListener(app.fetch, { overrideGlobalObjects: false }))
  const stop = async (): Promise<void> => {
    log.close()
    await stopWatching()
    await listener.stop()
    await conductor.stop()
    await machine.stop()
  }
  let stopping: Promise<void> | undefined
  return {
    url,
    get live() {
      return live
    },
    failed: machine.engineEnded.then((said) =>
      stopping === undefined ? `the DynamoDB engine ended: ${said}` : new Promise<string>(() => {}),
    ),
    stop: () => (stopping ??= stop()),
  }
}

/** Tells what happens to the terminal, in the shop's own time as it is at the moment. */
function tellHappenings(
  log: EventLog,
  say: (line: string) => void,
  catalogue: Pick<CatalogueStore, 'live'>,
  url: string,
): void {
  let zone = 'UTC'
  let before: Promise<void> = Promise.resolve()
  const tell = terminalTeller({ say, zone: () => zone, url, colored: isColored() })
  log.listen((happening) => {
    // One after the other, whatever each has to wait for.
    before = before.then(async () => {
      zone = (await catalogue.live())?.settings.defaultZone ?? zone
      tell(happening)
    })
  })
}

/** Queues, stream and schedule, each with its handler. */
async function conduct(machine: Machine, handlers: Handlers, output: HostOutput, trouble: (error: unknown) => void) {
  const { database, queues, clock, settings } = machine
  const report: Report = ({ source, ids, code, aside }) =>
    output.say(
      `${source}: ${ids.length} ${aside === true ? 'put aside, see /dlq' : 'to be tried again'} (${code}): ${ids.join(', ')}`,
    )
  // Whoever follows the stream, and whom a schedule starts: a second one does not compile until it is run here too.
  const followers: { readonly [name in StartedBy<'stream'>]: Handler<unknown> } = { relay: handlers.relay }
  const scheduled: { readonly [name in StartedBy<'schedule'>]: Handler<unknown> } = { wake: handlers.wake }
  const timers = timerIndex(database)
  const streamArn = await findStream(machine.dynamodb, TABLE_NAME)
  const stream = new StreamPoller({
    client: machine.streams,
    streamArn,
    database,
    queues,
    timers,
    handler: followers.relay,
    report,
  })
  const waker = new Waker(scheduled.wake, timers, clock, settings)
  const consumers = QUEUES.map(
    (queue) =>
      new QueueConsumer(inOneProcess(queue), queues, handlers[queue.handler], report, () => conductor.invocationDone()),
  )
  const conductor: Conductor = new Conductor({
    clock,
    queues,
    consumers,
    stream,
    waker,
    trouble,
    atRest: () => machine.tidy(),
  })
  return { conductor, timersRead: stream.drain() }
}

/**
 * AWS promises no order between bus and ingest. Here batches are taken one by one as they came, and a batch goes on to react
 * in its order, so that a replay is exact and an event that was sent after its customer's `identify` is seen after it. One
 * process and one engine gain nothing from many invocations at once: they would only wait for each other until they time out.
 */
const inOneProcess = (queue: QueueFacts): QueueFacts => ({ ...queue, concurrency: 1 })
