import { brandScope } from '#engagement/content/brand-scope.ts'
import { carries, LINK_NAMES } from '#engagement/content/links.ts'
import { parseLiquid, TAG_NAMES } from '#engagement/content/liquid/engine.ts'
import { FALLIBLE_FILTERS, FILTER_NAMES, FORGIVING_FILTERS } from '#engagement/content/liquid/filters.ts'
import { type Reading, walkTemplates } from '#engagement/content/liquid/walk.ts'
import { OWN_ROOTS } from '#engagement/content/message-scope.ts'
import { ROOTS } from '#engagement/model/condition.ts'
import { didYouMean } from '#engagement/model/suggest.ts'
import type { Place, Problem } from '../form/problem.ts'
import { type FieldUse, type MessageSource, misfit, TYPED_FILTERS } from './compiled-message.ts'
import type { MessageFile } from './front-matter.ts'
import { type LiquidSource, liquidSources } from './liquid-sources.ts'

const FIELD_ROOTS: readonly string[] = ROOTS.filter((root) => root !== 'item')
const OTHER_ROOTS: readonly string[] = OWN_ROOTS
const ESCAPING = ['escape', 'escape_once', 'h', 'raw', 'strip_html', 'newline_to_br']

interface Findings {
  readonly problems: Problem[]
  readonly uses: FieldUse[]
}

/** Reads every piece of Liquid in the file: what it uses, and what cannot be. */
export function checkSources(file: MessageFile, source: MessageSource): Findings {
  const findings: Findings = { problems: [], uses: [] }
  const required = file.front.requires ?? []
  for (const [index, field] of required.entries()) {
    const { line, column } = file.yaml.at(['requires', index])
    const [root = field] = field.split('.')
    const reading = { path: field, root, local: false, guarded: true, filters: [], shown: false, line, column }
    checkReading(reading, { file: source.file, line, column }, source, findings)
  }
  for (const part of liquidSources(file, source.text)) checkSource(part, new Set(required), source, findings)
  return findings
}

function checkSource(part: LiquidSource, known: ReadonlySet<string>, source: MessageSource, findings: Findings): void {
  const parsed = parseLiquid(part.text)
  if (parsed.kind === 'fault') {
    const { message, line, column } = parsed.fault
    const tag = /^tag "(.*)" not found$/.exec(message)?.[1]
    const hint = tag === undefined ? undefined : didYouMean(tag, TAG_NAMES)
    findings.problems.push(error(part.place(line, column), 'liquid', message, hint))
    return
  }
  walkTemplates(
    parsed.templates,
    {
      reading: (reading) => checkReading(reading, part.place(reading.line, reading.column), source, findings),
      filter: (name, { line, column }, literal) => checkFilter(name, literal, part.place(line, column), findings),
      output: ({ value, token }, name) => {
        const [line = 1, column = 1] = token.getPosition()
        checkFallible(
          // Now has a time, whatever the day.
          value.filters.map((filter) => filter.name).filter((filter) => name !== 'now' || filter !== 'time'),
          part.place(line, column),
          findings,
        )
      },
      naming: ({ name, line, column }) => checkName(name, part.place(line, column), findings),
      stray: (_tag, { line, column }) =>
        findings.problems.push(
          error(part.place(line, column), 'outside-loop', 'There is no loop here to leave', 'Put it inside {% for %}.'),
        ),
    },
    known,
  )
}

/** A name that hides a root would hide it from what follows, unseen. */
function checkName(name: string, place: Place, { problems }: Findings): void {
  if (![...FIELD_ROOTS, ...OTHER_ROOTS, 'forloop'].includes(name)) return
  problems.push(
    error(place, 'reserved-name', `\`${name}\` has a meaning of its own in a message`, 'Choose another name.'),
  )
}

/** What a filter may turn into nothing leaves a hole, for which the whole message would not be sent. */
function checkFallible(filters: readonly string[], place: Place, { problems }: Findings): void {
  const at = filters.findLastIndex((name) => FALLIBLE_FILTERS.has(name))
  const name = filters[at]
  if (name === undefined || filters.slice(at + 1).some((later) => FORGIVING_FILTERS.has(later))) return
  const hint =
    name === 'time'
      ? 'A date may come without a time: write `day_time`, or `| time | default: …`.'
      : `Ask first, with {% if … | ${name} %}, or say what stands there instead: \`| ${name} | default: …\`.`
  problems.push(error(place, 'may-be-nothing', `\`${name}\` may leave nothing to show here`, hint))
}

function checkFilter(name: string, literal: boolean, place: Place, { problems }: Findings): void {
  if (literal && Object.hasOwn(TYPED_FILTERS, name)) {
    problems.push(error(place, 'filter-type', `\`${name}\` takes a field`, 'Write these words as they are to be read.'))
    return
  }
  if (FILTER_NAMES.includes(name)) return
  const hint = ESCAPING.includes(name)
    ? 'Leave it out: every value is escaped by itself where it must be.'
    : didYouMean(name, FILTER_NAMES)
  problems.push(error(place, 'unknown-filter', `There is no filter \`${name}\``, hint))
}

function checkReading(reading: Reading, place: Place, source: MessageSource, { problems, uses }: Findings): void {
  const own = reading.path === undefined || !FIELD_ROOTS.includes(reading.path.split(/[.[]/)[0] ?? '')
  const wrong = own && reading.path !== 'now' ? misfit(reading.filters, 'string') : undefined
  if (wrong !== undefined && (reading.path !== undefined || reading.local)) {
    const told = `\`${wrong}\` takes a field of an event, a profile or a promise`
    problems.push(error(place, 'filter-type', told, 'Put the filter on the field itself.'))
    return
  }
  if (reading.path === undefined) {
    if (!reading.local)
      problems.push(error(place, 'computed-access', 'A field is named in full, so that it can be checked'))
    return
  }
  const [root = '', member] = reading.path.split(/[.[]/)
  if (member === undefined && root !== 'now' && !reading.guarded && [...FIELD_ROOTS, ...OTHER_ROOTS].includes(root)) {
    problems.push(
      error(
        place,
        'not-a-text',
        `\`${root}\` holds many facts; a message can only show one`,
        `Name it: \`${root}.…\`.`,
      ),
    )
  } else if (FIELD_ROOTS.includes(root)) {
    uses.push({
      field: reading.path,
      guarded: reading.guarded,
      filters: reading.filters,
      shown: reading.shown,
      line: place.line,
      column: place.column,
    })
  } else if (root === 'brand') problems.push(...checkBrand(member, place, source))
  else if (root === 'links') problems.push(...checkLink(member, reading.guarded, place, source))
  else if (root === 'now') {
    if (reading.shown && reading.filters.length === 0)
      problems.push(error(place, 'not-a-text', '`now` is a number', 'Write `{{ now | day }}` or `{{ now | time }}`.'))
  } else {
    const hint = didYouMean(reading.root, [...FIELD_ROOTS, ...OTHER_ROOTS])
    problems.push(error(place, 'unknown-field', `There is nothing called \`${reading.root}\` in a message`, hint))
  }
}

function checkBrand(member: string | undefined, place: Place, { settings, locale }: MessageSource): readonly Problem[] {
  const known = Object.keys(brandScope(settings, locale))
  if (member !== undefined && known.includes(member)) return []
  const hint = didYouMean(member ?? '', known)
  return [error(place, 'unknown-field', `\`brand.${member ?? ''}\` is not in settings.yaml`, hint)]
}

function checkLink(
  member: string | undefined,
  guarded: boolean,
  place: Place,
  source: MessageSource,
): readonly Problem[] {
  const name = LINK_NAMES.find((each) => each === member)
  if (name === undefined) {
    const hint = didYouMean(member ?? '', LINK_NAMES)
    return [error(place, 'unknown-field', `There is no \`links.${member ?? ''}\``, hint)]
  }
  if (guarded || carries(source.class, name)) return []
  const message = `A ${source.class} message has no \`links.${name}\``
  return [error(place, 'unguarded', message, `Put it inside {% if links.${name} %}.`)]
}

const error = (place: Place, code: string, message: string, hint?: string): Problem => ({
  severity: 'error',
  code,
  ...place,
  message,
  ...(hint === undefined ? {} : { hint }),
})
