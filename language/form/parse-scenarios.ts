import { checkScenario, type ScenarioScope } from './check-scenario.ts'
import type { Problem } from './problem.ts'
import { startReport } from './problem.ts'
import { readSource, type Source } from './read-source.ts'
import { type Scenario, ScenariosSource } from './scenario-schema.ts'

/** Scenarios of one workflow; everything they name must be known in `scope`. */
export function parseScenarios(
  file: string,
  text: string,
  scope: ScenarioScope,
): { readonly scenarios: readonly Scenario[]; readonly problems: readonly Problem[] } {
  const { source, problems } = readSource(ScenariosSource, file, text)
  if (source === undefined) return { scenarios: [], problems }
  const found = [...problems, ...checkScenarios(source, scope)]
  return { scenarios: found.some((problem) => problem.severity === 'error') ? [] : source.value, problems: found }
}

function checkScenarios(source: Source<ScenariosSource>, scope: ScenarioScope): readonly Problem[] {
  const report = startReport()
  source.value.forEach((scenario, index) => {
    checkScenario(scenario, [index], scope, { source, report })
    if (source.value.findIndex((other) => other.scenario === scenario.scenario) < index)
      report.error(source.at([index, 'scenario']), 'duplicate', 'Two scenarios say the same')
  })
  return report.list()
}
