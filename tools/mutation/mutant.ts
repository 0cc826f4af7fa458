/** One small change of the source that a test ought to notice. */
export interface Mutant {
  /** Its place in this run's list; what the instrumented source asks for. */
  readonly id: number
  readonly file: string
  readonly line: number
  readonly column: number
  /** The function that it stands in, or `(module)`. */
  readonly within: string
  /** `a < b -> a <= b`, on one line. */
  readonly change: string
  /** Stands outside every function: takes effect only while its module loads. */
  readonly atLoad: boolean
}

/** How one file is changed: what of its text is replaced by what, with the mutants that ask to be switched on. */
export interface Edit {
  readonly start: number
  readonly end: number
  readonly kind: 'expression' | 'statement' | 'property'
  /** Each stands in for the whole text between `start` and `end`. */
  readonly instead: readonly { readonly id: number; readonly text: string }[]
}
