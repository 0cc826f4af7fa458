import { readFileSync } from 'node:fs'
import { loadRules } from '#engagement/decision/rule-index/load-rules.ts'
import { buildEngines } from './engines.ts'

/**
 * Run as a process of its own: `node cold-load.ts ours|theirs FILE` prints how many milliseconds it takes from the text of
 * the rules to something that can be asked, with nothing warm.
 */
const [, , whose, file] = process.argv
const text = readFileSync(file ?? '', 'utf8')
const begin = performance.now()
const ready: unknown = whose === 'ours' ? loadRules(JSON.parse(text)) : buildEngines(JSON.parse(text))
const taken = performance.now() - begin
if (ready === undefined) throw new Error('nothing was loaded')
console.log(taken)
