/** A test: the file and its number among the tests that the file writes down. */
export type TestRef = readonly [file: number, test: number]

/** What a worker starts with. */
export interface Start {
  readonly root: string
  readonly instrumented: string
  readonly written: readonly string[]
  readonly mutants: number
  readonly files: readonly string[]
}

export type Order =
  /** Runs a file's tests as they are, and tells which mutants each reaches. */
  | { readonly kind: 'cover'; readonly file: number }
  /** Runs tests, in this order, with a mutant on, until one fails. `fresh`: in modules loaded with it on. */
  | {
      readonly kind: 'try'
      readonly mutant: number
      /** `ms`: what each may take. */
      readonly tests: readonly { readonly ref: TestRef; readonly ms: number }[]
      readonly fresh: boolean
    }

export interface CoveredTest {
  readonly name: string
  readonly ms: number
  readonly reaches: readonly number[]
  /** Reached the first time only: what was worked out then is remembered. */
  readonly once: readonly number[]
}

export type Report =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'covered'
      readonly file: number
      readonly tests: readonly (CoveredTest | { readonly name: string; readonly unfit: string })[]
      readonly atLoad: readonly number[]
      /** The project's modules that it loads. */
      readonly modules: readonly string[]
    }
  /** The worker itself failed, not a test. */
  | { readonly kind: 'broken'; readonly error: string }
  | { readonly kind: 'unloadable'; readonly file: number; readonly error: string }
  | {
      readonly kind: 'tried'
      readonly mutant: number
      /** `stained`: a test fails without the mutant as well, because of what it left behind. */
      readonly outcome: 'killed' | 'survived' | 'too_long' | 'stained'
      readonly by?: TestRef
      readonly ran: number
    }
