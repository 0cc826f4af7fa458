import { createHash } from 'node:crypto'
import type { Catalogue } from '#engagement/model/catalogue.ts'
import { openCounterBook, uniteCounters } from '#engagement/model/counter-book.ts'
import type { Settings } from '#engagement/model/settings.ts'
import type { Workflow } from '#engagement/model/workflow.ts'
import { compileTriggers } from '#engagement/possible-triggers.ts'
import { checkEndpoints, type FindEndpointFault } from './check/check-endpoints.ts'
import { checkWorkspace } from './check/check-workspace.ts'
import type { CompileMessage } from './content/compiled-message.ts'
import type { ScenarioScope } from './form/check-scenario.ts'
import { parseScenarios } from './form/parse-scenarios.ts'
import { errorsOnly, type Problem, type Report, startReport } from './form/problem.ts'
import { type Files, readWorkspace, type WorkflowFolder } from './form/workspace-files.ts'
import type { YamlSource } from './form/yaml-source.ts'
import { buildVocabulary } from './lower/build-vocabulary.ts'
import { type CompilingMessages, compileMessages } from './lower/compile-messages.ts'
import type { Lowering, PlaceBook } from './lower/context.ts'
import { lowerComputed } from './lower/lower-computed.ts'
import { lowerPromises } from './lower/lower-promises.ts'
import { lowerSettings } from './lower/lower-settings.ts'
import { type LoweredWorkflow, lowerWorkflow } from './lower/lower-workflow.ts'

export interface CompileTools {
  readonly compileMessage: CompileMessage
  /** The MJML layout that every mail stands in. */
  readonly layout: string
  readonly findEndpointFault: FindEndpointFault
}

/**
 * Compiles everything under `workflows/`: paths relative to it (with forward slashes) and their texts. All problems of all
 * files at once; with an error among them there is no catalogue.
 */
export function compileWorkspace(
  files: Files,
  tools: CompileTools,
): { readonly catalogue?: Catalogue; readonly problems: readonly Problem[] } {
  const report = startReport()
  const workspace = readWorkspace(files, report)
  const vocabulary = buildVocabulary(workspace, report)
  const places: PlaceBook = new WeakMap()
  const lowering = (source: YamlSource): Lowering => ({
    source,
    report,
    vocabulary,
    counters: openCounterBook(),
    places,
  })
  const { settings: settingsFile, promises: promisesFile, computed: computedFile } = workspace
  const settings =
    settingsFile.source === undefined
      ? undefined
      : lowerSettings(settingsFile.source.value, lowering(settingsFile.source))
  if (settingsFile.source !== undefined) checkEndpoints(settingsFile.source, tools.findEndpointFault, report)
  const promises =
    promisesFile.source === undefined ? [] : lowerPromises(promisesFile.source.value, lowering(promisesFile.source))
  const computed =
    computedFile.source === undefined ? [] : lowerComputed(computedFile.source.value, lowering(computedFile.source))
  const telling = { ...tools, isDescribed: (event: string) => Object.hasOwn(vocabulary.events, event) }
  const workflows = workspace.workflows.flatMap((folder) => {
    const { source, remains } = folder
    if (remains !== undefined) {
      const context = { ...lowering(remains), report: errorsOnly(report) }
      const lowered = lowerWorkflow(folder.id, remains.value, context)
      complete(folder, lowered, settings, telling, context.report, places)
    }
    if (source === undefined) return []
    const lowered = lowerWorkflow(folder.id, source.value, lowering(source))
    return [{ source, lowered, workflow: complete(folder, lowered, settings, telling, report, places) }]
  })
  for (const { id, scenarios, messages } of workspace.workflows) {
    if (scenarios === undefined) continue
    const workflow = workflows.find((each) => each.workflow.id === id)?.workflow
    const scope: ScenarioScope = {
      ...vocabulary,
      messages: messageNames(messages),
      workflows: workspace.workflows.map((each) => each.id),
      ...(workflow === undefined ? {} : { workflow }),
      ...(settings === undefined ? {} : { locales: settings.locales }),
    }
    report.add(parseScenarios(scenarios.file, scenarios.text, scope).problems)
  }
  checkWorkspace({ workflows, promises, promisesSource: promisesFile.source, settings, vocabulary, places, report })
  const problems = report.list()
  if (settings === undefined || problems.some((problem) => problem.severity === 'error')) return { problems }
  const all = workflows.map(({ workflow }) => workflow)
  const counters = uniteCounters([
    settings.counters,
    ...promises.map((each) => each.counters),
    ...all.map((each) => each.counters),
  ])
  const body: Omit<Catalogue, 'hash'> = {
    rules: compileTriggers(all),
    format: 1,
    workflows: all,
    promises,
    computed,
    settings,
    events: vocabulary.events,
    counters,
  }
  return { catalogue: { ...body, hash: createHash('sha256').update(JSON.stringify(body)).digest('hex') }, problems }
}

/** `reminder.ja`, `reminder.en` -> `reminder`. */
const messageNames = (files: WorkflowFolder['messages']): readonly string[] => [
  ...new Set([...files.keys()].map((name) => name.replace(/\.[^.]+$/, ''))),
]

/** The workflow with its messages and version. */
function complete(
  folder: WorkflowFolder,
  lowered: LoweredWorkflow,
  settings: Settings | undefined,
  tools: CompileTools & Pick<CompilingMessages, 'isDescribed'>,
  report: Report,
  places: PlaceBook,
): Workflow {
  const messages =
    settings === undefined ? {} : compileMessages({ folder, lowered, settings, report, places, ...tools })
  return { ...lowered.workflow, version: versionOf(folder), messages }
}

/** First 12 hex digits of the hash of workflow.yaml and its messages. */
function versionOf({ source, messages }: WorkflowFolder): string {
  const hash = createHash('sha256').update(source?.text ?? '')
  for (const [name, { text }] of [...messages].toSorted(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(`\0${name}\0${text}`)
  return hash.digest('hex').slice(0, 12)
}
