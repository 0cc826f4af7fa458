import picocolors from 'picocolors'

/** Where a command speaks, and how. */
export interface Terminal {
  /** Results. */
  out(text: string): void
  /** What went wrong, and progress: never mixed into results that a machine reads. */
  err(text: string): void
  /** Somebody looks: colours and tables. */
  readonly interactive: boolean
  readonly colors: ReturnType<typeof picocolors.createColors>
}

/** What a command is given, and where it leaves how it came out. */
export interface Context {
  readonly terminal: Terminal
  readonly env: { readonly [name: string]: string | undefined }
  /** Folder of the marketers' files. */
  workflows: string
  exitCode: ExitCode
}

/** 0: well. 1: done, and something was found. 2: not done, because it was asked wrongly or something needed is not there. */
export type ExitCode = 0 | 1 | 2

/** What cannot be done as asked; its message says what to do. Ends with exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Colours where a person looks, unless `NO_COLOR` asks for none (https://no-color.org). */
export function createTerminal(env: Context['env'], stdout: NodeJS.WriteStream, stderr: NodeJS.WriteStream): Terminal {
  const interactive = stdout.isTTY === true
  return {
    out: (text) => stdout.write(`${text}\n`),
    err: (text) => stderr.write(`${text}\n`),
    interactive,
    colors: picocolors.createColors(interactive && !env['NO_COLOR']),
  }
}
