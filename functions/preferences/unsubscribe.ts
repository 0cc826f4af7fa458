import type { TokenClaims } from '#engagement/content/token.ts'
import { ALL_MARKETING } from '#engagement/customer/consent.ts'
import { changePreferences, type PreferenceAct } from '#stages/preferences.ts'
import type { HttpAnswer } from './http.ts'
import type { PageButton } from './page.ts'
import type { PreferencesHandlerDeps } from './preferences.ts'
import { topicName, type Visit, writePage } from './visit.ts'
import type { PageWords } from './words.ts'

type Claims = Extract<TokenClaims, { purpose: 'unsubscribe' }>

/** What a link to unsubscribe shows. */
export function askToUnsubscribe(visit: Visit, claims: Claims): HttpAnswer {
  const { words } = visit
  const isAll = claims.topic === ALL_MARKETING
  return writePage(visit, {
    status: 200,
    lines: [words.ask(topicName(visit, claims.topic)), ...(isAll ? [] : [words.askAll]), words.service],
    buttons: [{ action: 'unsubscribe', label: words.confirm }, ...(isAll ? [] : [allButton(words)])],
  })
}

export async function unsubscribe(
  form: ReadonlyMap<string, string>,
  visit: Visit,
  claims: Claims,
  deps: PreferencesHandlerDeps,
): Promise<HttpAnswer> {
  const act = readAct(form, claims)
  await changePreferences(claims, [act], deps)
  return confirm(visit, claims, act)
}

/**
 * A POST to the link unsubscribes, whatever its body says, unless a button of ours says otherwise: nobody is kept because
 * their mail client wrote the form in its own way. Only what they never had cannot be asked for: undoing is about the
 * link's topic.
 */
function readAct(form: ReadonlyMap<string, string>, { topic }: Claims): Exclude<PreferenceAct, { kind: 'speak' }> {
  switch (form.get('action')) {
    case 'resubscribe':
      return { kind: 'resubscribe', topic }
    case 'unsubscribe-all':
      return { kind: 'unsubscribe', topic: ALL_MARKETING, source: 'page' }
    case 'unsubscribe':
      return { kind: 'unsubscribe', topic, source: 'page' }
    default:
      return { kind: 'unsubscribe', topic, source: 'one-click' }
  }
}

function confirm(visit: Visit, claims: Claims, done: Exclude<PreferenceAct, { kind: 'speak' }>): HttpAnswer {
  const { words } = visit
  const topic = topicName(visit, claims.topic)
  if (done.kind === 'resubscribe') {
    return writePage(visit, {
      status: 200,
      lines: [words.restored(topic)],
      buttons: [{ action: 'unsubscribe', label: words.confirm, second: true }],
    })
  }
  const all = done.topic === ALL_MARKETING
  return writePage(visit, {
    status: 200,
    lines: [all ? words.doneAll : words.doneTopic(topic), words.atOnce, words.service],
    buttons: [{ action: 'resubscribe', label: words.undo, second: true }, ...(all ? [] : [allButton(words)])],
  })
}

const allButton = (words: PageWords): PageButton => ({ action: 'unsubscribe-all', label: words.all, second: true })
