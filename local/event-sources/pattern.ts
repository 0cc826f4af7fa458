/**
 * The part of EventBridge's pattern language that our rules and stream filters use: a list of alternatives per member,
 * exact values, `prefix`, `anything-but` and `exists`.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function matchesPattern(pattern: unknown, value: unknown): boolean {
  if (Array.isArray(pattern)) return pattern.some((alternative: unknown) => matchesAlternative(alternative, value))
  if (!isRecord(pattern)) throw new Error('a pattern is an object or a list of alternatives')
  const members = isRecord(value) ? value : {}
  return Object.entries(pattern).every(([name, below]) => matchesPattern(below, members[name]))
}

function matchesAlternative(alternative: unknown, value: unknown): boolean {
  if (!isRecord(alternative)) return alternative === value
  if ('exists' in alternative) return alternative.exists === (value !== undefined)
  if ('prefix' in alternative) return typeof value === 'string' && value.startsWith(String(alternative.prefix))
  if ('anything-but' in alternative) {
    const excluded = alternative['anything-but']
    return value !== undefined && !(Array.isArray(excluded) ? excluded : [excluded]).includes(value)
  }
  throw new Error(`a pattern with ${Object.keys(alternative).join(', ')} is not supported here`)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
