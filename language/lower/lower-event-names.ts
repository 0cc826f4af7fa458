import { IDENTIFY } from '#engagement/customer/customer-event.ts'
import { closest, didYouMean } from '#engagement/model/suggest.ts'
import { listOf } from '../form/value-schemas.ts'
import type { Path } from '../form/yaml-source.ts'
import type { Lowering } from './context.ts'

type Needs = Pick<Lowering, 'source' | 'report' | 'vocabulary'>

/** Names of events, one or a list, each of which must be in the vocabulary. */
export function lowerEventNames(names: string | readonly string[], path: Path, context: Needs): readonly string[] {
  const list = listOf(names)
  list.forEach((name, index) => {
    if (isKnown(name, context)) return
    const hint = didYouMean(name, Object.keys(context.vocabulary.events)) ?? 'Add a file for it under events/'
    context.report.error(
      context.source.at(Array.isArray(names) ? [...path, index] : path),
      'unknown-event',
      `No event is called \`${name}\``,
      hint,
    )
  })
  return list
}

/** An event that is only counted may be missing from the vocabulary: a warning, unless it looks like a typo. */
export function lowerCountedEvent(name: string, path: Path, context: Needs): string {
  if (isKnown(name, context)) return name
  const near = closest(name, Object.keys(context.vocabulary.events))
  if (near === undefined)
    context.report.warn(
      context.source.at(path),
      'unknown-event',
      `No event is called \`${name}\`; its fields cannot be checked`,
      'Add a file for it under events/',
    )
  else
    context.report.error(
      context.source.at(path),
      'unknown-event',
      `No event is called \`${name}\``,
      `Did you mean \`${near}\`?`,
    )
  return name
}

const isKnown = (name: string, { vocabulary }: Needs): boolean =>
  name === IDENTIFY || Object.hasOwn(vocabulary.events, name) || vocabulary.unreadable.includes(name)
