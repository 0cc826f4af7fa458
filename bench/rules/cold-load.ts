import { readFileSync } from 'node:fs'
import { loadRules } from '#engagement/decision/rule-index/load-rules.ts'
import { buildEngines } from './engines.ts'
import { EVENTS } from './shop.ts'

/**
 * Run as a process of its own, with nothing warm: `node cold-load.ts ours FILE` prints the milliseconds from the text of the
 * rules until they are loaded, until an event of the first name is answered, and until one of every name is (the rules of a
 * name are made ready when its first event comes); `parsed FILE`: until that text is parsed, and nothing else is done;
 * `theirs FILE`: until json-rules-engine is built, and not yet asked.
 */
const [, , whose, file] = process.argv
const text = readFileSync(file ?? '', 'utf8')
const begin = performance.now()
const taken: number[] = []
const lap = (): number => taken.push(performance.now() - begin)
if (whose === 'theirs') {
  buildEngines(JSON.parse(text))
  lap()
} else if (whose === 'parsed') {
  JSON.parse(text)
  lap()
} else {
  const matcher = loadRules(JSON.parse(text))
  lap()
  const scope = { event: {}, profile: {}, history: {}, now: 0, zone: 'UTC' }
  matcher.match(EVENTS[0], scope)
  lap()
  for (const event of EVENTS) matcher.match(event, scope)
  lap()
}
console.log(JSON.stringify(taken))
