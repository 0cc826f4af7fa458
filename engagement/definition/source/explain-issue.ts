import type * as z from 'zod'
import type { Problem } from './problem.ts'
import { closest, didYouMean } from './suggest.ts'
import type { Path, YamlSource } from './yaml-source.ts'

type Issue = z.core.$ZodIssue
type Explained = {
  readonly path: Path
  readonly onKey: boolean
  readonly code: string
  readonly message: string
  readonly hint?: string | undefined
}

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

function explain(issue: Issue, root: unknown, above: Path): readonly Explained[] {
  const path = [...above, ...issue.path]
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey([...path, key], key, issue.message.split('\n')))
    case 'invalid_union':
      return explainUnion(issue, root, path)
    case 'invalid_key':
      return issue.issues.map((inner) => ({ path, onKey: true, code: 'invalid-key', message: inner.message }))
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
  const said = message.startsWith('Invalid') ? `\`${show(seen)}\` is not one of ${names.join(', ')}` : message
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

const missing = (path: Path): Explained => ({
  path: path.slice(0, -1),
  onKey: false,
  code: 'missing-key',
  message: `\`${String(path.at(-1))}\` is missing`,
})

const KINDS: { readonly [expected: string]: string } = {
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
}

function kindOf(value: unknown): string {
  if (value === null) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a mapping'
  return typeof value === 'string' ? `the text \`${value}\`` : `\`${String(value)}\``
}
const show = (value: unknown): string => (typeof value === 'object' ? kindOf(value) : String(value))

/**
 * Of the ways that a union allows, the one that the writer meant: the way whose own keys are there. Where no way is meant
 * (every one misses the key that it is known by), the mapping itself is wrong and the nearest key is suggested.
 */
function explainUnion(
  issue: Issue & { readonly code: 'invalid_union' },
  root: unknown,
  path: Path,
): readonly Explained[] {
  const seen = dig(root, path)
  if (seen === undefined) return [missing(path)]
  const ways = issue.errors.map((issues) => ({ issues, cost: costOf(issues) }))
  if (ways.length === 0 || !issue.message.startsWith('Invalid input'))
    return [{ path, onKey: false, code: 'invalid-value', message: issue.message }]
  const best = ways.reduce((least, way) => (way.cost < least.cost ? way : least))
  const isMapping = typeof seen === 'object' && seen !== null && !Array.isArray(seen)
  const known = ways.flatMap(({ issues }) => missingKeys(issues).slice(0, 1))
  if (best.cost >= WRONG_KIND && !(isMapping && known.length > 0))
    return [
      explainNone(
        ways.map((way) => way.issues),
        seen,
        path,
      ),
    ]
  if (isMapping && missingKeys(best.issues).length > 0 && !hasOwnKey(ways, seen, best.issues))
    return explainUnknown(seen, [...new Set(known)], path)
  return best.issues.flatMap((inner) => explain(inner, root, path))
}

const WRONG_KIND = 1000
const MISSING_KEY = 30
const UNKNOWN_KEY = 20

/** How far a value is from a way: wrong kind of value, then missing keys, then unknown keys, then what is wrong deeper down. */
function costOf(issues: readonly Issue[]): number {
  return issues.reduce((sum, issue) => {
    if (issue.code === 'unrecognized_keys') return sum + (issue.path.length === 0 ? UNKNOWN_KEY * issue.keys.length : 1)
    if (issue.path.length === 0 && (issue.code === 'invalid_type' || issue.code === 'invalid_value'))
      return sum + WRONG_KIND
    if (issue.path.length === 0 && issue.code === 'invalid_union') return sum + Math.min(...issue.errors.map(costOf))
    return sum + (missesKey(issue) ? MISSING_KEY : 1)
  }, 0)
}

const missesKey = (issue: Issue): boolean =>
  issue.path.length === 1 && issue.code !== 'custom' && issue.input === undefined

function missingKeys(issues: readonly Issue[]): readonly string[] {
  return issues.filter(missesKey).map((issue) => String(issue.path[0]))
}

function hasOwnKey(
  ways: readonly { readonly issues: readonly Issue[] }[],
  seen: object,
  best: readonly Issue[],
): boolean {
  const unknown = new Set(
    best.flatMap((issue) => (issue.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.keys : [])),
  )
  const others = new Set(
    ways
      .filter((way) => way.issues !== best)
      .flatMap((way) => way.issues)
      .flatMap((issue) => (issue.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.keys : [])),
  )
  // A key that this way knows and some other way does not is what it is known by.
  return Object.keys(seen).some((key) => !unknown.has(key) && others.has(key))
}

function explainUnknown(seen: object, known: readonly string[], path: Path): readonly Explained[] {
  const keys = Object.keys(seen)
  const typo = keys.find((key) => closest(key, known) !== undefined)
  if (typo !== undefined)
    return [
      {
        path: [...path, typo],
        onKey: true,
        code: 'unknown-key',
        message: `\`${typo}\` is not known here`,
        hint: didYouMean(typo, known),
      },
    ]
  const first = keys[0]
  return [
    {
      path: first === undefined ? path : [...path, first],
      onKey: first !== undefined,
      code: 'unknown-key',
      message: first === undefined ? 'This may not be empty' : `\`${first}\` is not known here`,
      hint: `Expected one of: ${known.join(', ')}`,
    },
  ]
}

function explainNone(ways: readonly (readonly Issue[])[], seen: unknown, path: Path): Explained {
  const flat = ways.flat()
  const values = flat.flatMap((issue) => (issue.code === 'invalid_value' ? issue.values.map(String) : []))
  const kinds = [
    ...new Set(
      flat.flatMap((issue) => (issue.code === 'invalid_type' ? [KINDS[issue.expected] ?? issue.expected] : [])),
    ),
  ]
  const spoken = flat.find((issue) => issue.path.length === 0 && !issue.message.startsWith('Invalid'))
  if (spoken !== undefined) return { path, onKey: false, code: 'invalid-value', message: spoken.message }
  return {
    path,
    onKey: false,
    code: 'invalid-type',
    message: `Expected ${[...values, ...kinds].join(' or ')}, found ${kindOf(seen)}`,
    hint: closest(String(seen), values) === undefined ? undefined : didYouMean(String(seen), values),
  }
}

function dig(value: unknown, path: Path): unknown {
  let here = value
  for (const step of path) {
    if (typeof here !== 'object' || here === null) return undefined
    here = Reflect.get(here, step)
  }
  return here
}
