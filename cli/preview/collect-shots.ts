import type { Catalogue } from '#engagement/model/catalogue.ts'
import { CUSTOMER_CHANNELS, type CustomerChannel } from '#engagement/model/channels.ts'
import type { Workflow } from '#engagement/model/workflow.ts'
import { parseScenarios } from '#language/form/parse-scenarios.ts'
import type { Scenario } from '#language/form/scenario-schema.ts'
import type { Files } from '#language/form/workspace-files.ts'
import { runScenario } from '#simulation/scenarios/run-scenario.ts'
import type { Sent } from '#simulation/world.ts'

/** One message as one reader gets it. */
export interface Shot {
  readonly channel: CustomerChannel
  readonly locale: string
  /** Epoch milliseconds. */
  readonly at: number
  readonly from: string
  readonly subject: string
  readonly html: string
  readonly text: string
  /** Sentences of the scenarios that lead to these very words. */
  readonly scenarios: readonly string[]
}

/** A message of a workflow, and every form in which its scenarios send it. */
export interface PreviewedMessage {
  readonly workflow: string
  readonly name: string
  readonly shots: readonly Shot[]
}

/**
 * Plays every scenario once in each language and keeps what was sent to the customer; the same words once. A message that
 * no scenario sends has no shots. A scenario that the engine gives up on throws.
 */
export async function collectShots(
  catalogue: Catalogue,
  workflow: Workflow,
  files: Files,
): Promise<readonly PreviewedMessage[]> {
  const file = `${workflow.id}/scenarios.yaml`
  const text = files.get(file)
  const scenarios = text === undefined ? [] : parseScenarios(file, text, { events: catalogue.events }).scenarios
  const shots = new Map<string, Map<string, Shot>>(Object.keys(workflow.messages).map((name) => [name, new Map()]))
  for (const scenario of scenarios) {
    for (const locale of catalogue.settings.locales) {
      const { sent } = await runScenario(catalogue, workflow.id, spoken(scenario, locale))
      for (const each of sent) keep(shots, each, scenario.scenario, locale)
    }
  }
  return [...shots].map(([name, kept]) => ({ workflow: workflow.id, name, shots: [...kept.values()] }))
}

/** The same story of a reader of that language. */
const spoken = (scenario: Scenario, locale: string): Scenario => ({
  ...scenario,
  customer: { ...scenario.customer, locale },
})

function keep(shots: ReadonlyMap<string, Map<string, Shot>>, sent: Sent, scenario: string, locale: string): void {
  const kept = shots.get(sent.name)
  const shot = shotOf(sent, scenario, locale)
  if (kept === undefined || shot === undefined) return
  const words = wordsOf(shot)
  const known = kept.get(words)
  kept.set(
    words,
    known === undefined ? shot : { ...known, scenarios: [...new Set([...known.scenarios, ...shot.scenarios])] },
  )
}

function shotOf({ at, outgoing, locale: written }: Sent, scenario: string, wanted: string): Shot | undefined {
  if ('body' in outgoing) return undefined
  const common = { channel: outgoing.channel, locale: written ?? wanted, at, scenarios: [scenario] }
  if ('subject' in outgoing) {
    const { from, subject, html, text } = outgoing
    return { ...common, from, subject, html, text }
  }
  return { ...common, from: outgoing.from ?? '', subject: '', html: '', text: outgoing.text }
}

/** Links are signed for each message: they do not make its words others. */
const wordsOf = ({ channel, locale, subject, text }: Shot): string =>
  [CUSTOMER_CHANNELS.indexOf(channel), locale, subject, text.replace(/https:\/\/pages\.example\/\S+/g, '')].join(
    '\u0000',
  )
