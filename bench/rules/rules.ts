import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { evaluate } from '#engagement/decision/evaluate.ts'
import { compileRules } from '#engagement/decision/rule-index/compile-rules.ts'
import { loadRules } from '#engagement/decision/rule-index/load-rules.ts'
import type { Scope } from '#engagement/decision/scope.ts'
import { type Report, report } from '../report.ts'
import { CONTESTANTS, type Match, toRule } from './engines.ts'
import { measure, median, type Pace } from './measure.ts'
import { type Happening, makeHappenings, makeRules, type ShopRule } from './shop.ts'

/** All matching rules for each event, beside four libraries, over 100, 1,000 and 10,000 rules. */
export async function benchRules({ quick = false }: { readonly quick?: boolean } = {}): Promise<Report[]> {
  const happenings = makeHappenings(quick ? 4000 : 20_000)
  const reports: Report[] = []
  for (const count of [100, 1000, 10_000]) reports.push(await benchCount(count, happenings, quick))
  return [...reports, benchLoad(quick ? 3 : 7)]
}

/** How many times the best library's pace is aimed at, by number of rules. */
const GOALS: { readonly [count: number]: number } = { 1000: 5, 10000: 20 }

async function benchCount(count: number, happenings: readonly Happening[], quick: boolean): Promise<Report> {
  const rules = makeRules(count)
  const built = CONTESTANTS.map(({ name, build }) => ({ name, match: build(rules) }))
  const sample = await checkSample(built, happenings, quick ? 300 : 1500)
  const full = checkFull(rules, happenings, quick ? 200 : happenings.length)
  const paces = await race(built, happenings, quick)
  const [ours = 0, ...theirs] = paces.map(({ perSecond }) => perSecond)
  const [best, goal] = [Math.max(...theirs), GOALS[count]]
  return {
    title: `All matching rules, ${count} rules`,
    columns: ['engine', 'events/s', 'ours is faster by', 'events timed', 'events checked'],
    rows: built.map(({ name }, at) => [
      name,
      paces[at]?.perSecond ?? 0,
      ours / (paces[at]?.perSecond ?? 0),
      paces[at]?.events ?? 0,
      at === 0 ? full : (sample[at] ?? 0),
    ]),
    ...(goal === undefined
      ? {}
      : {
          goals: [
            {
              goal: `at least ${goal}x the best library`,
              met: ours >= goal * best,
              seen: `${(ours / best).toFixed(1)}x`,
            },
          ],
        }),
    notes: [
      "Libraries are given the rules of the event's name only. Ours also finds the rules that are unknown. Every answer checked is the same.",
    ],
  }
}

interface Built {
  readonly name: string
  readonly match: Match
}

/** Three rounds in turn after a warm-up; the median. A slow engine answers as many events as its time allows. */
async function race(built: readonly Built[], happenings: readonly Happening[], quick: boolean): Promise<Pace[]> {
  const budget = quick ? 250 : 1500
  for (const { match } of built) await measure(match, happenings, budget / 2)
  const rounds: Pace[][] = built.map(() => [])
  for (let round = 0; round < 3; round++) {
    // Each round begins with another engine, so that none always follows the same one.
    for (let turn = 0; turn < built.length; turn++) {
      const at = (turn + round) % built.length
      const match = built[at]?.match
      if (match !== undefined) rounds[at]?.push(await measure(match, happenings, budget))
    }
  }
  return rounds.map((paces) => {
    const perSecond = median(paces.map((pace) => pace.perSecond))
    return paces.find((pace) => pace.perSecond === perSecond) ?? { perSecond, events: 0 }
  })
}

/** Every engine's answers are ours; each as far as its time allows. How many events were compared, by engine. */
async function checkSample(
  [ours, ...theirs]: readonly Built[],
  happenings: readonly Happening[],
  budgetMs: number,
): Promise<number[]> {
  const checked = [0]
  for (const { name, match } of theirs) {
    const begin = performance.now()
    let done = 0
    for (; done < happenings.length && (done < 10 || performance.now() - begin < budgetMs); done++) {
      const happening = happenings[done]
      if (happening === undefined || ours === undefined) break
      const [mine, other] = [await ours.match(happening), await match(happening)]
      if (!isDeepStrictEqual(mine.toSorted(), other.toSorted()))
        throw new Error(`${name} and ours differ on event ${done}: ${mine} / ${other}`)
    }
    checked.push(done)
  }
  return checked
}

/** The index finds what the evaluator finds, matched and unknown, for every event. */
function checkFull(rules: readonly ShopRule[], happenings: readonly Happening[], count: number): number {
  const compiled = rules.map(toRule)
  const matcher = loadRules(compileRules(compiled))
  const groups = Map.groupBy(compiled, ({ events }) => events[0])
  for (const { name, data } of happenings.slice(0, count)) {
    const scope: Scope = { ...data, history: {}, now: 0, zone: 'UTC' }
    const found = matcher.match(name, scope)
    const asked = (groups.get(name) ?? []).map(({ id, where }) => ({
      id,
      verdict: where === undefined ? 'matched' : evaluate(where, scope),
    }))
    const expected = {
      matched: asked
        .filter(({ verdict }) => verdict === 'matched')
        .map(({ id }) => id)
        .sort(),
      unknown: asked
        .filter(({ verdict }) => verdict === 'unknown')
        .map(({ id }) => id)
        .sort(),
    }
    if (!isDeepStrictEqual({ matched: found.matched.toSorted(), unknown: found.unknown.toSorted() }, expected))
      throw new Error(`the index and the evaluator differ on ${name}`)
  }
  return Math.min(count, happenings.length)
}

/** From the text of the rules to answers, each time in a process of its own. */
function benchLoad(times: number): Report {
  const folder = mkdtempSync(join(tmpdir(), 'rules-'))
  try {
    const rows = [100, 1000, 10_000].map((count) => loadRow(count, times, folder))
    const many = rows.filter(({ count }) => count >= MANY)
    const worst = Math.min(...many.map(({ loaded, theirs }) => theirs / loaded))
    const dearest = Math.max(...rows.map(({ loaded, parsed }) => loaded / parsed))
    return {
      title: 'Cold load: published rules beside json-rules-engine building the same',
      columns: [
        'rules',
        'parsed, ms',
        'loaded, ms',
        'first answer, ms',
        'all names, ms',
        'json-rules-engine, ms',
        'faster by',
        'KB',
      ],
      rows: rows.map(({ count, parsed, loaded, first, all, theirs, size }) => [
        count,
        parsed,
        loaded,
        first,
        all,
        theirs,
        theirs / loaded,
        size,
      ]),
      goals: [
        {
          goal: `from ${MANY} rules on loaded in less than a tenth of the time`,
          met: worst > 10,
          seen: `${worst.toFixed(1)}x at worst`,
        },
        {
          goal: 'loaded in no more than one and a half times what it takes to parse the text',
          met: dearest <= 1.5,
          seen: `${dearest.toFixed(2)}x at worst`,
        },
      ],
      notes: [
        'Ours: parsed and loaded; then one event answered, which makes its name ready; then one of every name.',
        'Theirs: parsed and built, not yet asked.',
        ...rows.filter(({ count }) => count < MANY).map(whyNoTenth),
      ],
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Fewer rules are loaded so soon that how many times sooner than by others is nobody's gain. */
const MANY = 1000

const whyNoTenth = ({ count, parsed, loaded, theirs, size, life }: Load): string =>
  `${count} rules have no such goal: a tenth were ${(theirs / 10).toFixed(2)} ms, and the ${Math.round(size)} KB of text alone take ` +
  `${parsed.toFixed(2)} ms to parse. What is loaded in ${loaded.toFixed(2)} ms is ${((100 * loaded) / life).toFixed(1)} % of the ` +
  `${Math.round(life)} ms that a process lives which does nothing else; a function's cold start is longer.`

interface Load {
  readonly count: number
  readonly parsed: number
  readonly loaded: number
  readonly first: number
  readonly all: number
  readonly theirs: number
  readonly size: number
  /** From the beginning of a process that loads the rules to its end, ms. */
  readonly life: number
}

function loadRow(count: number, times: number, folder: string): Load {
  const rules = makeRules(count)
  const published = JSON.stringify(compileRules(rules.map(toRule)))
  writeFileSync(join(folder, 'ours'), published)
  writeFileSync(join(folder, 'theirs'), JSON.stringify(rules))
  const ours: number[][] = []
  const parsed: number[][] = []
  const theirs: number[][] = []
  const lives: number[] = []
  for (let n = 0; n < times; n++) {
    const born = performance.now()
    ours.push(coldLoad('ours', join(folder, 'ours')))
    lives.push(performance.now() - born)
    parsed.push(coldLoad('parsed', join(folder, 'ours')))
    theirs.push(coldLoad('theirs', join(folder, 'theirs')))
  }
  const lap = (runs: readonly number[][], at: number): number => median(runs.map((taken) => taken[at] ?? Number.NaN))
  return {
    count,
    parsed: lap(parsed, 0),
    loaded: lap(ours, 0),
    first: lap(ours, 1),
    all: lap(ours, 2),
    theirs: lap(theirs, 0),
    size: published.length / 1024,
    life: median(lives),
  }
}

function coldLoad(whose: string, file: string): number[] {
  const script = fileURLToPath(new URL('cold-load.ts', import.meta.url))
  return JSON.parse(execFileSync(process.execPath, [script, whose, file], { encoding: 'utf8' }))
}

if (import.meta.main) {
  for (const found of await benchRules({ quick: process.argv.includes('--quick') })) report(found)
}
