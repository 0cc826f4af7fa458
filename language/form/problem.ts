/** Something wrong (error: nothing is published) or doubtful (warning) in a marketer's file, with its place. */
export interface Problem {
  readonly severity: 'error' | 'warning'
  /** Stable code: `yaml`, `unknown-key`, `unknown-field`, `message-missing`, ... */
  readonly code: string
  /** Path relative to `workflows/`, with forward slashes. */
  readonly file: string
  /** From 1. */
  readonly line: number
  /** From 1. */
  readonly column: number
  readonly message: string
  /** What was probably meant, or what to do. */
  readonly hint?: string
}

/** A place in a file; line and column count from 1. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** Collects problems; each is reported once. */
export interface Report {
  error(place: Place, code: string, message: string, hint?: string): void
  warn(place: Place, code: string, message: string, hint?: string): void
  add(problems: readonly Problem[]): void
  /** Sorted by file and place. */
  list(): readonly Problem[]
}

const order = (a: Problem, b: Problem): number =>
  a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1

export function startReport(): Report {
  const found = new Map<string, Problem>()
  const put = (problem: Problem): void => {
    found.set([problem.file, problem.line, problem.column, problem.code, problem.message].join('\n'), problem)
  }
  const tell = (severity: Problem['severity']) => (place: Place, code: string, message: string, hint?: string) =>
    put({
      severity,
      code,
      file: place.file,
      line: place.line,
      column: place.column,
      message,
      ...(hint === undefined ? {} : { hint }),
    })
  return {
    error: tell('error'),
    warn: tell('warning'),
    add: (problems) => problems.forEach(put),
    list: () => [...found.values()].sort(order),
  }
}

/** Of a file that is checked in part only: what is doubtful there may be no more than the part that is left out. */
export const errorsOnly = (report: Report): Report => ({
  ...report,
  warn: () => {},
  add: (problems) => report.add(problems.filter(({ severity }) => severity === 'error')),
})

/** `file:line:column  error  message — hint`, as a terminal shows it. */
export const showProblem = (p: Problem): string =>
  `${p.file}:${p.line}:${p.column}  ${p.severity}  ${p.message}${p.hint === undefined ? '' : `. ${p.hint}`}  [${p.code}]`
