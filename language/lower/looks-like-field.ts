import { ROOTS } from '#engagement/model/condition.ts'
import type { Path } from '../form/yaml-source.ts'
import type { Lowering } from './context.ts'

const FIELD = new RegExp(`^(?:${ROOTS.join('|')})(?:\\.[a-z][A-Za-z0-9_]*)+$`)

/** A text is compared and written as it stands: where it reads like a field, a field was probably meant. */
export function warnOfField(value: unknown, path: Path, { source, report }: Pick<Lowering, 'source' | 'report'>): void {
  if (typeof value !== 'string' || !FIELD.test(value)) return
  const place = source.at(path)
  report.warn(place, 'looks-like-field', `\`${value}\` is a text here, not a field`, `Write \`{ field: ${value} }\``)
}
