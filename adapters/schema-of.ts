import * as z from 'zod/mini'
import type { Json } from '#engagement/customer/json.ts'

/*
 * Schemas that are tied to a type both ways: a member, a kind or a word that the type gains does not compile until its
 * schema reads it, and a schema reads nothing that the type does not have. What they read is of the type itself.
 */

/** Readonly all the way down, as the core's lists are. */
type AsRead<Out> = Json extends Out
  ? Out
  : Out extends readonly unknown[]
    ? { readonly [Place in keyof Out]: AsRead<Out[Place]> }
    : Out

/** Whether every value that the type allows is read. */
type ReadsAll<Value, Out> = [Value] extends [Out] ? true : [Value] extends [AsRead<Out>] ? true : false

type IsOptional<T, Member extends keyof T> = Record<never, never> extends Pick<T, Member> ? true : false

type Schemas<T> = { readonly [Member in keyof T]-?: z.core.$ZodType }

/** What stands in an error's place: `S` reads less or more than `T` has, or may be missing where the member may not. */
interface Reads<T> {
  readonly 'a schema that reads all of': T
}

type SchemaOf<T, Member extends keyof T, S> =
  S extends z.core.$ZodType<Required<T>[Member]>
    ? ReadsAll<Required<T>[Member], z.core.output<S>> extends true
      ? IsOptional<T, Member> extends (S extends { readonly _zod: { readonly optout: 'optional' } } ? true : false)
        ? S
        : Reads<T[Member]>
      : Reads<T[Member]>
    : Reads<T[Member]>

/** Every member of `T` and no other, each read by a schema of exactly its type. */
type Complete<T, S> = {
  readonly [Member in keyof T]-?: Member extends keyof S ? SchemaOf<T, Member, S[Member]> : z.core.$ZodType
} & {
  readonly [Member in Exclude<keyof S, keyof T>]: never
}

/** What is left of a type of which every member has been written somewhere: `rest satisfies NothingLeft`. */
export type NothingLeft = { readonly [member: string]: never }

/** An object of `T`. What newer code added to a stored one survives a pass through older code. */
export const storedObject =
  <T extends object>() =>
  <S extends Partial<Schemas<T>>>(members: S & Complete<T, S>): z.ZodMiniType<T> =>
    // `Complete` has said that what is read is a T, and every T is read.
    z.looseObject(members) as unknown as z.ZodMiniType<T>

/** An object of `T` that travels between our own handlers; what its type does not have is left out. */
export const wireObject =
  <T extends object>() =>
  <S extends Partial<Schemas<T>>>(members: S & Complete<T, S>): z.ZodMiniType<T> =>
    // As above.
    z.object(members) as unknown as z.ZodMiniType<T>

interface Kinds {
  readonly kind: string
}
type OfKind<T extends Kinds, Kind> = Omit<Extract<T, { readonly kind: Kind }>, 'kind'>
type CompleteByKind<T extends Kinds, S> = {
  readonly [Kind in T['kind']]: Kind extends keyof S ? Complete<OfKind<T, Kind>, S[Kind]> : object
} & { readonly [Kind in Exclude<keyof S, T['kind']>]: never }

/** A closed union by `kind`: the members of each kind beside the kind itself, stored. */
export const storedUnion =
  <T extends Kinds>() =>
  <S extends { readonly [Kind in T['kind']]?: Partial<Schemas<OfKind<T, Kind>>> }>(
    kinds: S & CompleteByKind<T, S>,
  ): z.ZodMiniType<T> =>
    unionOf(kinds, z.looseObject) as unknown as z.ZodMiniType<T>

/** A closed union by `kind` that travels between our own handlers. */
export const wireUnion =
  <T extends Kinds>() =>
  <S extends { readonly [Kind in T['kind']]?: Partial<Schemas<OfKind<T, Kind>>> }>(
    kinds: S & CompleteByKind<T, S>,
  ): z.ZodMiniType<T> =>
    unionOf(kinds, z.object) as unknown as z.ZodMiniType<T>

type Shape = Record<string, z.core.$ZodType>

function unionOf(kinds: object, object: (shape: Shape) => z.ZodMiniObject<Shape>): z.ZodMiniType {
  const [first, ...others] = Object.entries(kinds).map(([kind, members]) =>
    object({ kind: z.literal(kind), ...members }),
  )
  if (first === undefined) throw new Error('a union has kinds')
  return z.discriminatedUnion('kind', [first, ...others])
}
