import { ComputedSource } from './computed-schema.ts'
import { EventSource } from './event-schema.ts'
import type { Problem, Report } from './problem.ts'
import { PromisesSource } from './promises-schema.ts'
import { type Read, readSource, type Source } from './read-source.ts'
import { SettingsSource } from './settings-schema.ts'
import { WorkflowSource } from './workflow-schema.ts'

/** Path relative to `workflows/` -> text. */
export type Files = ReadonlyMap<string, string>

/** One workflow's folder. */
export interface WorkflowFolder {
  readonly id: string
  readonly file: string
  /** Absent where workflow.yaml has errors. */
  readonly source?: Source<WorkflowSource>
  /** Where it has errors: what is left of it without them, to be checked along. */
  readonly remains?: Source<WorkflowSource>
  /** Message files by `name.locale`. */
  readonly messages: ReadonlyMap<string, { readonly file: string; readonly text: string }>
  readonly scenarios?: { readonly file: string; readonly text: string }
}

/** Every file of a workspace, read and checked for its form. */
export interface Workspace {
  readonly events: readonly Source<EventSource>[]
  /** Names of events whose files have errors. */
  readonly unreadableEvents: readonly string[]
  readonly settings: Read<SettingsSource>
  readonly promises: Read<PromisesSource>
  readonly computed: Read<ComputedSource>
  readonly workflows: readonly WorkflowFolder[]
}

const WORKFLOW = /^([^/]+)\/workflow\.yaml$/
const EVENT = /^events\/[^/]+\.yaml$/
const KNOWN = [
  WORKFLOW,
  EVENT,
  /^(settings|promises|computed)\.yaml$/,
  /^[^/]+\/scenarios\.yaml$/,
  /^[^/]+\/[^/]+\.md$/,
  /^(schemas|sources)\//,
  /^[^/]+\.(md|mjml)$/,
]
const ID = /^[a-z0-9][a-z0-9-]*$/

export function readWorkspace(files: Files, report: Report): Workspace {
  reportStray(files, report)
  const events = [...files]
    .filter(([file]) => EVENT.test(file))
    .map(([file, text]) => note(readSource(EventSource, file, text), report))
  return {
    events: events.flatMap(({ source }) => (source === undefined ? [] : [source])),
    unreadableEvents: events.flatMap(({ source, raw }) => (source === undefined ? nameOf(raw) : [])),
    settings: readSettings(files, report),
    promises: readOptional(PromisesSource, 'promises.yaml', files, report),
    computed: readOptional(ComputedSource, 'computed.yaml', files, report),
    workflows: [...files.keys()]
      .flatMap((file) => readFolder(file, files, report))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  }
}

function note<T>(read: Read<T>, report: Report): Read<T> {
  report.add(read.problems)
  return read
}

const nameOf = (raw: unknown): readonly string[] =>
  typeof raw === 'object' && raw !== null && 'name' in raw && typeof raw.name === 'string' ? [raw.name] : []

function readSettings(files: Files, report: Report): Read<SettingsSource> {
  const text = files.get('settings.yaml')
  if (text !== undefined) return note(readSource(SettingsSource, 'settings.yaml', text), report)
  const problem: Problem = {
    severity: 'error',
    code: 'missing-file',
    file: 'settings.yaml',
    line: 1,
    column: 1,
    message: 'settings.yaml is missing',
  }
  return note({ problems: [problem] }, report)
}

/** A file that need not be there, nor hold anything. */
function readOptional<T extends PromisesSource | ComputedSource>(
  schema: Parameters<typeof readSource<T>>[0],
  file: string,
  files: Files,
  report: Report,
): Read<T> {
  const text = files.get(file)
  return note(readSource(schema, file, text === undefined || isBlank(text) ? '{}' : text), report)
}

const isBlank = (text: string): boolean => text.split('\n').every((line) => /^\s*(#.*)?$/.test(line))

function readFolder(file: string, files: Files, report: Report): readonly WorkflowFolder[] {
  const id = WORKFLOW.exec(file)?.[1]
  if (id === undefined) return []
  if (!ID.test(id))
    report.error(
      { file, line: 1, column: 1 },
      'folder-name',
      `The folder \`${id}\` names the workflow: small letters, digits and hyphens only`,
    )
  const { source, remains } = note(readSource(WorkflowSource, file, files.get(file) ?? ''), report)
  const messages = new Map<string, { readonly file: string; readonly text: string }>()
  for (const [path, text] of files) {
    if (path.startsWith(`${id}/`) && path.endsWith('.md'))
      messages.set(path.slice(id.length + 1, -'.md'.length), { file: path, text })
  }
  const scenarios = files.get(`${id}/scenarios.yaml`)
  return [
    {
      id,
      file,
      ...(source === undefined ? {} : { source }),
      ...(remains === undefined ? {} : { remains }),
      messages,
      ...(scenarios === undefined ? {} : { scenarios: { file: `${id}/scenarios.yaml`, text: scenarios } }),
    },
  ]
}

/** Files that look like the language's but are not read. */
function reportStray(files: Files, report: Report): void {
  for (const file of files.keys()) {
    if (/\.ya?ml$/.test(file) && !KNOWN.some((pattern) => pattern.test(file))) {
      report.warn(
        { file, line: 1, column: 1 },
        'stray-file',
        'This file is not read',
        file.endsWith('.yml') ? 'Name it `.yaml`' : 'See docs/workflow-language.md for the files that are',
      )
    }
    const folder = /^([^/]+)\/(scenarios\.yaml|[^/]+\.md)$/.exec(file)?.[1]
    if (
      folder !== undefined &&
      folder !== 'events' &&
      folder !== 'schemas' &&
      folder !== 'sources' &&
      !files.has(`${folder}/workflow.yaml`)
    ) {
      report.warn(
        { file, line: 1, column: 1 },
        'stray-file',
        `\`${folder}\` has no workflow.yaml, so this file is not read`,
      )
    }
  }
}
