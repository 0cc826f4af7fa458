type Version = readonly [number, number, number]

/** Whether a version of Node (`24.21.0`) is in a range as packages state it: `^20.19.0 || >=22`. Throws on other spellings. */
export function acceptsNode(range: string, version: string): boolean {
  const at = parse(version)
  return range.split('||').some((alternative) =>
    alternative
      .trim()
      // `>= 18` is one comparator.
      .replaceAll(/([<>=^~]+)\s+/g, '$1')
      .split(/\s+/)
      .every((comparator) => meets(at, comparator)),
  )
}

function meets(at: Version, comparator: string): boolean {
  const [, operator = '', text = ''] = /^(>=|<=|>|<|\^|~|=|)v?(.*)$/.exec(comparator) ?? []
  if (text === '' || text === '*' || text === 'x') return true
  const than = parse(text)
  const order = compare(at, than)
  switch (operator) {
    case '>=':
      return order >= 0
    case '>':
      return order > 0
    case '<=':
      return order <= 0
    case '<':
      return order < 0
    case '^':
      return order >= 0 && at[0] === than[0]
    case '~':
      return order >= 0 && at[0] === than[0] && at[1] === than[1]
    default:
      // `20`, `10.x`, `22.1`: what is not said is free.
      return text.split('.').every((part, index) => !/^\d+$/.test(part) || at[index] === Number(part))
  }
}

function parse(text: string): Version {
  const [major, minor = 0, patch = 0] =
    text
      .split('-')[0]
      ?.split('.')
      .map((part) => (/^\d+$/.test(part) ? Number(part) : 0)) ?? []
  if (major === undefined || !/^\d/.test(text)) throw new Error(`not a range of Node's versions: ${text}`)
  return [major, minor, patch]
}

const compare = (a: Version, b: Version): number => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]
