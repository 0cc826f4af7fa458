import { isMistake, warningText } from '#engagement/customer/event-warning.ts'
import type { SeenValue } from '#engagement/decision/decision.ts'
import { decisionWords } from '#language/reason-words/decision-words.ts'
import { reasonWords, remedyFor } from '#language/reason-words/reason-words.ts'
import type { Happening, Waiting, What } from './happening.ts'
import { localTime, type Told, told } from './told.ts'

/** A happening for people. */
export function happeningWords({ what }: Pick<Happening, 'what'>): Told {
  switch (what.kind) {
    case 'accepted':
      return acceptedWords(what)
    case 'refused':
      return told('x', 'bad', `${what.event} refused: ${what.reason}`, [`${what.code}, at ${what.place}`])
    case 'repeated':
      return what.sameContent
        ? told('=', 'quiet', `${what.event} again, under the same messageId: it counts once`)
        : told('x', 'bad', `${what.event} under a messageId that was used for something else: the first one counts`)
    case 'raised':
      return told('!', 'warn', `${what.event} (raised by the engine)`)
    case 'decided':
      return decidedWords(what)
    case 'waits':
      return waitingWords(what.waiting)
    case 'message':
      return messageWords(what)
  }
}

function acceptedWords({ event, warnings, fate }: Extract<What, { kind: 'accepted' }>): Told {
  const kept = {
    named: [],
    kept: ['no live workflow names it: kept in the timeline'],
    dropped: ['dropped: settings say so'],
  }
  const details = [
    ...warnings.map((warning) => `${isMistake(warning) ? 'not understood: ' : ''}${warningText(warning)}`),
  ]
  return told('>', warnings.some(isMistake) ? 'warn' : 'in', event, [...details, ...kept[fate]])
}

function decidedWords({ decision, zone }: Extract<What, { kind: 'decided' }>): Told {
  const until = decision.until === undefined ? {} : { until: `${localTime(decision.until, zone)} (${zone})` }
  const { at, until: _, ...others } = decision
  const about = decision.workflow === '*' ? 'workflows' : decision.workflow
  const text = `${about}: ${decisionWords({ ...others, ...until })}`
  switch (decision.verdict) {
    case 'entered':
    case 'restarted':
    case 'goal_reached':
      return told('*', 'good', text)
    case 'skipped':
    case 'failed':
    case 'flagged':
    case 'held':
      return told('x', 'bad', text, [...howToMend(decision.reason), ...seen(decision.values ?? [])])
    case 'exited':
    case 'not_entered':
      return told('x', 'quiet', text, seen(decision.values ?? []))
    case 'ignored':
    case 'planned':
    case 'sent':
    case 'ended':
    case 'branched':
      return told('*', 'quiet', text)
  }
}

/** What was asked and not found: what matched is not the reason for a no. */
const seen = (values: readonly SeenValue[]): readonly string[] =>
  values
    .filter(({ verdict }) => verdict !== 'matched')
    .slice(0, 3)
    .map(({ asked, saw }) => `${asked}: ${saw === undefined ? 'nothing is known' : `saw ${JSON.stringify(saw)}`}`)

function waitingWords({ workflow, until, zone, next, listens, unless, foreseen }: Waiting): Told {
  const then = next.length === 0 ? '' : `, then ${next.map((name) => `"${name}"`).join(' or ')}`
  const heard = listens.length === 0 ? '' : ` for ${listens.join(' or ')}`
  const not = unless.length === 0 ? '' : `, unless ${unless.join(', ')}`
  const text = `${workflow}: waits${heard} until ${localTime(until, zone)} (${zone})${then}${not}`
  if (foreseen === undefined) return told('…', 'good', text)
  return told('…', 'warn', text, [
    `as things stand nothing will be sent then: ${reasonWords(foreseen)}`,
    ...howToMend(foreseen),
  ])
}

function messageWords({ status, workflow, name, channel, subject }: Extract<What, { kind: 'message' }>): Told {
  const what = `${workflow}: ${channel.replaceAll('_', ' ')} "${subject || name}"`
  if (status === 'sent') return told('✉', 'sent', `${what} was sent`)
  if (status === 'unknown') return told('?', 'bad', `${what}: nobody knows whether it went out`)
  return told('✗', 'bad', `${what} ${status === 'bounced' ? 'came back' : 'was marked as spam'}`)
}

/** What somebody can do about it, as plain text. */
function howToMend(reason: string): readonly string[] {
  const remedy = remedyFor(reason)
  return remedy === undefined ? [] : [remedy.replaceAll('`', '')]
}
