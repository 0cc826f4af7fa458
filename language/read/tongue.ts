import type { CustomerChannel } from '#engagement/model/channels.ts'
import type { Comparison, FieldRef } from '#engagement/model/condition.ts'
import type { MinuteOfDay, Step, Workflow } from '#engagement/model/workflow.ts'

/** A value or field on the right of a comparison, already in words. */
export interface SaidOperand {
  readonly kind: 'value' | 'field' | 'money' | 'list' | 'duration'
  readonly words: string
  /** For a list: each of its values in words. */
  readonly each?: readonly string[]
  readonly field?: FieldRef
}

/** A comparison to be said. */
export interface SaidComparison {
  readonly field: FieldRef
  readonly comparison: Comparison
  readonly operands: readonly SaidOperand[]
  readonly value?: unknown
  readonly ifMissing?: 'matched' | 'unmatched'
  /** The opposite is meant. */
  readonly negated?: boolean
}

/** A count or a sum to be said; limits and narrowing already in words. */
export interface SaidHistory {
  readonly measure: 'count' | 'sum'
  readonly event: string
  /** Name of the summed property. */
  readonly summed?: string
  readonly atLeast?: number | string
  readonly atMost?: number | string
  readonly within?: string
  readonly since?:
    | { readonly kind: 'entry' }
    | { readonly kind: 'event'; readonly event: string; readonly same?: string }
  /** What makes two of them one. */
  readonly distinct?: { readonly kind: 'day' } | { readonly kind: 'field'; readonly words: string }
  /** What the counted events must be like, as clauses. */
  readonly where?: string
}

type Of<K extends Step['kind']> = Extract<Step, { readonly kind: K }>

/** One language's way of saying things. Clauses have no full stop; sentences do. */
export interface Tongue {
  duration(ms: number): string
  time(minute: MinuteOfDay): string
  value(value: unknown): string
  money(amounts: { readonly [currency: string]: number }): string
  event(name: string): string
  list(items: readonly string[], word: 'and' | 'or'): string
  field(field: FieldRef): string
  compare(said: SaidComparison): string
  history(said: SaidHistory): string
  quantified(
    quantifier: 'some' | 'every',
    field: FieldRef,
    where: string,
    ifMissing: 'matched' | 'unmatched' | undefined,
  ): string
  group(kind: 'all_of' | 'any_of', clauses: readonly string[]): string
  /** A group inside another. */
  nest(clause: string): string
  not(clause: string): string
  /** Sentences about the workflow as a whole. */
  title(workflow: Workflow): string
  kind(workflow: Workflow): string
  starts(workflow: Workflow, where: string | undefined): string
  maxAge(ms: number): string
  restarts(workflow: Workflow): string
  reentry(workflow: Workflow): string
  onlyWhile(clause: string): string
  exits(events: string, where: string | undefined): string
  goal(events: string, where: string | undefined, within: string): string
  holdout(percent: number): string
  /** Sentences about steps. */
  wait(step: Of<'wait'>): string
  waitField(step: Of<'wait_field'>): string
  waitUntil(step: Of<'wait_until'>): string
  waitEvent(events: string, where: string | undefined, timeout: string | undefined, until: FieldRef | undefined): string
  onEvent(): string
  onTimeout(): string
  send(step: Of<'send'>, channels: readonly CustomerChannel[]): string
  if(clause: string, first: boolean): string
  otherwise(): string
  split(): string
  way(name: string, percent: number): string
  set(values: readonly (readonly [string, string])[]): string
  emit(event: string, values: readonly (readonly [string, string])[]): string
  webhook(to: string, values: readonly (readonly [string, string])[]): string
  handOver(to: string, reason: string): string
  onSent(): string
  onSkipped(): string
  onSuccess(): string
  onFailure(): string
  end(reason: string): string
  goesOn(): string
}
