import type * as z from 'zod'
import { explainIssues, ISSUE_OPTIONS } from './explain-issue.ts'
import type { Problem } from './problem.ts'
import { readYaml, type YamlSource } from './yaml-source.ts'

/** A marketer's file: checked value and places. */
export interface Source<T> extends YamlSource {
  readonly file: string
  readonly value: T
}

/** Parses `text` and checks it against `schema`; every error at once, each at its place. */
export function readSource<T>(schema: z.ZodType<T>, file: string, text: string): { readonly source?: Source<T>; readonly problems: readonly Problem[] } {
  const { source, problems } = readYaml(file, text)
  if (source === undefined) return { problems }
  const parsed = schema.safeParse(source.value, ISSUE_OPTIONS)
  if (parsed.success) return { source: { ...source, value: parsed.data }, problems }
  return { problems: explainIssues(parsed.error.issues, source) }
}
