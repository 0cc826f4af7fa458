import type { Catalogue } from '#engagement/model/catalogue.ts'
import type { Workflow } from '#engagement/model/workflow.ts'
import { parseScenarios } from '#language/form/parse-scenarios.ts'
import type { Scenario } from '#language/form/scenario-schema.ts'
import type { Files } from '#language/form/workspace-files.ts'
import { readYaml } from '#language/form/yaml-source.ts'
import { runScenario, type ScenarioResult } from '#simulation/scenarios/run-scenario.ts'
import { compare, type Difference } from './compare.ts'
import { findUnreached, type Unreached } from './coverage.ts'

/** A scenario and how it came out. `crash`: the engine itself gave up. */
export interface Played {
  readonly scenario: Scenario
  readonly line: number
  readonly differences: readonly Difference[]
  readonly result?: ScenarioResult
  readonly crash?: Error
}

export const passed = ({ differences, crash }: Played): boolean => differences.length === 0 && crash === undefined

export interface PlayedWorkflow {
  readonly workflow: string
  readonly file: string
  readonly played: readonly Played[]
  readonly unreached: Unreached
}

/** Plays every scenario of a workflow whose sentence has `words` in it, each in a world of its own. */
export async function playWorkflow(
  catalogue: Catalogue,
  workflow: Workflow,
  files: Files,
  words: string,
): Promise<PlayedWorkflow> {
  const file = `${workflow.id}/scenarios.yaml`
  const text = files.get(file)
  const all = text === undefined ? [] : parseScenarios(file, text, { events: catalogue.events }).scenarios
  const { source } = text === undefined ? {} : readYaml(file, text)
  const played: Played[] = []
  for (const [at, scenario] of all.entries()) {
    if (!scenario.scenario.toLowerCase().includes(words.toLowerCase())) continue
    played.push({ scenario, line: source?.at([at]).line ?? 1, ...(await play(catalogue, workflow.id, scenario)) })
  }
  const results = played.flatMap(({ result }) => (result === undefined ? [] : [result]))
  return { workflow: workflow.id, file, played, unreached: findUnreached(workflow, results) }
}

async function play(
  catalogue: Catalogue,
  workflow: string,
  scenario: Scenario,
): Promise<Pick<Played, 'differences' | 'result' | 'crash'>> {
  try {
    const result = await runScenario(catalogue, workflow, scenario)
    return { result, differences: compare(scenario, result) }
  } catch (error) {
    // Told as this scenario's failure, so that the others are still played.
    return { differences: [], crash: error instanceof Error ? error : new Error(String(error)) }
  }
}
