import type { Report } from '../form/problem.ts'
import type { Workspace } from '../form/workspace-files.ts'
import { computedShape } from './lower-computed.ts'
import { lowerEvents, withCarried } from './lower-events.ts'
import { outlinePromises } from './lower-promises.ts'
import { traitShape } from './lower-settings.ts'
import { traitsSetBy } from './traits-set.ts'
import type { Vocabulary } from './vocabulary.ts'

/** All that a workspace can name, of the files that could be read. */
export function buildVocabulary(
  { events: files, unreadableEvents, settings, promises, computed, workflows }: Workspace,
  report: Report,
): Vocabulary {
  const events = lowerEvents(files, report)
  const outlines = promises.source === undefined ? undefined : outlinePromises(promises.source.value)
  const all = withCarried(events, outlines ?? [])
  const set = workflows.flatMap(({ source, remains }) => traitsSetBy((source ?? remains)?.value.steps ?? []))
  const written = settings.source?.value
  return {
    events: all,
    unreadable: unreadableEvents,
    traits: { ...traitShape(written?.traits, set), ...(written === undefined ? { open: true } : {}) },
    computed:
      computed.source === undefined
        ? { fields: {}, open: true }
        : computedShape(computed.source.value, { events: all }),
    ...(outlines === undefined ? {} : { promises: outlines }),
    ...(written === undefined
      ? {}
      : { endpoints: Object.keys(written.endpoints ?? {}), topics: Object.keys(written.topics ?? {}) }),
  }
}
