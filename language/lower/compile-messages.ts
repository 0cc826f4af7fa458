import { isTextChannel } from '#engagement/model/channels.ts'
import { ROOTS } from '#engagement/model/condition.ts'
import type { MessageTemplate } from '#engagement/model/message-template.ts'
import type { Settings } from '#engagement/model/settings.ts'
import { closest, didYouMean } from '#engagement/model/suggest.ts'
import type { Workflow } from '#engagement/model/workflow.ts'
import {
  type CompiledMessage,
  type CompileMessage,
  type FieldUse,
  misfit,
  TYPED_FILTERS,
} from '../content/compiled-message.ts'
import type { Place, Report } from '../form/problem.ts'
import type { WorkflowFolder } from '../form/workspace-files.ts'
import type { PlaceBook } from './context.ts'
import { type FieldScope, findField, parseField } from './lower-field.ts'
import type { LoweredWorkflow } from './lower-workflow.ts'
import type { KnownField, ValueKind } from './shape.ts'

export interface CompilingMessages {
  readonly folder: WorkflowFolder
  readonly lowered: LoweredWorkflow
  readonly settings: Settings
  readonly report: Report
  readonly places: PlaceBook
  readonly compileMessage: CompileMessage
  readonly layout: string
  /** Whether a file describes this event and could be read. */
  readonly isDescribed: (event: string) => boolean
}

/** Compiles the messages that a workflow sends, in every locale, and checks what each reads at the steps that send it. */
export function compileMessages(all: CompilingMessages): Workflow['messages'] {
  const messages: { [name: string]: { [locale: string]: MessageTemplate } } = {}
  for (const [name, scopes] of sendsByMessage(all.lowered)) {
    const templates: { [locale: string]: MessageTemplate } = {}
    for (const locale of all.settings.locales) {
      const template = compileOne(name, locale, scopes, all)
      if (template !== undefined) templates[locale] = template
    }
    messages[name] = templates
  }
  reportUnused(all)
  return messages
}

interface Sending {
  readonly step: object
  readonly scope: FieldScope
  readonly short: boolean
}

function sendsByMessage({ steps }: LoweredWorkflow): ReadonlyMap<string, readonly Sending[]> {
  const found = new Map<string, Sending[]>()
  for (const { step, scope } of steps) {
    if (step.kind !== 'send') continue
    const short = step.channels.some(isTextChannel)
    found.set(step.message, [...(found.get(step.message) ?? []), { step, scope, short }])
  }
  return found
}

const START = { line: 1, column: 1 }

function compileOne(
  name: string,
  locale: string,
  sendings: readonly Sending[],
  all: CompilingMessages,
): MessageTemplate | undefined {
  const { folder, lowered, settings, report, places, compileMessage, layout } = all
  const message = folder.messages.get(`${name}.${locale}`)
  if (message === undefined) {
    const place = places.get(sendings[0]?.step ?? {}) ?? { file: folder.file, ...START }
    const near = closest(
      `${name}.${locale}`,
      [...folder.messages.keys()].filter((each) => each.endsWith(`.${locale}`)),
    )
    report.error(
      place,
      'message-missing',
      `The message \`${name}\` is missing in \`${locale}\``,
      near === undefined
        ? `Write ${folder.id}/${name}.${locale}.md`
        : `Did you mean \`${near.slice(0, -locale.length - 1)}\`? Else write ${folder.id}/${name}.${locale}.md`,
    )
    return undefined
  }
  const compiled = compileMessage({
    file: message.file,
    text: message.text,
    locale,
    layout,
    settings,
    class: lowered.workflow.class,
  })
  report.add(compiled.problems)
  for (const { scope } of sendings) checkUses(compiled, message, scope, report)
  if (compiled.template !== undefined && compiled.template.sms === undefined && sendings.some(({ short }) => short)) {
    report.error(
      { file: message.file, ...START },
      'sms-missing',
      'It may go out by SMS or LINE, but has no `sms:` text',
      'Add `sms:` to its front matter, or send it by e-mail only',
    )
  }
  const addresses = addressesIn(compiled, sendings, ['url'])
  // Of an event without a readable file nothing is known, which is told there: its fields may well hold addresses.
  const perhaps = readsUndescribed(all) ? addressesIn(compiled, sendings, ['url', 'any']) : addresses
  report.add(compiled.checkAddresses?.(new Set(perhaps)) ?? [])
  return compiled.template === undefined ? undefined : { ...compiled.template, addresses }
}

/** The fields that hold an address wherever the message is sent, as `event.products[].url`. */
function addressesIn(
  { uses }: CompiledMessage,
  sendings: readonly Sending[],
  kinds: readonly ValueKind[],
): readonly string[] {
  const fields = new Set(uses.map(({ field }) => field.replace(/\.(?:first|last|\d+)(?=[.[]|$)/g, '[]')))
  return [...fields].filter((field) =>
    sendings.every(({ scope }) => {
      const found = findField(parseField(field.replaceAll('[]', '.first')), scope)
      return found.kind === 'found' && kinds.includes(found.field.type.kind)
    }),
  )
}

/** Whether a message may read an event that no file describes. */
const readsUndescribed = ({ lowered: { workflow }, isDescribed }: CompilingMessages): boolean =>
  [
    ...workflow.trigger.events,
    ...Object.values(workflow.steps).flatMap((step) => (step.kind === 'wait_event' ? step.filter.events : [])),
  ].some((event) => !isDescribed(event))

const ROOT_NAMES: readonly string[] = ROOTS

function checkUses(
  { uses, template }: CompiledMessage,
  { file, text }: { readonly file: string; readonly text: string },
  scope: FieldScope,
  report: Report,
): void {
  const requires = template?.requires ?? []
  for (const field of requires) checkRequired(field, placeOf(field, file, text), scope, report)
  for (const use of uses) checkUse(use, { file, line: use.line, column: use.column }, requires, scope, report)
}

/** Where a fact is named in the front matter's `requires`. */
function placeOf(field: string, file: string, text: string): Place {
  const lines = text.split('\n')
  const line = Math.max(
    0,
    lines.findIndex((each) => each.includes(field)),
  )
  return { file, line: line + 1, column: Math.max(0, (lines[line] ?? '').indexOf(field)) + 1 }
}

function checkRequired(field: string, place: Place, scope: FieldScope, report: Report): void {
  const [root = ''] = field.split('.')
  if (!ROOT_NAMES.includes(root)) {
    report.error(place, 'unknown-field', `\`${field}\` is not a field`, didYouMean(root, ROOT_NAMES))
    return
  }
  const found = findField(parseField(field), scope)
  if (found.kind === 'missing') report.error(place, 'unknown-field', found.message, found.hint)
}

function checkUse(
  { field, guarded, filters, shown }: FieldUse,
  place: Place,
  requires: readonly string[],
  scope: FieldScope,
  report: Report,
): void {
  const [root = ''] = field.split('.')
  // What is not a root (brand, links, now) is the message compiler's; items are read inside its own loops.
  if (!ROOT_NAMES.includes(root) || root === 'item' || field === root) return
  // `items[].name` is read of each item in turn.
  const found = findField(parseField(field.replaceAll('[]', '.first')), scope)
  if (found.kind === 'missing') {
    report.error(place, 'unknown-field', found.message, found.hint)
    return
  }
  if (shown && !becomesText(found.field.type, filters)) {
    const isList = found.field.type.kind === 'list'
    const hint = isList
      ? `Go through it with \`{% for item in ${field} %}\`, or write \`| map: "name" | join: ", "\``
      : `Name it: \`${field}.…\``
    const told = `\`${field}\` is ${isList ? 'a list' : 'an object'}; a message can only show a text`
    report.error(place, 'not-a-text', told, hint)
    return
  }
  const wrong = misfit(filters, found.field.type.kind)
  if (wrong !== undefined) {
    const wanted = TYPED_FILTERS[wrong]?.join(' or ') ?? ''
    report.error(
      place,
      'filter-type',
      `\`${wrong}\` takes a ${wanted}; \`${field}\` is a ${found.field.type.kind}`,
      filters.includes('default')
        ? 'Put `default` last.'
        : `Give its property \`type: ${TYPED_FILTERS[wrong]?.[0]}\`, or leave \`${wrong}\` out.`,
    )
    return
  }
  if (found.field.required || guarded || requires.some((each) => field === each || field.startsWith(`${each}.`))) return
  report.error(
    place,
    'unguarded',
    `\`${field}\` may be missing, and nothing says what to write then`,
    `Put it in \`{% if ${field} %}\`, give it a \`default\`, or name it in \`requires\``,
  )
}

/** Filters that count a list, and those that make one text of it. */
const COUNTING = ['size', 'sum']
const PICKING = ['join', 'first', 'last']

/** Whether something is left of the value that can be read: of a list or an object nothing is shown, and nothing sent. */
function becomesText(type: KnownField['type'], filters: readonly string[]): boolean {
  if (type.kind === 'object') return filters.includes('size')
  if (type.kind !== 'list') return true
  if (filters.some((name) => COUNTING.includes(name))) return true
  const ofTexts = typeof type.of.kind === 'string' && type.of.kind !== 'object'
  const looked = filters.indexOf('map')
  const after = ofTexts ? filters : filters.slice(looked < 0 ? filters.length : looked)
  return after.some((name) => PICKING.includes(name))
}

function reportUnused({ folder, lowered, settings, report }: CompilingMessages): void {
  const sent = new Set(sendsByMessage(lowered).keys())
  for (const [key, { file }] of folder.messages) {
    const dot = key.lastIndexOf('.')
    const [name, locale] = [key.slice(0, dot), key.slice(dot + 1)]
    if (dot < 0 || !settings.locales.includes(locale))
      report.warn(
        { file, ...START },
        'unknown-locale',
        `This message is in none of the locales (${settings.locales.join(', ')})`,
        'Name it `<message>.<locale>.md`',
      )
    else if (!sent.has(name))
      report.warn({ file, ...START }, 'unused-message', `No step sends \`${name}\``, didYouMean(name, sent))
  }
}
