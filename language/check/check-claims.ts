import { ENGINE_EVENTS } from '#engagement/model/promise-definition.ts'
import { followers, waysOn } from '#engagement/model/step-graph.ts'
import type { Step, Workflow } from '#engagement/model/workflow.ts'
import { type CheckedWorkflow, type Checking, placeOf } from './checking.ts'

/** That a person has it in hand. */
const PERSON = [
  /\b(?:a person|somebody|someone|one of us|our(?: customer care| support)? team|a colleague)\b[^.]{0,40}\b(?:has|have)(?: now)? (?:already )?taken\b/i,
  /\b(?:has|have) been (?:handed|passed) (?:on )?to (?:a person|somebody|someone|our team)\b/i,
  /(?:担当者|係の者|スタッフ)が(?:すでに)?(?:お)?引き継(?:ぎました|いでおり|いで[いお])/,
]
/** That we shall write, call or tell: not "we won't", and not what a renewed promise sees to by itself. */
const WORD = [
  /\bwe(?:'ll| will| shall) (?:write(?! about)|tell you|let you know|be in touch|ring you|get back|call you|contact you|e-?mail you)\b/i,
  /(?:次第|でき?たら|ましたら|までに|場合は|改めて|あらためて|のちほど|後ほど|こちらから)[^。]{0,30}(?:お知らせ|ご連絡|お電話|おかけ直し|おかけ)(?:いた)?します/,
]

/** What a message claims must follow from the steps: that a person took over, and that we write again. */
export function checkClaims(checked: CheckedWorkflow, checking: Checking): void {
  const { workflow, lowered } = checked
  const withoutPerson = reachedWithoutPerson(workflow)
  for (const { step } of lowered.steps) {
    if (step.kind !== 'send') continue
    const words = wordsOf(workflow, step.message)
    const place = placeOf(step, checked, checking)
    if (withoutPerson.has(step.id) && words.some((text) => PERSON.some((claim) => claim.test(text))))
      checking.report.warn(
        place,
        'claims-person',
        `\`${step.message}\` says that a person has taken over, and can be sent though no hand-over has arrived`,
        'Put it after a `hand_over` or into its `on_success`, and let `on_failure` lead past it',
      )
    const promised = words.filter((text) => WORD.some((claim) => claim.test(text)))
    if (promised.length > 0 && !isSeenTo(step, promised, checked, checking))
      checking.report.warn(
        place,
        'word-without-date',
        `\`${step.message}\` says that we write again, and there is a way on which nothing follows`,
        'Give the `send` a `next_word` and say its date (`{{ next_word.by | day_time }}`), or give the wait after it an `on_timeout` that sends',
      )
  }
}

/** Everything that a customer reads of a message, in every locale. */
const wordsOf = ({ messages }: Workflow, name: string): readonly string[] =>
  Object.values(messages[name] ?? {}).map(({ subject, html, text, sms }) =>
    [subject, html.parts['preheader'] ?? '', ...Object.values(text.parts), sms ?? ''].join('\n'),
  )

/** A word is seen to by its date, by the promise that it renews or names the date of, or by what follows on every way. */
function isSeenTo(
  step: Extract<Step, { kind: 'send' }>,
  words: readonly string[],
  { workflow }: CheckedWorkflow,
  { promises, workflows }: Checking,
): boolean {
  if (step.nextWord !== undefined || Object.keys(step.renews).length > 0 || isFollowed(workflow, step)) return true
  // What is only at risk is heard of again when it breaks, where some workflow speaks of that.
  const speaks = (event: string): boolean => workflows.some((each) => each.workflow.trigger.events.includes(event))
  if (workflow.trigger.events.includes(ENGINE_EVENTS.atRisk) && speaks(ENGINE_EVENTS.broken)) return true
  const dues = promises
    .filter((promise) => promise.madeBy.some((event) => workflow.trigger.events.includes(event)))
    .flatMap(({ due }) => ('path' in due ? [['event', ...due.path].join('.')] : []))
  return words.every((text) => dues.some((due) => text.includes(due)))
}

/** Steps to which a way leads that passes no hand-over which arrived. */
function reachedWithoutPerson({ first, steps }: Workflow): ReadonlySet<string> {
  const reached = new Set<string>()
  const visit = (id: string | undefined): void => {
    const step = id === undefined ? undefined : steps[id]
    if (step === undefined || reached.has(step.id)) return
    reached.add(step.id)
    if (step.kind === 'hand_over') visit(step.onFailure?.to)
    else for (const next of followers(step)) visit(next)
  }
  visit(first)
  return reached
}

/** Whether on every way after a step a message goes out at last. */
function isFollowed({ steps }: Pick<Workflow, 'steps'>, { next }: Extract<Step, { kind: 'send' }>): boolean {
  const follows = (id: string | undefined): boolean => {
    const step = id === undefined ? undefined : steps[id]
    if (step === undefined || step.kind === 'end') return false
    return step.kind === 'send' || waysOn(step).every(follows)
  }
  return follows(next)
}
