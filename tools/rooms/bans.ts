import { HOUSE, NOT_SHIPPED, type Room } from './house.ts'

interface Pattern {
  readonly group: readonly string[]
  readonly message: string
}

const ZOD = {
  importNames: ['z', 'default'],
  message: "Import zod as `import * as z from 'zod'`: a fifth of the bundle.",
}
const CRYPTO = {
  allowImportNames: ['createHash', 'createHmac'],
  message: 'Of node:crypto the core may use what is deterministic: createHash, createHmac.',
}

/** What Biome is to refuse. A later override replaces an earlier one's options, so each states its whole law. */
export function bans(): { readonly overrides: readonly object[] } {
  return {
    overrides: HOUSE.flatMap((room) => [wholeRoom(room), ...(room.inner ?? []).map((name) => innerRoom(room, name))]),
  }
}

const wholeRoom = (room: Room): object =>
  override(`${room.name}/**/*.ts`, room, [...otherRooms(room), ...packagesOf(room)])

function innerRoom(room: Room, name: string): object {
  const inner = room.inner ?? []
  const left = inner.slice(0, inner.indexOf(name))
  const leftOf: Pattern[] =
    left.length === 0
      ? []
      : [
          {
            group: left.flatMap((each) => [`#${room.name}/${each}/**`, `**/../${each}/**`]),
            message: `Inside ${room.name}/: ${inner.join(' -> ')}. ${name}/ may not import a room on its left.`,
          },
        ]
  // In the pure rooms these are react, compile-workspace and their like; elsewhere they are what inner rooms share.
  const together: Pattern[] = room.pure
    ? [
        {
          group: [
            `#${room.name}/*.ts`,
            '../*.ts',
            '../../*.ts',
            '!../*/**',
            `!#${room.name}/errors.ts`,
            '!../errors.ts',
          ],
          message: `The files directly in ${room.name}/ put the rooms together; a room does not import them (errors.ts excepted).`,
        },
      ]
    : []
  return override(`${room.name}/${name}/**/*.ts`, room, [
    ...leftOf,
    ...together,
    ...otherRooms(room),
    ...packagesOf(room),
  ])
}

function otherRooms({ name, imports, law }: Room): readonly Pattern[] {
  const others = [...HOUSE.map((room) => room.name), ...NOT_SHIPPED].filter(
    (other) => other !== name && !imports.includes(other),
  )
  const part = imports.flatMap((each) => (each.includes('/') ? [`!#${each}/**`, `!**/../${each}/**`] : []))
  return [{ group: [...others.flatMap((other) => [`#${other}/**`, `**/../${other}/**`]), ...part], message: law }]
}

const packagesOf = ({ packages }: Room): readonly Pattern[] => (packages === undefined ? [] : [packages])

const override = (includes: string, { pure }: Room, patterns: readonly Pattern[]): object => ({
  includes: [includes],
  linter: {
    rules: {
      style: {
        noRestrictedImports: {
          level: 'error',
          options: { paths: { zod: ZOD, ...(pure ? { 'node:crypto': CRYPTO } : {}) }, patterns },
        },
      },
    },
  },
})
