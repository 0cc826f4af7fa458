import type { PromiseDefinition } from '#engagement/model/promise-definition.ts'
import type { Checking } from './checking.ts'

/** Promises that nothing can keep. */
export function checkPromises({ promises, promisesSource, vocabulary, report }: Checking): void {
  if (promisesSource === undefined) return
  for (const promise of promises) {
    const place = promisesSource.at([promise.name, 'kept_by'])
    const engine = promise.keptBy.filter((event) => vocabulary.events[event]?.engine === true)
    if (engine.length === promise.keptBy.length)
      report.error(
        place,
        'never-kept',
        `Nothing keeps \`${promise.name}\`: ${engine.join(', ')} is raised by the engine, not by what happens`,
      )
    else if (!someHas(promise, promise.parts?.path[0], vocabulary)) {
      report.error(
        place,
        'never-kept',
        `Nothing keeps the parts of \`${promise.name}\`: no event of \`kept_by\` has \`${promise.parts?.path.join('.')}\``,
      )
    }
    for (const key of ['kept_by', 'released_by'] as const) {
      const ends = key === 'kept_by' ? promise.keptBy : promise.releasedBy
      for (const event of ends.filter((each) => promise.madeBy.includes(each)))
        report.error(
          promisesSource.at([promise.name, key]),
          'ends-at-once',
          `\`${event}\` makes \`${promise.name}\` and ends it in the same moment`,
          'Name what happens later',
        )
    }
    for (const event of promise.keptBy) {
      if (promise.releasedBy.includes(event))
        report.error(
          promisesSource.at([promise.name, 'released_by']),
          'duplicate',
          `\`${event}\` both keeps and releases \`${promise.name}\``,
        )
    }
  }
}

function someHas(
  { keptBy }: PromiseDefinition,
  property: string | undefined,
  { events }: Checking['vocabulary'],
): boolean {
  return (
    property === undefined ||
    keptBy.some((event) => events[event] === undefined || Object.hasOwn(events[event].properties, property))
  )
}
