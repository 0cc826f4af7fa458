import { closest, didYouMean } from '#engagement/model/suggest.ts'
import { dig, type Explained, type Issue, KINDS, kindOf, missing } from './explained.ts'
import type { Path } from './yaml-source.ts'

/**
 * Of the ways that a union allows, the one that the writer meant: the way whose own keys are there. Where no way is meant
 * (every one misses the key that it is known by), the mapping itself is wrong and the nearest key is suggested.
 */
export function explainUnion(
  issue: Issue & { readonly code: 'invalid_union' },
  root: unknown,
  path: Path,
  explain: (issue: Issue, root: unknown, above: Path) => readonly Explained[],
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
