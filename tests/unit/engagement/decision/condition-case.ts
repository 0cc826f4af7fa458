import { readdirSync, readFileSync } from 'node:fs'
import { parse, stringify } from 'yaml'
import * as z from 'zod'
import type { CustomerEvent } from '#engagement/customer/customer-event.ts'
import { fillCounters } from '#engagement/decision/count-history.ts'
import type { Scope } from '#engagement/decision/scope.ts'
import type { Condition, CounterDefinition } from '#engagement/model/condition.ts'
import { ROOTS } from '#engagement/model/condition.ts'
import { openCounterBook } from '#engagement/model/counter-book.ts'
import { Condition as WrittenCondition } from '#language/form/condition-schema.ts'
import { span } from '#language/form/duration.ts'
import { startReport } from '#language/form/problem.ts'
import { readSource } from '#language/form/read-source.ts'
import { lowerCondition } from '#language/lower/lower-condition.ts'

const Properties = z.record(z.string(), z.json())
const When = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))

/** One row of `tests/cases/conditions/*.yaml`; see README.md there. */
const ConditionCase = z.strictObject({
  case: z.string(),
  when: z.json(),
  event: Properties.optional(),
  entry: Properties.optional(),
  awaited: Properties.optional(),
  profile: Properties.optional(),
  computed: Properties.optional(),
  promise: Properties.optional(),
  incidents: Properties.optional(),
  /** What happened to the customer. `ago` counts back from now; `at` is an instant. */
  history: z
    .array(
      z.union([
        z.strictObject({ did: z.string(), ago: z.string(), with: Properties.optional() }),
        z.strictObject({ did: z.string(), at: When, with: Properties.optional() }),
      ]),
    )
    .optional(),
  /** True: the counters were never filled. */
  unfilled: z.boolean().optional(),
  now: When.default(Date.parse('2026-11-21T12:00:00+09:00')),
  /** How long ago the run was entered. */
  entered: z.string().optional(),
  zone: z.string().default('Asia/Tokyo'),
  verdict: z.enum(['matched', 'unmatched', 'unknown']),
})
export type ConditionCase = z.infer<typeof ConditionCase>

const FOLDER = new URL('../../../cases/conditions/', import.meta.url)

/** All cases by file; throws where one has a key that it should not have, or a name twice. */
export function loadCases(): { readonly file: string; readonly cases: readonly ConditionCase[] }[] {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.yaml'))
  return files.map((file) => ({ file, cases: parseCases(readFileSync(new URL(file, FOLDER), 'utf8'), file) }))
}

export function parseCases(text: string, file: string): readonly ConditionCase[] {
  const cases = z.array(ConditionCase).safeParse(parse(text))
  if (!cases.success) throw new Error(`${file}: ${z.prettifyError(cases.error)}`)
  const names = cases.data.map((each) => each.case)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw new Error(`${file}: two cases are called "${twice}"`)
  return cases.data
}

/** The condition as the engine reads it, and the scope with the history counted as the engine counts it. */
export function stage(found: ConditionCase): { readonly condition: Condition; readonly scope: Scope } {
  const { condition, counters } = lower(found.when)
  const { event, entry, awaited, profile, computed, promise, incidents, now, zone } = found
  const roots = { event, entry, awaited, profile, computed, promise, incidents }
  const present = Object.fromEntries(Object.entries(roots).filter(([, properties]) => properties !== undefined))
  const history = found.unfilled === true ? {} : fillCounters({}, counters, toEvents(found), { zone })
  const entered = found.entered === undefined ? {} : { entryAt: now - span(found.entered).ms }
  return { condition, scope: { ...present, history, now, zone, ...entered } }
}

function toEvents({ history = [], now }: ConditionCase): CustomerEvent[] {
  return history.map((each, index) => {
    const at = 'at' in each ? each.at : now - span(each.ago).ms
    return {
      messageId: `m${index}`,
      name: each.did,
      customerId: 'c',
      at,
      receivedAt: at,
      properties: each.with ?? {},
      context: {},
      hops: 0,
    }
  })
}

/** Lowers a condition in the marketers' notation, of fields about whose types nothing is known. */
function lower(when: unknown): { readonly condition: Condition; readonly counters: readonly CounterDefinition[] } {
  const { source, problems } = readSource(WrittenCondition, 'case.yaml', stringify(when))
  const report = startReport()
  report.add(problems)
  const open = { fields: {}, open: true }
  const counters = openCounterBook()
  const context = {
    report,
    counters,
    places: new WeakMap(),
    vocabulary: { events: {}, unreadable: [], traits: open, computed: open },
  }
  const shapes = Object.fromEntries(ROOTS.map((root) => [root, open]))
  const condition = source && lowerCondition(source.value, [], { shapes }, { ...context, source })
  const errors = report.list().filter(({ severity }) => severity === 'error')
  if (condition === undefined || errors.length > 0) throw new Error(`not a condition: ${JSON.stringify(errors)}`)
  return { condition, counters: counters.list() }
}
