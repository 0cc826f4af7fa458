import type { JsonObject } from '#engagement/customer/json.ts'
import type { Decision } from '#engagement/decision/decision.ts'
import type { Catalogue } from '#engagement/definition/catalogue.ts'
import type { Scenario } from '#engagement/definition/source/scenario-schema.ts'
import { type Sent, World } from './world.ts'

/** What a scenario led to, before it is compared with what was expected. */
export interface ScenarioResult {
  /** Everything the workflow sent, in order. */
  readonly sent: readonly Sent[]
  /** Everything other workflows sent. */
  readonly others: readonly Sent[]
  /** The workflow's decisions, in order. */
  readonly decisions: readonly Decision[]
  /** Steps of the workflow that the customer's runs reached. */
  readonly reached: ReadonlySet<string>
  /** Ways of branches, splits and waits that were taken: `step reason`, as `2 if1`. */
  readonly ways: ReadonlySet<string>
}

const CUSTOMER = 'scenario-customer'
const MINUTE = 60_000

/** Plays one scenario of a workflow on a virtual clock, in a world of its own. */
export async function runScenario(catalogue: Catalogue, workflow: string, scenario: Scenario): Promise<ScenarioResult> {
  const start = Math.min(...scenario.given.map((given) => Date.parse(given.at))) - MINUTE
  const world = await World.create(alone(catalogue, workflow, scenario), start)
  if (scenario.customer !== undefined)
    await world.happen({ at: start, name: 'identify', userId: CUSTOMER, traits: asJson(scenario.customer) })
  for (const given of scenario.given) await happen(world, given)
  await world.advanceTo(Date.parse(scenario.until))
  const decisions = world.reactions
    .flatMap((reaction) => reaction.decisions)
    .filter((decision) => decision.workflow === workflow)
  return {
    sent: world.sent.filter((sent) => sent.workflow === workflow),
    others: world.sent.filter((sent) => sent.workflow !== workflow),
    decisions,
    reached: new Set(
      world.reactions
        .flatMap((reaction) => reaction.reached)
        .flatMap((step) => (step.workflow === workflow ? [step.step] : [])),
    ),
    ways: new Set(
      decisions.flatMap((decision) => (decision.verdict === 'branched' ? [`${decision.step} ${decision.reason}`] : [])),
    ),
  }
}

async function happen(world: World, given: Scenario['given'][number]): Promise<void> {
  const at = Date.parse(given.at)
  if ('identify' in given)
    return world.happen({ at, name: 'identify', userId: CUSTOMER, traits: asJson(given.identify) })
  if ('undeliverable' in given) return world.bounce({ at, userId: CUSTOMER, channel: given.undeliverable })
  return world.happen({ at, name: given.event, userId: CUSTOMER, properties: asJson(given.with ?? {}) })
}

/** Parsed YAML that the schema took is JSON. */
const asJson = (value: object): JsonObject => JSON.parse(JSON.stringify(value))

/** Only the workflow under test, unless the scenario asks for company. Promises and incidents are always live. */
function alone(catalogue: Catalogue, workflow: string, scenario: Scenario): Catalogue {
  if (scenario.all_workflows === true) return catalogue
  const wanted = new Set([workflow, ...(scenario.with_workflows ?? [])])
  return { ...catalogue, workflows: catalogue.workflows.filter((each) => wanted.has(each.id)) }
}
