import type { Codebook, Node } from './codebook.ts'
import { type EqualIndex, IF_MISSING, OP, type PublishedGroup, type RangeIndex } from './published-rules.ts'

/** A rule of one event name: its place among all rules, and the nodes that must all match. */
export interface GroupRule {
  readonly rule: number
  readonly checks: readonly number[]
}

/** Files each rule under its most selective comparison, so that an event meets the rules that could match. */
export function indexGroup(group: readonly GroupRule[], book: Codebook): PublishedGroup {
  const share = guessShares(group, book)
  const sorted = group.map(({ checks }) => checks.toSorted((a, b) => share(nodeOf(a, book)) - share(nodeOf(b, book))))
  const first = sorted.map((checks) => (checks[0] === undefined ? undefined : nodeOf(checks[0], book)))
  return {
    slots: [...new Set(sorted.flat().flatMap((check) => slotsOf(check, book)))].sort((a, b) => a - b),
    rules: group.map(({ rule }) => rule),
    ...joinLists(sorted, 'checks'),
    always: places(first, (node) => node === undefined || !(node.op === OP.in || isRange(node))),
    equal: indexEquals(first),
    range: indexRanges(first),
  }
}

function nodeOf(place: number, book: Codebook): Node {
  const node = book.decoded[place]
  if (node === undefined) throw new RangeError(`no node ${place}`)
  return node
}

function isRange(node: Node): boolean {
  return node.op >= OP.above && node.op <= OP.between
}

/** The share of events that a comparison lets pass, guessed from how many values the rules know of its field. */
function guessShares(group: readonly GroupRule[], book: Codebook): (node: Node) => number {
  const values = new Map<number, Set<number>>()
  for (const check of new Set(group.flatMap(({ checks }) => checks))) {
    const node = nodeOf(check, book)
    if (node.op !== OP.in && node.op !== OP.notIn) continue
    const known = values.get(node.slot) ?? new Set()
    for (const code of node.args) known.add(code)
    values.set(node.slot, known)
  }
  return (node) => {
    const share = node.args.length / ((values.get(node.slot)?.size ?? 0) + 1)
    if (node.op === OP.in) return share
    if (node.op === OP.notIn) return Math.max(0.7, 1 - share)
    if (node.op === OP.between) return 0.35
    // What is handed to the evaluator costs most: it is asked last.
    return isRange(node) ? 0.6 : node.op === OP.evaluate ? 2 : 1
  }
}

function slotsOf(place: number, book: Codebook): number[] {
  const node = nodeOf(place, book)
  if (node.op === OP.evaluate) return []
  return node.op <= OP.not ? node.args.flatMap((child) => slotsOf(child, book)) : [node.slot]
}

function joinLists<Name extends string>(
  lists: readonly (readonly number[])[],
  name: Name,
): { starts: number[] } & { [name in Name]: number[] } {
  const starts = [0]
  for (const list of lists) starts.push((starts.at(-1) ?? 0) + list.length)
  // A computed key widens to string; it is `name`.
  return { starts, [name]: lists.flat() } as { starts: number[] } & { [name in Name]: number[] }
}

function places(first: readonly (Node | undefined)[], picks: (node: Node | undefined) => boolean): number[] {
  return first.flatMap((node, place) => (picks(node) ? [place] : []))
}

function isOpen(node: Node | undefined): boolean {
  return node?.ifMissing !== IF_MISSING.unmatched
}

function indexEquals(first: readonly (Node | undefined)[]): EqualIndex[] {
  const kinds = new Map<string, Node>()
  for (const node of first) if (node?.op === OP.in) kinds.set(`${node.slot} ${node.type}`, node)
  return [...kinds.values()].map(({ slot, type }) => {
    const rules = places(first, (node) => node?.op === OP.in && node.slot === slot && node.type === type)
    const byCode = new Map<number, number[]>()
    for (const rule of rules)
      for (const code of first[rule]?.args ?? []) byCode.set(code, [...(byCode.get(code) ?? []), rule])
    const keys = [...byCode.keys()].sort((a, b) => a - b)
    return {
      slot,
      type,
      keys,
      ...joinLists(
        keys.map((key) => byCode.get(key) ?? []),
        'rules',
      ),
      open: rules.filter((rule) => isOpen(first[rule])),
    }
  })
}

function indexRanges(first: readonly (Node | undefined)[]): RangeIndex[] {
  const slots = new Set(first.flatMap((node) => (node && isRange(node) ? [node.slot] : [])))
  return [...slots].map((slot) => {
    const rules = places(first, (node) => node !== undefined && isRange(node) && node.slot === slot)
    const bound = (rule: number): number => first[rule]?.args[0] ?? 0
    const isUpper = (rule: number): boolean => first[rule]?.op === OP.below || first[rule]?.op === OP.atMost
    const lowRules = rules.filter((rule) => !isUpper(rule)).sort((a, b) => bound(a) - bound(b))
    const highRules = rules.filter(isUpper).sort((a, b) => bound(b) - bound(a))
    return {
      slot,
      lows: lowRules.map(bound),
      lowRules,
      highs: highRules.map(bound),
      highRules,
      open: rules.filter((rule) => isOpen(first[rule])),
    }
  })
}
