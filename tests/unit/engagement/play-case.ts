import { readSesFeedback } from '#adapters/feedback/ses-feedback.ts'
import { customerIdOf } from '#engagement/customer/customer-id.ts'
import type { JsonObject } from '#engagement/customer/json.ts'
import { TransientError } from '#engagement/errors.ts'
import { runId } from '#engagement/journey/run.ts'
import { readDuration } from '#language/form/duration.ts'
import { ID_SECRET, World } from '#simulation/world.ts'
import type { CustomerStore } from '#stages/ports/customer-store.ts'
import type { ProviderAnswer } from '#stages/ports/provider.ts'
import type { Answer, EngineCase, Expected, Given } from './engine-case.ts'
import { catalogueOf } from './engine-workspace.ts'

const USER = 'hana'
const MINUTE = 60_000
const KNOWN: JsonObject = {
  email: 'hana@example.com',
  phone: '+15550100',
  timezone: 'UTC',
  consent: { shopping: 'granted', news: 'granted' },
}

/** Plays a case in a world of its own. */
export async function playCase(played: EngineCase): Promise<World> {
  const world = await beginCase(played)
  for (const given of played.given.flatMap(repeated)) await settled(world, () => give(world, given))
  await settled(world, () => world.advanceTo(played.until))
  return world
}

/** An event that happens again and again, each by itself. */
function repeated(given: Given): readonly Given[] {
  if (!('event' in given) || given.every === undefined) return [given]
  const { every, times = 1, ...once } = given
  const apart = readDuration(every)?.ms ?? 0
  return Array.from({ length: times }, (_, place) => ({ ...once, at: given.at + place * apart }))
}

/** A world in which a case is about to happen: what it publishes is live, the customer is known. */
export async function beginCase(played: EngineCase): Promise<World> {
  const start =
    Math.min(
      ...played.given.map((given) => ('received' in given && given.received !== undefined ? given.received : given.at)),
    ) - MINUTE
  const world = await World.create(
    catalogueOf({
      workflows: played.workflows,
      promises: played.promises,
      computed: played.computed,
      settings: played.settings,
    }),
    start,
  )
  const told = Object.fromEntries(
    Object.entries({ ...KNOWN, ...played.customer }).filter(([, value]) => value !== null),
  )
  await world.happen({ at: start, name: 'identify', userId: USER, messageId: 'known', traits: told })
  return world
}

/** A store that was away: what was on its way is lost, as in a crash; life goes on. */
export async function settled(world: World, act: () => Promise<void>): Promise<void> {
  try {
    await act()
  } catch (error) {
    if (!(error instanceof TransientError && error.code === 'planned-fault')) throw error
    await settled(world, () => world.advanceTo(world.clock.now()))
  }
}

export async function give(world: World, given: Given): Promise<void> {
  if ('undeliverable' in given) return world.bounce({ at: given.at, userId: USER, channel: given.undeliverable })
  if ('feedback' in given) return tell(world, given.at, notificationOf(world, given.feedback))
  if ('event' in given || 'identify' in given) return happen(world, given)
  await world.advanceTo(given.at)
  if ('asleep_until' in given) world.clock.set(given.asleep_until)
  if ('during_call' in given) duringNextCall(world, given.during_call)
  if ('publish' in given) return world.stores.catalogue.publish(catalogueOf(given.publish))
  if ('requests_lost' in given) world.relays = !given.requests_lost
  if ('conflicts' in given) failCommits(world, given.conflicts)
  if ('provider' in given) answer(world, given.provider, given.times ?? Number.POSITIVE_INFINITY)
}

/** By the way that a provider's own words take. */
function tell(world: World, at: number, notification: unknown): Promise<void> {
  const read = readSesFeedback(notification, { receivedAt: at })
  return read.kind === 'ignored' ? world.advanceTo(at) : world.tell({ at, feedback: read.feedback })
}

function happen(world: World, given: Extract<Given, { event: string } | { identify: JsonObject }>): Promise<void> {
  const { at, received, user, anonymous, id, replayed } = given
  const what =
    'event' in given
      ? {
          name: given.event,
          properties: given.with ?? {},
          ...(given.context === undefined ? {} : { context: given.context }),
        }
      : { name: 'identify', traits: given.identify }
  return world.happen({
    at,
    ...(received === undefined ? {} : { received }),
    ...(user === null ? {} : { userId: user ?? USER }),
    ...(anonymous === undefined ? {} : { anonymousId: anonymous }),
    ...(id === undefined ? {} : { messageId: id }),
    ...(replayed === undefined ? {} : { replayed }),
    ...what,
  })
}

function answer(world: World, how: Answer | readonly Answer[], times: number): void {
  const left = typeof how === 'string' ? Array.from({ length: Math.min(times, 1_000) }, () => how) : [...how]
  const answers: { readonly [how in Answer]?: ProviderAnswer } = {
    refuses: { kind: 'refused', reason: 'message-rejected' },
    throttles: { kind: 'throttled', retryAfterMs: 10 * MINUTE },
    unknown: { kind: 'unknown', reason: 'timeout' },
  }
  world.provider.answer = () => {
    const now = left.shift() ?? 'accepts'
    if (now === 'silent') loseNextCommit(world)
    if (now === 'dies') throw new TransientError('planned-fault', 'the sender crashed')
    return answers[now] ?? { kind: 'accepted', providerId: `ses-${world.provider.calls.length}` }
  }
}

/** An event reaches us between the claim of a message and the provider's answer. */
function duringNextCall(world: World, what: Extract<Given, { during_call: object }>['during_call']): void {
  const { at, event, with: properties, anonymous } = what
  const send = world.provider.send.bind(world.provider)
  world.provider.send = async (outgoing) => {
    world.provider.send = send
    await settled(world, () =>
      world.happen({
        at: at ?? world.clock.now(),
        name: event,
        userId: USER,
        ...(anonymous === undefined ? {} : { anonymousId: anonymous }),
        ...(properties === undefined ? {} : { properties }),
      }),
    )
    return send(outgoing)
  }
}

const commitOf = (world: World): CustomerStore['commit'] => world.stores.customers.commit.bind(world.stores.customers)

function loseNextCommit(world: World): void {
  const commit = commitOf(world)
  world.stores.customers.commit = async () => {
    world.stores.customers.commit = commit
    throw new TransientError('planned-fault', 'the store went away')
  }
}

function failCommits(world: World, times: number): void {
  const commit = commitOf(world)
  let left = times
  world.stores.customers.commit = async (change) => {
    left -= 1
    return left >= 0 ? { kind: 'conflict' } : commit(change)
  }
}

function notificationOf(world: World, eventType: Extract<Given, { feedback: string }>['feedback']): unknown {
  const last = world.provider.calls.at(-1)
  if (last?.channel !== 'email') throw new Error('no mail was handed over yet')
  const timestamp = new Date(world.clock.now()).toISOString()
  const mail = {
    messageId: 'ses-1',
    timestamp,
    destination: [last.to],
    tags: { customer: [last.customerId], message_id: [last.id] },
  }
  const bouncedRecipients = [{ emailAddress: last.to }]
  return {
    eventType,
    mail,
    reject: { reason: 'Bad content' },
    delivery: { timestamp, recipients: [last.to] },
    bounce: { bounceType: 'Permanent', bounceSubType: 'General', bouncedRecipients, timestamp, feedbackId: 'f1' },
    complaint: { complainedRecipients: bouncedRecipients, timestamp, feedbackId: 'f2' },
  }
}

const withoutAbsent = (value: object): object =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined))
const picked = (of: object, like: object): object => {
  const all = new Map(Object.entries(of))
  return Object.fromEntries(Object.keys(withoutAbsent(like)).map((name) => [name, all.get(name)]))
}

/** What the world shows of everything that the case expects something of, in the case's own words. */
export async function seenBy(world: World, expected: Expected): Promise<object> {
  const customer = await world.stores.customers.load(customerIdOf({ userId: USER }, ID_SECRET) ?? '')
  if (customer === undefined) throw new Error('nobody is there')
  const sent = world.sent.map((each) => ({
    send: each.name,
    at: each.at,
    channel: each.outgoing.channel,
    workflow: each.workflow,
  }))
  const decisions = world.reactions.flatMap((reaction) =>
    reaction.decisions.map((each) => ({ ...each, saw: each.values?.[0]?.saw })),
  )
  const found = inOrder(decisions, expected.decisions ?? [])
  const own = [customer.customerId, ...customer.head.absorbed]
  const messages = (await Promise.all(own.map((id) => world.stores.customers.messages(id)))).flat()
  const states = await Promise.all(own.map((id) => world.stores.customers.load(id)))
  const bodies = world.provider.calls.flatMap((call) => ('body' in call ? [call.body] : []))
  const all: { readonly [part in keyof Expected]-?: () => Promise<unknown> | unknown } = {
    sent: () => sent.map((each, place) => picked(each, expected.sent?.[place] ?? { send: '', at: 0, channel: '' })),
    first_sent: () => ({ send: sent[0]?.send, at: sent[0]?.at }),
    calls: () => world.provider.calls.length,
    decisions: () =>
      found === undefined || expected.decisions?.length === 0
        ? decisions.map((each) => `${new Date(each.at).toISOString()} ${each.workflow} ${each.verdict} ${each.reason}`)
        : expected.decisions,
    no_reasons: () => expected.no_reasons?.filter((reason) => !decisions.some((each) => each.reason === reason)),
    promises: () =>
      Object.fromEntries(
        customer.promises.map((each) => [
          `${each.name} ${each.key}`,
          picked(each, expected.promises?.[`${each.name} ${each.key}`] ?? each),
        ]),
      ),
    incidents: () => customer.head.incidents.map((each) => `${each.rule} ${each.key}`),
    raised: () =>
      world.reactions.flatMap((reaction) =>
        reaction.entries.flatMap((entry) => (entry.emitted && entry.event !== undefined ? [entry.event.name] : [])),
      ),
    runs: () => customer.runs.map((run) => `${runId(run)} ${run.activity.kind}`),
    ended: () => customer.memory.runs.map((run) => `${runId(run)} ${run.reason}`),
    messages: () =>
      messages
        .toSorted((a, b) => a.plannedAt - b.plannedAt || (a.channel < b.channel ? -1 : 1))
        .map((each) =>
          [each.name, each.channel, each.status, each.reason].filter((word) => word !== undefined).join(' '),
        ),
    traits: () =>
      Object.fromEntries(
        Object.keys(expected.traits ?? {}).map((name) => [name, customer.profile.traits[name]?.value ?? null]),
      ),
    consent: () =>
      Object.fromEntries(
        Object.keys(expected.consent ?? {}).map((topic) => [topic, customer.head.consent[topic]?.status ?? 'nothing']),
      ),
    leases: () => states.reduce((sum, state) => sum + (state?.head.claims?.length ?? 0), 0),
    quarantined: async () => (await world.stores.quarantine.list()).map((each) => each.code),
    slots: () => customer.head.slots.length,
    told: () => expected.told?.filter((words) => bodies.some((body) => body.includes(words))),
  }
  const parts = Object.entries(all).filter(([part]) => Object.hasOwn(expected, part))
  return Object.fromEntries(await Promise.all(parts.map(async ([part, see]) => [part, await see()])))
}

/** Whether there is for each wanted one a decision, in this order; undefined where there is not. */
function inOrder(decisions: readonly object[], wanted: readonly object[]): true | undefined {
  let place = 0
  for (const want of wanted) {
    const asked = Object.entries(withoutAbsent(want))
    const at = decisions.findIndex(
      (each, index) =>
        index >= place &&
        asked.every(([name, value]) => new Map<string, unknown>(Object.entries(each)).get(name) === value),
    )
    if (at < 0) return undefined
    place = at + 1
  }
  return true
}
