import type { Part, Played } from './play.ts'
import type { Shrunk } from './shrink.ts'

/** The command that plays this part of this world again. */
export function commandOf(seed: number, { customers, happenings, faults }: Part): string {
  const list = (name: string, some: Iterable<string | number> | undefined): string => {
    if (some === undefined) return ''
    const all = [...some]
    return ` --${name} ${all.length === 0 ? 'none' : all.join(',')}`
  }
  return `npm run seeds -- --seed ${seed}${list('only', customers)}${list('events', happenings)}${list('faults', faults)}`
}

/** What broke, and the story that breaks it. */
export function tellBreach({ seed, breach, start, weather, lives, faults }: Played, part: Part): readonly string[] {
  if (breach === undefined) return []
  return [
    `Seed ${seed} (${weather}) breaks a law: ${breach.sentence}.`,
    ...breach.shown.slice(0, 8).map((shown) => `  ${shown}`),
    `  at ${textOf(breach.at)}, in a world of ${lives.length} customers that begins ${textOf(start)}`,
    '',
    'What happens:',
    ...lives
      .flatMap((life) => life.happenings)
      .toSorted((a, b) => a.at - b.at)
      .map(({ id, at, name, userId, anonymousId, properties, traits }) =>
        [
          `  ${textOf(start + at)}  ${name}`,
          [userId, anonymousId].filter((each) => each !== undefined).join(' = '),
          JSON.stringify(properties ?? traits ?? {}).slice(0, 160),
          `(${id})`,
        ].join('  '),
      )
      .slice(0, 60),
    ...(faults.length === 0 ? [] : ['', 'What goes wrong:']),
    ...faults.map(({ kind, what, at, id }) => `  ${textOf(at)}  ${kind}  ${what}  (${id})`).slice(0, 60),
    '',
    `Again: ${commandOf(seed, part)}`,
  ]
}

export const tellShrunk = ({ played, part }: Shrunk): readonly string[] => tellBreach(played, part)

const textOf = (at: number): string => new Date(at).toISOString()
