import type { Problem } from '#language/form/problem.ts'
import type { Files } from '#language/form/workspace-files.ts'
import type { Terminal } from './context.ts'

/** Every problem with its place, the line itself, and a caret under where it begins. */
export function showProblems(terminal: Terminal, problems: readonly Problem[], files: Files, prefix: string): string {
  return problems.map((problem) => showProblem(terminal, problem, files.get(problem.file), prefix)).join('\n\n')
}

function showProblem({ colors }: Terminal, problem: Problem, text: string | undefined, prefix: string): string {
  const paint = problem.severity === 'error' ? colors.red : colors.yellow
  const place = colors.bold(`${prefix}${problem.file}:${problem.line}:${problem.column}`)
  const said = [`${place} ${paint(problem.severity)} ${problem.message} ${colors.dim(`[${problem.code}]`)}`]
  const line = text?.split(/\r?\n/)[problem.line - 1]
  if (line !== undefined && line.trim() !== '') {
    const gutter = String(problem.line)
    said.push(
      `${colors.dim(`${gutter} |`)} ${line}`,
      `${colors.dim(`${' '.repeat(gutter.length)} |`)} ${indentTo(line, problem.column)}${paint('^')}`,
    )
  }
  if (problem.hint !== undefined) said.push(`  ${colors.cyan(problem.hint)}`)
  return said.join('\n')
}

/** Blanks as wide as the line before the column: tabs stay tabs, and a Japanese character takes two cells. */
function indentTo(line: string, column: number): string {
  return line
    .slice(0, column - 1)
    .replace(/[^\t]/gu, (character) =>
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(character)
        ? '  '
        : ' ',
    )
}

/** `3 errors and 1 warning in 2 files`. */
export function summarise(problems: readonly Problem[]): string {
  const count = (severity: Problem['severity']): string => {
    const number = problems.filter((problem) => problem.severity === severity).length
    return `${number} ${severity}${number === 1 ? '' : 's'}`
  }
  const files = new Set(problems.map(({ file }) => file)).size
  return `${count('error')} and ${count('warning')} in ${files} file${files === 1 ? '' : 's'}`
}
