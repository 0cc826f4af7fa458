import type { PromiseDefinition } from '#engagement/model/promise-definition.ts'
import type { Settings } from '#engagement/model/settings.ts'
import type { Workflow } from '#engagement/model/workflow.ts'
import type { Place, Report } from '../form/problem.ts'
import type { Source } from '../form/read-source.ts'
import type { WorkflowSource } from '../form/workflow-schema.ts'
import type { YamlSource } from '../form/yaml-source.ts'
import type { PlaceBook } from '../lower/context.ts'
import type { LoweredWorkflow } from '../lower/lower-workflow.ts'
import type { Vocabulary } from '../lower/vocabulary.ts'

/** One workflow as the checks see it. */
export interface CheckedWorkflow {
  readonly source: Source<WorkflowSource>
  readonly lowered: LoweredWorkflow
  readonly workflow: Workflow
}

/** Everything that is to be published, and where its parts were written. */
export interface Checking {
  readonly workflows: readonly CheckedWorkflow[]
  readonly promises: readonly PromiseDefinition[]
  /** Absent where promises.yaml has errors. */
  readonly promisesSource: YamlSource | undefined
  /** Absent where settings.yaml has errors. */
  readonly settings: Settings | undefined
  readonly vocabulary: Vocabulary
  readonly places: PlaceBook
  readonly report: Report
}

/** Where a part of the lowered form was written; the beginning of its file where it was not noted. */
export const placeOf = (
  part: object,
  { source }: { readonly source: { readonly file: string } },
  { places }: Pick<Checking, 'places'>,
): Place => places.get(part) ?? { file: source.file, line: 1, column: 1 }
