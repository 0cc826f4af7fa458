import type { JsonObject } from '#engagement/customer/json.ts'
import type { Decision } from '#engagement/decision/decision.ts'
import type { Catalogue } from '#engagement/model/catalogue.ts'
import { uniteCounters } from '#engagement/model/counter-book.ts'
import { compileTriggers } from '#engagement/possible-triggers.ts'
import type { Scenario } from '#language/form/scenario-schema.ts'
import { type Sent, World } from '../world.ts'
import { findCustomer } from './find-customer.ts'

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

const MINUTE = 60_000

/** Plays one scenario of a workflow on a virtual clock, in a world of its own. */
export async function runScenario(catalogue: Catalogue, workflow: string, scenario: Scenario): Promise<ScenarioResult> {
  const instants = [
    ...scenario.given.map(({ at }) => at),
    ...(scenario.published === undefined ? [] : [scenario.published]),
  ]
  const start = Math.min(...instants.map((at) => Date.parse(at))) - MINUTE
  const live = alone(catalogue, workflow, scenario)
  const userId = findCustomer(live, workflow, scenario)
  const published = scenario.published === undefined ? start : Date.parse(scenario.published)
  const world = await World.create(published > start ? beforePublication(live) : live, start)
  if (scenario.customer !== undefined)
    await world.happen({ at: start, name: 'identify', userId, traits: asJson(scenario.customer) })
  for (const given of scenario.given.filter(({ at }) => Date.parse(at) < published)) await happen(world, userId, given)
  await publish(world, live, published)
  for (const given of scenario.given.filter(({ at }) => Date.parse(at) >= published)) await happen(world, userId, given)
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

async function happen(world: World, userId: string, given: Scenario['given'][number]): Promise<void> {
  const at = Date.parse(given.at)
  if ('identify' in given) return world.happen({ at, name: 'identify', userId, traits: asJson(given.identify) })
  if ('undeliverable' in given) return world.bounce({ at, userId, channel: given.undeliverable })
  if ('refuses' in given) return world.refuse({ at, endpoint: given.refuses })
  return world.happen({ at, name: given.event, userId, properties: asJson(given.with ?? {}) })
}

async function publish(world: World, live: Catalogue, at: number): Promise<void> {
  if (at <= world.clock.now()) return
  await world.advanceTo(at)
  await world.stores.catalogue.publish(live)
}

/** The shop before its workflows: events are kept, promises and incidents are watched, nobody enters. */
const beforePublication = (catalogue: Catalogue): Catalogue => ({
  ...catalogue,
  hash: `${catalogue.hash}-before`,
  workflows: [],
  rules: compileTriggers([]),
  counters: uniteCounters([catalogue.settings.counters, ...catalogue.promises.map((each) => each.counters)]),
})

/** Parsed YAML that the schema took is JSON. */
const asJson = (value: object): JsonObject => JSON.parse(JSON.stringify(value))

/** Only the workflow under test, unless the scenario asks for company. Promises and incidents are always live. */
function alone(catalogue: Catalogue, workflow: string, scenario: Scenario): Catalogue {
  if (scenario.all_workflows === true) return catalogue
  const wanted = new Set([workflow, ...(scenario.with_workflows ?? [])])
  return { ...catalogue, workflows: catalogue.workflows.filter((each) => wanted.has(each.id)) }
}
