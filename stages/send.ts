import { composeCard } from '#engagement/content/hand-over-card.ts'
import { messageHeaders } from '#engagement/content/headers.ts'
import type { MessageLinks } from '#engagement/content/links.ts'
import { customerFacts, type Prepared, prepareSend } from '#engagement/content/prepare-send.ts'
import { senderIn } from '#engagement/content/sender.ts'
import { addressFor } from '#engagement/decision/permission.ts'
import { PermanentError, TransientError } from '#engagement/errors.ts'
import type { CustomerState } from '#engagement/journey/customer-state.ts'
import type { SendResult } from '#engagement/journey/settle.ts'
import type { Message } from '#engagement/message/message.ts'
import { askAgainAt } from '#engagement/message/setup-fault.ts'
import { isCustomerChannel } from '#engagement/model/channels.ts'
import type { LiveCatalogue } from '#engagement/model/live-catalogue.ts'
import { react } from '#engagement/react.ts'
import { CoreFailed, callCore } from './core-call.ts'
import { besideOf, type GoOnDeps, goOn, isUnfinished } from './go-on.ts'
import { loadCatalogue, withPinned } from './load-catalogue.ts'
import type { Outgoing, Provider, ProviderAnswer } from './ports/provider.ts'
import type { SendRequest } from './ports/send-queue.ts'
import type { SuppressionStore } from './ports/suppression-store.ts'
import { keepPutAside } from './put-aside.ts'

export interface SendDeps extends GoOnDeps {
  readonly suppressions: Pick<SuppressionStore, 'find'>
  readonly provider: Provider
  /** The signed links of one message: one-click unsubscribe and preferences. */
  readonly linksFor: (message: Message, locale: string) => MessageLinks
}

const MOST_TRIES = 8

/** The message and everything around it, as it is now. */
interface Loaded {
  readonly message: Message
  readonly state: CustomerState
  readonly catalogue: LiveCatalogue
}

/**
 * Sends one planned message: everything is asked again, one transaction claims it (and takes the cap's slot), one call to
 * the provider, one transaction records the answer. A request for a message that is not planned any more does nothing.
 */
export async function sendMessage(request: SendRequest, deps: SendDeps): Promise<void> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const loaded = await loadUpToDate(request, deps)
    if (loaded === undefined || loaded.message.status !== 'planned') return
    const written = await write(loaded, deps)
    if (written.kind === 'settle') {
      if (await reactToOutcome(loaded, written.outcome, deps)) return
      continue
    }
    const claimed = await reactToOutcome(loaded, { verdict: 'claimed' }, deps)
    if (claimed === undefined) continue
    return record(request, claimed, await deps.provider.send(written.outgoing), deps)
  }
  throw new TransientError('contended', `message ${request.messageId} could not be claimed`)
}

type Written = { readonly kind: 'outgoing'; readonly outgoing: Outgoing } | Extract<Prepared, { kind: 'settle' }>

/** What goes out, or what the run is told instead. A message that cannot be written for a fault of ours is put aside. */
async function write(loaded: Loaded, deps: SendDeps): Promise<Written> {
  try {
    const prepared = await prepare(loaded, deps)
    if (prepared.kind === 'settle') return prepared
    const outgoing = await compose(loaded, prepared, deps)
    if (outgoing !== undefined) return { kind: 'outgoing', outgoing }
    return { kind: 'settle', outcome: { verdict: 'refused', reason: 'no-endpoint' } }
  } catch (error) {
    if (!(error instanceof CoreFailed)) throw error
    const { message } = loaded
    const place = `message ${message.id}`
    const { code, message: reason } = error
    await keepPutAside(message.customerId, [{ kind: 'event-part', place, code, reason, raw: message }], deps)
    return { kind: 'settle', outcome: { verdict: 'skipped', reason: 'put-aside' } }
  }
}

/**
 * The message comes after the customer: of two that are read side by side the message may be the older one, and another
 * sender may have sent it since, and its run gone on.
 */
async function load(request: SendRequest, deps: SendDeps): Promise<Loaded | undefined> {
  const [state, live] = await Promise.all([deps.customers.load(request.customerId), loadCatalogue(deps.catalogue)])
  const message = await deps.customers.message(request.customerId, request.messageId)
  if (message === undefined || state === undefined) return undefined
  return { message, state, catalogue: await withPinned(live, state, deps.catalogue) }
}

/** What happened to the customer before comes first: an exit may still be on its way to the run. */
async function loadUpToDate(request: SendRequest, deps: SendDeps): Promise<Loaded | undefined> {
  const loaded = await load(request, deps)
  if (!isUnfinished(loaded?.state)) return loaded
  await goOn(request.customerId, await loadCatalogue(deps.catalogue), deps)
  return load(request, deps)
}

async function prepare({ message, state, catalogue }: Loaded, deps: SendDeps): Promise<Prepared> {
  const address = isCustomerChannel(message.channel) ? addressFor(message.channel, state.profile) : undefined
  const suppression =
    address === undefined || !isCustomerChannel(message.channel)
      ? undefined
      : await deps.suppressions.find(message.channel, address)
  const facts = {
    linksFor: (locale: string) => deps.linksFor(message, locale),
    ...(suppression === undefined ? {} : { suppressed: suppression.reason }),
  }
  return callCore(() => prepareSend(state, message, catalogue, deps.clock.now(), facts))
}

async function compose(
  loaded: Loaded,
  prepared: Exclude<Prepared, { kind: 'settle' }>,
  deps: SendDeps,
): Promise<Outgoing | undefined> {
  const { message, catalogue } = loaded
  const { settings } = catalogue.catalogue
  const common = {
    id: message.id,
    customerId: message.customerId,
    tags: { workflow: message.workflow, step: message.name },
  }
  if (prepared.kind === 'call') {
    const url = settings.endpoints[prepared.endpoint]
    return url === undefined
      ? undefined
      : { ...common, channel: prepared.channel, url, body: JSON.stringify(await callBody(loaded, prepared, deps)) }
  }
  const { channel, address, locale, written } = prepared
  const sender = senderIn(settings, message.class, locale)
  if (channel === 'email') {
    const links = deps.linksFor(message, locale)
    const headers = messageHeaders({ class: message.class, links })
    return {
      ...common,
      channel,
      class: message.class,
      from: sender.from,
      to: address,
      subject: written.subject,
      html: written.html,
      text: written.text,
      headers,
      ownLinks: Object.values(links),
      ...(sender.replyTo === undefined ? {} : { replyTo: sender.replyTo }),
    }
  }
  if (written.sms === undefined)
    throw new PermanentError('no-short-text', `message ${message.name} has no text for ${channel}`)
  return {
    ...common,
    channel,
    class: message.class,
    to: address,
    text: written.sms,
    ...(sender.smsFrom === undefined ? {} : { from: sender.smsFrom }),
  }
}

async function callBody(
  { message, state, catalogue }: Loaded,
  prepared: Extract<Prepared, { kind: 'call' }>,
  deps: SendDeps,
): Promise<unknown> {
  const { run, payload } = prepared
  if (prepared.channel === 'webhook')
    return {
      id: message.id,
      workflow: message.workflow,
      run: message.run,
      step: message.step,
      ...customerFacts(state),
      data: payload,
    }
  const [timeline, messages] = await Promise.all([
    deps.customers.timeline(state.customerId),
    deps.customers.messages(state.customerId),
  ])
  const { reason } = payload
  return callCore(() =>
    composeCard({
      state,
      run,
      timeline,
      messages,
      now: deps.clock.now(),
      workflowName: catalogue.workflow(run.workflow, run.version)?.name ?? run.workflow,
      reason: typeof reason === 'string' ? reason : '',
    }),
  )
}

/**
 * Records what the provider said, on what the claim left: who wrote the customer meanwhile makes it look again. Not recorded (we crash here), the claim's lease runs out and
 * the outcome is unknown.
 */
async function record(request: SendRequest, claimed: Loaded, answer: ProviderAnswer, deps: SendDeps): Promise<void> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const loaded = tries === 0 ? claimed : await load(request, deps)
    if (loaded === undefined || loaded.message.attempt !== claimed.message.attempt) return
    // A call that outlived its lease is `unknown` by now: its answer still tells what became of it.
    if (loaded.message.status === 'unknown' && answer.kind === 'unknown') return
    // Feedback may have been faster: the run that waits for this answer still has to hear of it.
    if (!STILL_OPEN.includes(loaded.message.status) && !isAwaited(loaded)) return
    if ((await reactToOutcome(loaded, outcomeOf(answer, loaded.message, deps.clock.now()), deps)) !== undefined) return
  }
  // A retry would find the message claimed and do nothing: its lease tells the run that the outcome is unknown.
  throw new TransientError('unrecorded', `the answer for message ${request.messageId} could not be recorded`)
}

const STILL_OPEN: readonly Message['status'][] = ['claimed', 'unknown']

/** Whether a lease on the message is still held: nobody has said yet what became of the call. */
const isAwaited = ({ message, state }: Loaded): boolean =>
  (state.head.claims ?? []).some((claim) => claim.messageId === message.id)

function outcomeOf(answer: ProviderAnswer, { attempt, goodUntil }: Message, now: number): SendResult {
  switch (answer.kind) {
    case 'accepted':
      return { verdict: 'sent', ...(answer.providerId === undefined ? {} : { providerId: answer.providerId }) }
    case 'refused':
      return { verdict: 'refused', reason: answer.reason }
    case 'throttled':
      return { verdict: 'held', reason: 'throttled', until: now + answer.retryAfterMs }
    case 'not-set-up':
      return { verdict: 'held', reason: answer.fault, until: askAgainAt(now, attempt, goodUntil) }
    case 'unknown':
      return { verdict: 'unknown' }
  }
}

/** One reaction to what became of the message, and what it left; undefined where somebody else wrote the customer meanwhile. */
async function reactToOutcome(
  { message, state, catalogue }: Loaded,
  outcome: SendResult,
  deps: SendDeps,
): Promise<Loaded | undefined> {
  const settled = { kind: 'settled', settlement: { ...outcome, message } } as const
  const reaction = callCore(() => react(state, settled, catalogue, deps.clock.now(), besideOf(state, deps)))
  await keepPutAside(state.customerId, reaction.putAside, deps)
  const result = await deps.customers.commit({
    before: state,
    after: reaction.state,
    entries: reaction.entries,
    messages: reaction.messages,
  })
  if (result.kind !== 'committed') return undefined
  deps.onReaction?.(reaction)
  const changed = reaction.messages.find((write) => write.message.id === message.id)
  return { message: changed?.message ?? message, state: result.state ?? reaction.state, catalogue }
}
