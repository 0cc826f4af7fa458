import { didYouMean } from '#engagement/model/suggest.ts'
import type { Step } from '#engagement/model/workflow.ts'
import { minuteOfDay, span } from '../form/duration.ts'
import type { SendStep } from '../form/step-schema.ts'
import type { Path } from '../form/yaml-source.ts'
import type { Lowering } from './context.ts'
import type { FieldScope } from './lower-field.ts'
import { lowerDateField } from './lower-wait.ts'

type Send = Step & { readonly kind: 'send' }

/** A message to the customer: channels in order, until when it makes sense, and which promises it renews. */
export function lowerSend(
  written: SendStep,
  ids: { readonly id: string; readonly next?: string },
  path: Path,
  scope: FieldScope,
  context: Lowering,
): Send {
  checkChannels(written, path, context)
  const goodUntil = lowerGoodUntil(written, path, scope, context)
  return {
    kind: 'send',
    ...ids,
    message: written.send,
    channels: written.first_of ?? ['email'],
    ...(goodUntil === undefined ? {} : { goodUntil }),
    urgent: written.urgent ?? false,
    renews: lowerRenews(written, path, scope, context),
    ...lowerNextWord(written),
  }
}

function checkChannels({ first_of: channels = [] }: SendStep, path: Path, { source, report }: Lowering): void {
  channels.forEach((channel, index) => {
    if (channels.indexOf(channel) < index)
      report.error(
        source.at([...path, 'first_of', index]),
        'duplicate',
        `\`${channel}\` is named twice`,
        'Remove one of them',
      )
  })
}

function lowerNextWord({ next_word: word }: SendStep): Pick<Send, 'nextWord'> {
  if (word === undefined) return {}
  return { nextWord: { plus: span(word.plus), ...(word.at === undefined ? {} : { at: minuteOfDay(word.at) }) } }
}

function lowerGoodUntil(
  { good_until: until }: SendStep,
  path: Path,
  scope: FieldScope,
  context: Lowering,
): Send['goodUntil'] {
  if (until === undefined) return undefined
  if ('plus' in until) return { kind: 'plus', span: span(until.plus) }
  const field = lowerDateField(until.field, [...path, 'good_until', 'field'], scope, context)
  return { kind: 'field', field, ...(until.minus === undefined ? {} : { minus: span(until.minus) }) }
}

function lowerRenews({ renews }: SendStep, path: Path, scope: FieldScope, context: Lowering): Send['renews'] {
  const names = context.vocabulary.promises?.map((promise) => promise.name)
  const entries = Object.entries(renews ?? {}).map(([name, field]) => {
    const at = [...path, 'renews', name]
    if (names?.includes(name) === false)
      context.report.error(
        context.source.keyAt(at),
        'unknown-promise',
        `No promise is called \`${name}\``,
        didYouMean(name, names) ?? 'Promises are made in promises.yaml',
      )
    return [name, lowerDateField(field, at, scope, context)] as const
  })
  return Object.fromEntries(entries)
}
