import type * as z from 'zod'
import { closest, didYouMean } from '#engagement/model/suggest.ts'
import { explainUnion } from './explain-union.ts'
import { dig, type Explained, type Issue, KINDS, kindOf, missing, show } from './explained.ts'
import type { Problem } from './problem.ts'
import type { Path, YamlSource } from './yaml-source.ts'

/** zod's issues as problems at the exact key or value, with what was probably meant. */
export function explainIssues(issues: readonly Issue[], source: YamlSource): readonly Problem[] {
  return withoutEchoes(issues.flatMap((issue) => explain(issue, source.value, []))).map(
    ({ path, onKey, code, message, hint }) => ({
      severity: 'error',
      code,
      ...(onKey ? source.keyAt(path) : source.at(path)),
      message,
      ...(hint === undefined ? {} : { hint }),
    }),
  )
}

/** A key that is missing because it is misspelt, and a mapping that is empty because of it, are one problem: the typo. */
function withoutEchoes(all: readonly Explained[]): readonly Explained[] {
  const typos = all.filter((one) => one.code === 'unknown-key')
  return all.filter((one) => {
    if (one.code === 'missing-key')
      return !typos.some(
        (typo) =>
          sameParent(typo.path, [...one.path, '']) && typo.hint === `Did you mean ${one.message.split(' ')[0]}?`,
      )
    if (one.code === 'no-comparison') return !typos.some((typo) => sameParent(typo.path, one.path))
    return true
  })
}

const sameParent = (a: Path, b: Path): boolean =>
  a.length === b.length && a.slice(0, -1).every((step, depth) => step === b[depth])

/** One issue below `above`, at its path in `root`; of a union, those of the variant that was meant. */
export function explain(issue: Issue, root: unknown, above: Path): readonly Explained[] {
  const path = [...above, ...issue.path]
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey([...path, key], key, issue.message.split('\n')))
    case 'invalid_union':
      return explainUnion(issue, root, path, explain)
    case 'invalid_key':
      // Told at the key, which is where its own issues have no path.
      return issue.issues.flatMap((inner) => explain(inner, root, path)).map((one) => ({ ...one, path, onKey: true }))
    case 'custom':
      return [
        {
          path,
          onKey: false,
          code: text(issue.params?.['code']) ?? 'invalid',
          message: issue.message,
          hint: text(issue.params?.['hint']),
        },
      ]
    case 'invalid_value':
      return [explainValue(issue.values, root, path, issue.message)]
    case 'invalid_type':
      return [explainType(issue.expected, root, path, issue.message)]
    default:
      return [{ path, onKey: false, code: 'invalid', message: friendly(issue.message) }]
  }
}

/**
 * Options for `safeParse`: an unknown key's issue carries, as its message, the keys that its mapping does know (one a line),
 * for `explainIssues` to suggest from.
 */
export const ISSUE_OPTIONS: z.core.ParseContext<z.core.$ZodIssue> = {
  reportInput: true,
  error: (issue) =>
    issue.code === 'unrecognized_keys' && issue.inst !== undefined
      ? knownKeys(issue.inst._zod.def).join('\n')
      : undefined,
}

function knownKeys(definition: object): readonly string[] {
  const shape: unknown = Reflect.get(definition, 'shape')
  return typeof shape === 'object' && shape !== null ? Object.keys(shape) : []
}

function unknownKey(path: Path, key: string, known: readonly string[]): Explained {
  const hint = closest(key, known) === undefined ? `Known: ${known.join(', ')}` : didYouMean(key, known)
  return { path, onKey: true, code: 'unknown-key', message: `\`${key}\` is not known here`, hint }
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
const friendly = (message: string): string =>
  message
    .replace(/^Invalid input: /, '')
    .replace(/^Too small: expected \w+ to have >=1 \w+$/, 'This may not be empty')
    .replace(/^Too small: expected \w+ to have >=(\d+) items$/, 'At least $1 are needed here')
    .replace(/^Too small: expected \w+ to be >(=?)(-?\d+)$/, (_, or: string, n: string) =>
      or === '=' ? `This is ${n} or more` : `This is more than ${n}`,
    )
    .replace(/^Too big: expected \w+ to be <=(\d+)$/, 'This is $1 or less')

function explainValue(values: readonly unknown[], root: unknown, path: Path, message: string): Explained {
  const seen = dig(root, path)
  const names = values.map(String)
  if (seen === undefined) return missing(path)
  const found = seen === null ? 'Nothing' : `\`${show(seen)}\``
  const said = message.startsWith('Invalid') ? `${found} is not one of ${names.join(', ')}` : message
  return {
    path,
    onKey: false,
    code: 'invalid-value',
    message: said,
    hint: closest(String(seen), names) === undefined ? undefined : didYouMean(String(seen), names),
  }
}

function explainType(expected: string, root: unknown, path: Path, message: string): Explained {
  const seen = dig(root, path)
  if (seen === undefined) return missing(path)
  const said = message.startsWith('Invalid input')
    ? `Expected ${KINDS[expected] ?? expected}, found ${kindOf(seen)}`
    : message
  return { path, onKey: false, code: 'invalid-type', message: said }
}
