import type { ComputedDefinition } from './computed-definition.ts'
import type { CounterDefinition } from './condition.ts'
import type { EventDefinition } from './event-definition.ts'
import type { PromiseDefinition } from './promise-definition.ts'
import type { PublishedRules } from './published-rules.ts'
import type { Settings } from './settings.ts'
import type { Workflow } from './workflow.ts'

/** Everything that is published together: plain JSON, compiled from the files under `workflows/`. */
export interface Catalogue {
  readonly format: 1
  /** Hash of the whole. */
  readonly hash: string
  readonly workflows: readonly Workflow[]
  readonly promises: readonly PromiseDefinition[]
  readonly computed: readonly ComputedDefinition[]
  readonly settings: Settings
  /** By event name. */
  readonly events: { readonly [name: string]: EventDefinition }
  /** What triggers ask, as an index: which workflows an event can enter costs what could match, not what there is. */
  readonly rules: PublishedRules
  /** Union of all counters, merged by key (largest keep and window). */
  readonly counters: readonly CounterDefinition[]
}
