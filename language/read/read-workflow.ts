import type { Workflow } from '#engagement/model/workflow.ts'
import type { Language } from '../reason-words/language.ts'
import { english } from './english.ts'
import { japanese } from './japanese.ts'
import { readCondition } from './read-condition.ts'
import { readEvents, readSteps, readWhere } from './read-steps.ts'
import type { Tongue } from './tongue.ts'

const TONGUES: { readonly [language in Language]: Tongue } = { en: english, ja: japanese }

const DAY = 86_400_000

/** A workflow in plain sentences, as a colleague would tell it: what it is, when it starts and ends, then its steps in order. */
export function readWorkflow(workflow: Workflow, locale: Language): string[] {
  const tongue = TONGUES[locale]
  const { counters, trigger, onlyWhile, goal, holdout } = workflow
  return [
    tongue.title(workflow),
    tongue.kind(workflow),
    tongue.starts(workflow, readWhere(trigger, counters, tongue)),
    ...(trigger.maxAge === DAY ? [] : [tongue.maxAge(trigger.maxAge)]),
    tongue.restarts(workflow),
    tongue.reentry(workflow),
    ...(onlyWhile === undefined ? [] : [tongue.onlyWhile(readCondition(onlyWhile, tongue, counters))]),
    ...workflow.exitWhen.map((exit) => tongue.exits(readEvents(exit, tongue), readWhere(exit, counters, tongue))),
    ...(goal === undefined
      ? []
      : [tongue.goal(readEvents(goal, tongue), readWhere(goal, counters, tongue), tongue.duration(goal.withinMs))]),
    ...(holdout === 0 ? [] : [tongue.holdout(holdout)]),
    ...readSteps(workflow, tongue),
  ]
}
