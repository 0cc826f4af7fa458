import type { LoweredWorkflow } from '../lower/lower-workflow.ts'
import type { PlaceBook } from '../lower/context.ts'
import type { Vocabulary } from '../lower/vocabulary.ts'
import type { PromiseDefinition } from '../promise-definition.ts'
import type { Settings } from '../settings.ts'
import type { Place, Report } from '../source/problem.ts'
import type { Workflow } from '../workflow.ts'

/** One workflow as the checks see it. */
export interface CheckedWorkflow {
  readonly file: string
  readonly lowered: LoweredWorkflow
  readonly workflow: Workflow
}

/** Everything that is to be published, and where its parts were written. */
export interface Checking {
  readonly workflows: readonly CheckedWorkflow[]
  readonly promises: readonly PromiseDefinition[]
  /** Absent where settings.yaml has errors. */
  readonly settings: Settings | undefined
  readonly vocabulary: Vocabulary
  readonly places: PlaceBook
  readonly report: Report
}

/** What is wrong or doubtful beyond names and types. */
export function checkWorkspace(_: Checking): void {}
export const placeOf = (part: object, file: string, { places }: Pick<Checking, 'places'>): Place => places.get(part) ?? { file, line: 1, column: 1 }
