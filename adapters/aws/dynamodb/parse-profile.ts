import * as z from 'zod/mini'
import { EMPTY_PROFILE, type Profile } from '#engagement/customer/profile.ts'
import type { Memory } from '#engagement/journey/customer-state.ts'
import { type Item, parseBody } from './item.ts'
import { ComputedSchema, CounterSchema, MemorySchema, ProfileSchema, TraitSchema } from './state-schema.ts'
import { tryParse, type Unreadable } from './unreadable.ts'

export const EMPTY_MEMORY: Memory = { runs: [], promises: [], exits: [] }
const Whole = z.looseObject({ profile: ProfileSchema, memory: MemorySchema })
const Members = z.record(z.string(), z.unknown())
const Parts = z.looseObject({
  profile: z.looseObject({ traits: Members, history: Members, computed: Members }),
  memory: z.unknown(),
})

export interface StoredProfile {
  readonly profile: Profile
  readonly memory: Memory
  readonly unreadable?: Unreadable
}

/**
 * `STATE#PROFILE`. Where the whole does not read, each trait, counter and list that does: a counter that is left out is
 * filled again from the timeline, a trait is unknown.
 */
export function parseProfile(item: Item): StoredProfile {
  const whole = tryParse(item, (each) => parseBody(each, Whole))
  if (whole.kind === 'read') return whole.value
  const { unreadable } = whole
  const parts = tryParse(item, (each) => parseBody(each, Parts))
  if (parts.kind === 'unreadable') return { profile: EMPTY_PROFILE, memory: EMPTY_MEMORY, unreadable }
  const { traits, history, computed } = parts.value.profile
  const memory = MemorySchema.safeParse(parts.value.memory)
  return {
    profile: {
      traits: readable(traits, TraitSchema),
      history: readable(history, CounterSchema),
      computed: readable(computed, ComputedSchema),
    },
    memory: memory.success ? memory.data : EMPTY_MEMORY,
    unreadable,
  }
}

function readable<Schema extends z.ZodMiniType>(
  members: { readonly [name: string]: unknown },
  schema: Schema,
): { readonly [name: string]: z.infer<Schema> } {
  return Object.fromEntries(
    Object.entries(members).flatMap(([name, member]) => {
      const parsed = schema.safeParse(member)
      return parsed.success ? [[name, parsed.data] as const] : []
    }),
  )
}
