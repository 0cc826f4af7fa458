import type { CounterBook } from '#engagement/model/counter-book.ts'
import type { Place, Report } from '../form/problem.ts'
import type { Path, YamlSource } from '../form/yaml-source.ts'
import type { Vocabulary } from './vocabulary.ts'

/** Where in the marketer's files a part of the lowered form was written, for the checks that come after. */
export type PlaceBook = WeakMap<object, Place>

/** What lowering one file needs besides the file's value. */
export interface Lowering {
  readonly source: YamlSource
  readonly report: Report
  readonly vocabulary: Vocabulary
  readonly counters: CounterBook
  readonly places: PlaceBook
}

/** Notes where `part` was written. */
export function placed<T extends object>(
  part: T,
  path: Path,
  { places, source }: Pick<Lowering, 'places' | 'source'>,
): T {
  places.set(part, source.at(path))
  return part
}
