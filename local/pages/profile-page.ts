import { html } from 'hono/html'
import { viewComputed } from '#engagement/decision/compute-traits.ts'
import type { CustomerState } from '#engagement/journey/customer-state.ts'
import { type Run, runId } from '#engagement/journey/run.ts'
import type { LiveCatalogue } from '#engagement/model/live-catalogue.ts'
import { namedWords } from '#language/reason-words/reason-words.ts'
import { happeningWords } from '#views/happening-words.ts'
import { timeIn } from '#views/told.ts'
import { whatNext } from '../event-log/what-next.ts'
import type { FoundCustomer } from './find-customer.ts'
import type { Html } from './html.ts'

export interface ProfileParts {
  readonly name: string
  readonly found: FoundCustomer
  readonly live: LiveCatalogue | undefined
  readonly zone: string
  readonly now: number
}

/** One customer for people: what is known, what they agreed to, what is under way, what they were told. */
export function profileView({ name, found, live, zone, now }: ProfileParts): Html {
  const { state } = found
  const path = `/customers/${encodeURIComponent(name)}`
  return html`<section class="customer">
<h1>${name}</h1>
<p class="meta"><a href="${path}/timeline">timeline</a> · <a href="/mailbox?customer=${encodeURIComponent(name)}">mailbox</a> · <a href="/log?customer=${encodeURIComponent(name)}">events as they come</a> · <a href="${path}.json">JSON</a> · times in ${zone}</p>
${state === undefined ? html`<p>Events were kept, but no workflow names any of them: nothing is known yet.</p>` : known(state, live, zone, now)}
</section>`
}

function known(state: CustomerState, live: LiveCatalogue | undefined, zone: string, now: number): Html {
  const { head, profile } = state
  const computed = viewComputed(profile.computed, live?.catalogue.computed ?? [], undefined, now)
  const traits = Object.entries(profile.traits).flatMap(([trait, { value }]) =>
    value === null ? [] : [[trait, shown(value)] as const],
  )
  const consent = Object.entries(head.consent).map(
    ([topic, { status, at, source }]) =>
      [topic, `${status}, ${timeIn(at, zone)}, by ${source.replaceAll('-', ' ')}`] as const,
  )
  const promises = state.promises.map(
    ({ name, key, status, due, toldAt }) =>
      [
        `${name} ${key}`,
        `${status.replaceAll('_', ' ')}, due ${timeIn(due, zone)}${toldAt === undefined ? '' : `, told ${timeIn(toldAt, zone)}`}`,
      ] as const,
  )
  const incidents = head.incidents.map(
    ({ rule, key, openedAt, endsAt }) =>
      [`${rule} ${key}`, `open since ${timeIn(openedAt, zone)}, at most until ${timeIn(endsAt, zone)}`] as const,
  )
  const ended = state.memory.runs.map(
    ({ workflow, key, reason, endedAt }) =>
      [`${workflow} ${key}`, `${timeIn(endedAt, zone)}: ${namedWords(reason)}`] as const,
  )
  return html`${part('Known', traits, 'nothing')}
${part('Agreed to', consent, 'nothing: marketing is not sent')}
<h2>Under way</h2>${state.runs.length === 0 ? html`<p class="meta">nothing</p>` : html`<ol class="log">${state.runs.map((run) => runLine(run, state, live))}</ol>`}
${part('Promised', promises, 'nothing')}
${part('Not solved', incidents, 'nothing')}
${part(
  'Computed',
  Object.entries(computed).map(([each, value]) => [each, shown(value)] as const),
  'nothing',
)}
${part('Over', ended, 'nothing')}`
}

function runLine(run: Run, state: CustomerState, live: LiveCatalogue | undefined): Html {
  const workflow = live?.workflow(run.workflow, run.version)
  const waiting =
    live === undefined || workflow === undefined ? undefined : whatNext(run, workflow, state, live.catalogue.settings)
  if (waiting === undefined)
    return html`<li><b>${runId(run)}</b> ${run.activity.kind} at step ${run.activity.step}${run.heldOut ? ', held out' : ''}</li>`
  const { text, details } = happeningWords({ what: { kind: 'waits', waiting } })
  return html`<li>${text}${details.map((detail) => html`<span class="detail">${detail}</span>`)}</li>`
}

function part(title: string, rows: readonly (readonly [string, string])[], none: string): Html {
  if (rows.length === 0) return html`<h2>${title}</h2><p class="meta">${none}</p>`
  return html`<h2>${title}</h2><dl>${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`
}

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
