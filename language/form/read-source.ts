import type * as z from 'zod'
import { explainIssues, ISSUE_OPTIONS } from './explain-issue.ts'
import type { Problem } from './problem.ts'
import { remainsOf } from './remains.ts'
import { readYaml, type YamlSource } from './yaml-source.ts'

/** A marketer's file: checked value and places. */
export interface Source<T> extends YamlSource {
  readonly file: string
  readonly value: T
}

export interface Read<T> {
  /** Absent where there are errors. */
  readonly source?: Source<T>
  /** Where there are errors: what is left without the parts that have them. */
  readonly remains?: Source<T>
  /** The value as parsed, whatever the schema says of it; undefined where it is no YAML. */
  readonly raw?: unknown
  readonly problems: readonly Problem[]
}

/** Parses `text` and checks it against `schema`; every error at once, each at its place. */
export function readSource<T>(schema: z.ZodType<T>, file: string, text: string): Read<T> {
  const { source, problems } = readYaml(file, text)
  if (source === undefined) return { problems }
  const parsed = schema.safeParse(source.value, ISSUE_OPTIONS)
  if (parsed.success) return { source: { ...source, value: parsed.data }, raw: source.value, problems }
  const left = remainsOf(schema, source.value)
  return {
    raw: source.value,
    ...(left === undefined ? {} : { remains: { ...source, value: left } }),
    problems: explainIssues(parsed.error.issues, source),
  }
}
