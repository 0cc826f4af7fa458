import { profileView, textTrait } from '../customer/apply-traits.ts'
import type { JsonObject } from '../customer/json.ts'
import { explain } from '../decision/explain.ts'
import { type Permission, permit, zoneOf } from '../decision/permission.ts'
import type { Reason } from '../decision/reasons.ts'
import type { CustomerState } from '../journey/customer-state.ts'
import { type KnownCustomer, knownCustomer, openIncidents, runScope } from '../journey/known-customer.ts'
import type { Run } from '../journey/run.ts'
import type { SendResult } from '../journey/settle.ts'
import type { Message } from '../message/message.ts'
import { type CallChannel, type CustomerChannel, isCustomerChannel, isTextChannel } from '../model/channels.ts'
import type { LiveCatalogue } from '../model/live-catalogue.ts'
import type { Workflow } from '../model/workflow.ts'
import { chooseLocale } from './choose-locale.ts'
import type { MessageLinks } from './links.ts'
import { type Rendered, renderMessage } from './render.ts'

type Written = Extract<Rendered, { kind: 'rendered' }>

/** What the send stage does with a message that it was asked to send. */
export type Prepared =
  | {
      readonly kind: 'mail'
      readonly channel: CustomerChannel
      readonly address: string
      readonly locale: string
      readonly written: Written
    }
  | {
      readonly kind: 'call'
      readonly channel: CallChannel
      readonly endpoint: string
      readonly run: Run
      readonly payload: JsonObject
    }
  /** Not sent, or not now: the run is told. */
  | { readonly kind: 'settle'; readonly outcome: SendResult }

/** What is known only at the moment of sending. */
export interface SendFacts {
  readonly suppressed?: string
  readonly linksFor: (locale: string) => MessageLinks
}

const instead = (outcome: SendResult): Prepared => ({ kind: 'settle', outcome })
const skipped = (reason: Reason): Prepared => instead({ verdict: 'skipped', reason })

/** Asks everything again at the moment of sending, and writes the message for this one person. Pure. */
export function prepareSend(
  state: CustomerState,
  message: Message,
  catalogue: LiveCatalogue,
  now: number,
  facts: SendFacts,
): Prepared {
  const known = knownCustomer(state, catalogue, now)
  const run = known.runs.find((each) => each.activity.kind === 'sending' && each.activity.messageId === message.id)
  const workflow = run === undefined ? undefined : catalogue.workflow(run.workflow, run.version)
  if (run === undefined || workflow === undefined) return skipped('run-gone')
  if (!isCustomerChannel(message.channel)) {
    return { kind: 'call', channel: message.channel, endpoint: message.name, run, payload: message.payload ?? {} }
  }
  const scope = runScope(known, run)
  const only = workflow.onlyWhile === undefined ? undefined : explain(workflow.onlyWhile, scope)
  if (only !== undefined && only.verdict !== 'matched')
    return instead({ verdict: 'skipped', reason: `only-while-${only.verdict}`, values: only.values })
  const permission = permitNow(known, message, message.channel, facts.suppressed)
  switch (permission.kind) {
    case 'held':
      return instead({ verdict: 'held', ...withoutKind(permission) })
    case 'skipped':
      return instead({ verdict: 'skipped', ...withoutKind(permission) })
    case 'refused':
      return instead({ verdict: 'refused', reason: permission.reason })
    case 'allowed':
      return write(known, workflow, run, message.channel, message, permission.address, facts)
  }
}

function withoutKind<Held extends { readonly kind: string }>({ kind: _, ...rest }: Held): Omit<Held, 'kind'> {
  return rest
}

function permitNow(
  known: KnownCustomer,
  message: Message,
  channel: CustomerChannel,
  suppressed: string | undefined,
): Permission {
  const { class: messageClass, topic, urgent, goodUntil } = message
  const request = {
    class: messageClass,
    workflow: message.workflow,
    urgent,
    channel,
    ...(topic === undefined ? {} : { topic }),
    ...(goodUntil === undefined ? {} : { goodUntil }),
  }
  const standing = {
    profile: known.profile,
    consent: known.head.consent,
    // Its own slot, taken by an earlier claim, does not count against it.
    slots: known.head.slots.filter((slot) => slot.messageId !== message.id),
    served: (known.head.served ?? []).filter((each) => each.messageId !== message.id),
    incidentsEndAt: openIncidents(known).map((each) => each.endsAt),
    ...(suppressed === undefined ? {} : { suppressed }),
  }
  return permit(request, standing, known.catalogue.catalogue.settings, known.now)
}

function write(
  known: KnownCustomer,
  workflow: Workflow,
  run: Run,
  channel: CustomerChannel,
  message: Message,
  address: string,
  facts: SendFacts,
): Prepared {
  const { settings } = known.catalogue.catalogue
  const templates = workflow.messages[message.name] ?? {}
  const locale = chooseLocale(textTrait(known.profile, 'locale'), settings, Object.keys(templates))
  const template = locale === undefined ? undefined : templates[locale]
  if (locale === undefined || template === undefined) return skipped('no-template')
  if (isTextChannel(channel) && template.sms === undefined)
    return instead({ verdict: 'refused', reason: 'no-short-text' })
  const context = {
    locale,
    zone: zoneOf(known.profile, settings),
    settings,
    links: facts.linksFor(locale),
    class: workflow.class,
  }
  const written = renderMessage(template, runScope(known, run), context)
  switch (written.kind) {
    case 'rendered':
      if (isTextChannel(channel) && written.sms === '') return instead({ verdict: 'refused', reason: 'no-short-text' })
      return { kind: 'mail', channel, address, locale, written }
    case 'missing':
      return skipped('missing-fact')
    case 'failed':
      return skipped(written.reason)
  }
}

/** What may be told to another system about the customer with a call: ids and the locale, no address. */
export const customerFacts = (state: CustomerState): JsonObject => {
  const { locale } = profileView(state.profile)
  return {
    customer_id: state.head.userId ?? state.head.anonymousIds.at(-1) ?? state.customerId,
    ...(locale === undefined ? {} : { locale }),
  }
}
