import type { CallChannel, CustomerChannel } from './channels.ts'
import type { Condition, CounterDefinition, FieldRef, Operand } from './condition.ts'
import type { MessageClass } from './message-class.ts'
import type { MessageTemplate } from './message-template.ts'

/** A time of day in the customer's zone, minutes after midnight. */
export type MinuteOfDay = number

export interface EventFilter {
  readonly events: readonly string[]
  readonly where?: Condition
}

/** A duration: `exact` milliseconds, or calendar `days` (used with `at`, following the customer's calendar). */
export interface Span {
  readonly ms: number
  /** Whole days in the span where it was written in days or weeks; used with `at`. */
  readonly days?: number
}

/** What follows a call that did not arrive, or of which nobody knows, or a message that is not sent; without `to` the journey is over. */
export interface OnFailure {
  readonly to?: string
}

/**
 * Steps form a graph: `next` is the id of the step that follows, absent at the end of the journey.
 * Ids are the place in the file (`2`, `4.if1.1`, `3.otherwise.1`), counted from 1, stable within a version.
 */
export type Step =
  | {
      readonly kind: 'wait'
      readonly id: string
      readonly next?: string
      readonly for: Span
      readonly at?: MinuteOfDay
      /** It counts quiet: each trigger begins it anew, until so long after the first. */
      readonly atMost?: Span
    }
  /** Waits `times` the number of milliseconds that `field` holds, within bounds. Unknown: `atLeast`. */
  | {
      readonly kind: 'wait_field'
      readonly id: string
      readonly next?: string
      readonly field: FieldRef
      readonly times: number
      readonly atLeast: Span
      readonly atMost: Span
    }
  | {
      readonly kind: 'wait_until'
      readonly id: string
      readonly next?: string
      readonly until: FieldRef
      readonly minus?: Span
      readonly plus?: Span
      readonly at?: MinuteOfDay
      /** What happens where the instant has passed already: the steps up to and including the next send are left out, or it goes on now. */
      readonly ifPast: 'skip' | 'now'
      /** `before`: where the instant lies in quiet hours, the last instant before they begin. */
      readonly quietHours?: 'before'
    }
  | {
      readonly kind: 'wait_event'
      readonly id: string
      readonly filter: EventFilter
      /** So long, or until a date; one that is unknown or past is over at once. */
      readonly timeout: Span | { readonly until: FieldRef }
      readonly onEvent?: string
      readonly onTimeout?: string
    }
  | {
      readonly kind: 'send'
      readonly id: string
      readonly next?: string
      /** Name of the message files beside the workflow. */
      readonly message: string
      /** Channels in order; the customer's own preferred channel goes first where it is among them. */
      readonly channels: readonly CustomerChannel[]
      readonly goodUntil?:
        | { readonly kind: 'plus'; readonly span: Span }
        | { readonly kind: 'field'; readonly field: FieldRef; readonly minus?: Span }
      /** Passes quiet hours; only in a service workflow. */
      readonly urgent: boolean
      /** Promise name -> the new date that this message names. */
      readonly renews: { readonly [promise: string]: FieldRef }
      /** What follows where it was not sent; absent: what follows where it was. */
      readonly onSkipped?: OnFailure
      /** By when the customer hears from us again, as this message says; `next_word.by` reads it. */
      readonly nextWord?: { readonly plus: Span; readonly at?: MinuteOfDay }
    }
  | {
      readonly kind: 'branch'
      readonly id: string
      readonly ways: readonly { readonly if: Condition; readonly to?: string }[]
      readonly otherwise?: string
    }
  | {
      readonly kind: 'split'
      readonly id: string
      readonly ways: readonly { readonly name: string; readonly percent: number; readonly to?: string }[]
    }
  | {
      readonly kind: 'set'
      readonly id: string
      readonly next?: string
      readonly traits: { readonly [trait: string]: Operand }
    }
  | {
      readonly kind: 'emit'
      readonly id: string
      readonly next?: string
      readonly event: string
      readonly properties: { readonly [name: string]: Operand }
    }
  | {
      readonly kind: 'webhook'
      readonly id: string
      /** What follows once it has arrived. */
      readonly next?: string
      readonly onFailure?: OnFailure
      readonly url: string
      readonly body: { readonly [name: string]: Operand }
    }
  | {
      readonly kind: 'hand_over'
      readonly id: string
      /** What follows once it has arrived. */
      readonly next?: string
      readonly onFailure?: OnFailure
      readonly to: string
      readonly reason: string
    }
  | { readonly kind: 'end'; readonly id: string; readonly reason: string }

/** A step that is a message: to the customer, or to somebody else about them. */
export type MessageStep = Extract<Step, { kind: 'send' | CallChannel }>

/** A published workflow: plain data, pinned to a run by `id` and `version`. */
export interface Workflow {
  readonly id: string
  /** First 12 hex digits of the hash of its sources (workflow.yaml and its messages). */
  readonly version: string
  readonly name: string
  readonly description?: string
  readonly class: MessageClass
  /** Consent topic; marketing always has one. */
  readonly topic?: string
  readonly trigger: EventFilter & { /** Milliseconds. */ readonly maxAge: number }
  readonly onePer?: FieldRef
  readonly whenRunning: 'restart' | 'ignore'
  readonly reentry:
    | { readonly kind: 'never' }
    | { readonly kind: 'always' }
    | { readonly kind: 'after'; readonly ms: number }
  readonly onlyWhile?: Condition
  readonly exitWhen: readonly EventFilter[]
  readonly goal?: EventFilter & { readonly withinMs: number }
  /** Percent, 0 to 100. */
  readonly holdout: number
  readonly first?: string
  readonly steps: { readonly [id: string]: Step }
  /** Message name -> locale -> template. */
  readonly messages: { readonly [name: string]: { readonly [locale: string]: MessageTemplate } }
  /** Every counter that its conditions need. */
  readonly counters: readonly CounterDefinition[]
}
