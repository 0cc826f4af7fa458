import type { CustomerChannel } from '#engagement/model/channels.ts'
import { compare, duration, event, field, history, list, money, time, value, words } from './english-clauses.ts'
import type { Tongue } from './tongue.ts'

const CHANNEL: Record<CustomerChannel, string> = { email: 'email', sms: 'SMS', line: 'LINE' }
const where = (clause: string | undefined): string => (clause === undefined ? '' : `, if ${clause}`)
const pairs = (values: readonly (readonly [string, string])[]): string =>
  list(
    values.map(([name, what]) => `${words(name)} = ${what}`),
    'and',
  )
const shift = (plus: number | undefined, minus: number | undefined): string =>
  minus !== undefined ? `${duration(minus)} before ` : plus !== undefined ? `${duration(plus)} after ` : ''

/** English, as one colleague tells another. */
export const english: Tongue = {
  duration,
  time,
  value,
  money,
  event,
  list,
  field,
  compare,
  history,
  quantified: (quantifier, of, clause, ifMissing) =>
    `for ${quantifier === 'some' ? 'at least one' : 'every one'} of ${field(of)} ${clause}${ifMissing === undefined ? '' : ifMissing === 'matched' ? ' (or it is not known)' : ' (if it is not known: no)'}`,
  group: (kind, clauses) => clauses.join(kind === 'all_of' ? ' and ' : ' or '),
  nest: (clause) => `(${clause})`,
  not: (clause) => `it is not the case that ${clause}`,
  title: ({ name, description }) => (description === undefined ? `${name}.` : `${name}: ${description}`),
  kind: ({ class: kind, topic }) =>
    kind === 'service'
      ? 'It is a service to the customer: it needs no marketing consent and no cap holds it back.'
      : `It is marketing${topic === undefined ? '' : ` on the topic “${topic}”`}: only with consent, within the caps, outside quiet hours, and never while an incident is open.`,
  starts: ({ trigger, onePer }, clause) =>
    `It starts for a customer when ${list(trigger.events.map(event), 'or')} happens${where(clause)}; ${onePer === undefined ? 'one at a time per customer' : `one at a time per ${words(onePer.path.join(' '))}`}.`,
  maxAge: (ms) => `An event older than ${duration(ms)} does not start it.`,
  restarts: ({ whenRunning }) =>
    whenRunning === 'restart'
      ? 'If that happens again before the first message, it starts over.'
      : 'If that happens again while it runs, nothing changes.',
  reentry: ({ reentry }) => {
    if (reentry.kind === 'never') return 'Nobody goes through it twice.'
    return reentry.kind === 'always'
      ? 'It may start again as soon as it has ended.'
      : `It may start again ${duration(reentry.ms)} later at the earliest.`
  },
  onlyWhile: (clause) => `It starts, and every message goes out, only while ${clause}.`,
  exits: (events, clause) => `It ends at once when ${events} happens${where(clause)}.`,
  goal: (events, clause, within) =>
    `It has succeeded when ${events} happens within ${within} of the start${where(clause)}.`,
  holdout: (percent) => `${percent}% of customers get nothing, so that the difference it makes can be measured.`,
  wait: ({ for: length, at, atMost }) =>
    at === undefined
      ? atMost === undefined
        ? `Wait ${duration(length.ms)}.`
        : `Wait until it has been quiet for ${duration(length.ms)}: each time it happens again the wait starts over, but no longer than ${duration(atMost.ms)} after the first.`
      : `Wait ${duration(length.ms)}, then until it is ${time(at)} where the customer is.`,
  waitField: (step) =>
    `Wait ${step.times === 1 ? '' : `${value(step.times)} times `}${field(step.field)}, but at least ${duration(step.atLeast.ms)} and at most ${duration(step.atMost.ms)}.`,
  waitUntil: (step) => {
    const when = `${shift(step.plus?.ms, step.minus?.ms)}${field(step.until)}${step.at === undefined ? '' : `, at ${time(step.at)} where the customer is`}`
    const quiet = step.quietHours === undefined ? '' : '; if that is in quiet hours, just before they begin'
    return `Wait until ${when}${quiet}; if that has already passed, ${step.ifPast === 'now' ? 'go on at once' : 'leave out everything up to and including the next message'}.`
  },
  waitEvent: (events, clause, timeout, until) =>
    `Wait for ${events}${where(clause)}, ${until === undefined ? `for ${timeout} at most` : `until ${field(until)} at the latest`}.`,
  onEvent: () => 'When it comes:',
  onTimeout: () => 'When it does not come in time:',
  send: (step, channels) => {
    const by = channels.map((channel) => CHANNEL[channel]).join(', else ')
    const until =
      step.goodUntil === undefined
        ? ''
        : step.goodUntil.kind === 'plus'
          ? `; if it cannot go out within ${duration(step.goodUntil.span.ms)}, leave it out`
          : `; if it cannot go out by ${shift(undefined, step.goodUntil.minus?.ms)}${field(step.goodUntil.field)}, leave it out`
    const renewed = Object.entries(step.renews)
      .map(([promise, to]) => `; it names a new date, so the promise “${promise}” now stands for ${field(to)}`)
      .join('')
    const word =
      step.nextWord === undefined
        ? ''
        : `; it tells them that they will hear from us again within ${duration(step.nextWord.plus.ms)}${step.nextWord.at === undefined ? '' : `, by ${time(step.nextWord.at)} that day`}`
    return `Send “${step.message}” by ${by}${channels.length > 1 ? " (the customer's own preference goes first)" : ''}${step.urgent ? ', at any hour' : ''}${until}${renewed}${word}.`
  },
  if: (clause, first) => `${first ? 'If' : 'Else, if'} ${clause}:`,
  otherwise: () => 'Otherwise:',
  split: () => 'Chance decides, the same for a customer every time:',
  way: (name, percent) => `${percent}% (“${name}”):`,
  set: (values) => `Note about the customer: ${pairs(values)}.`,
  emit: (name, values) => `Raise ${name}${values.length === 0 ? '' : ` with ${pairs(values)}`}.`,
  webhook: (to, values) => `Call “${to}”${values.length === 0 ? '' : ` with ${pairs(values)}`}.`,
  handOver: (to, reason) => `Hand over to a person at “${to}”: ${reason}.`,
  onSent: () => 'Once it was sent, or may have been:',
  onSkipped: () => 'Where it was not sent:',
  onSuccess: () => 'Once it has arrived:',
  onFailure: () => 'Where it did not arrive, or nobody knows:',
  end: (reason) => `End here (${words(reason.replaceAll('-', ' '))}).`,
  goesOn: () => 'Go on below.',
}
