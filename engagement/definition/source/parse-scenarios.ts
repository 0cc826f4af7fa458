import type { EventDefinition } from '#engagement/definition/event-definition.ts'
import type { Problem } from './problem.ts'
import { startReport } from './problem.ts'
import { readSource, type Source } from './read-source.ts'
import { type Scenario, ScenariosSource } from './scenario-schema.ts'
import { didYouMean } from './suggest.ts'

/** Scenarios of one workflow; events and their properties must be in the vocabulary. */
export function parseScenarios(
  file: string,
  text: string,
  events: { readonly [name: string]: EventDefinition },
): { readonly scenarios: readonly Scenario[]; readonly problems: readonly Problem[] } {
  const { source, problems } = readSource(ScenariosSource, file, text)
  if (source === undefined) return { scenarios: [], problems }
  const found = [...problems, ...checkScenarios(source, events)]
  return { scenarios: found.some((problem) => problem.severity === 'error') ? [] : source.value, problems: found }
}

function checkScenarios(
  source: Source<ScenariosSource>,
  events: { readonly [name: string]: EventDefinition },
): readonly Problem[] {
  const report = startReport()
  source.value.forEach((scenario, index) => {
    let before = Number.NEGATIVE_INFINITY
    scenario.given.forEach((given, at) => {
      const path = [index, 'given', at]
      const time = Date.parse(given.at)
      if (time < before)
        report.error(
          source.at([...path, 'at']),
          'order',
          'This happens before the line above it',
          'Write what happens in order',
        )
      before = time
      if (!('event' in given)) return
      const event = events[given.event]
      if (event === undefined) {
        report.error(
          source.at([...path, 'event']),
          'unknown-event',
          `No event is called \`${given.event}\``,
          didYouMean(given.event, Object.keys(events)),
        )
        return
      }
      if (event.engine)
        report.warn(
          source.at([...path, 'event']),
          'engine-event',
          `\`${given.event}\` is raised by the engine; what leads to it makes a truer scenario`,
        )
      for (const name of Object.keys(given.with ?? {})) {
        if (Object.hasOwn(event.properties, name)) continue
        report.error(
          source.keyAt([...path, 'with', name]),
          'unknown-property',
          `\`${given.event}\` has no \`${name}\``,
          didYouMean(name, Object.keys(event.properties)),
        )
      }
    })
    if (Date.parse(scenario.until) < before)
      report.error(source.at([index, 'until']), 'order', 'The scenario ends before its last event')
    if (source.value.findIndex((other) => other.scenario === scenario.scenario) < index)
      report.error(source.at([index, 'scenario']), 'duplicate', 'Two scenarios say the same')
  })
  return report.list()
}
