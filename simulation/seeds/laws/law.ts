import type { TimelineEntry } from '#engagement/journey/timeline-entry.ts'
import type { Message } from '#engagement/message/message.ts'
import type { Commit } from '#stages/ports/commit.ts'
import type { Outgoing } from '#stages/ports/provider.ts'
import type { Invocation } from '../world/invocation.ts'
import type { SeedWorld } from '../world/seed-world.ts'

/** What a law looks at: the world, before what is told is written into the ledger. */
export type Seen =
  | { readonly kind: 'commit'; readonly commit: Commit; readonly by: Invocation }
  | { readonly kind: 'kept'; readonly customerId: string; readonly entry: TimelineEntry }
  | { readonly kind: 'feedback'; readonly message: Message }
  | { readonly kind: 'mail'; readonly outgoing: Outgoing; readonly by: Invocation }
  /** Nothing is due any more, and nothing is under way. */
  | { readonly kind: 'rest' }

/** Something that always holds. `broken`: what shows that it does not; empty where it does. */
export interface Law {
  /** A sentence about the product. */
  readonly sentence: string
  readonly broken: (seen: Seen, world: SeedWorld) => readonly string[]
}

/** A law about each commit. */
export const ofCommits = (
  sentence: string,
  broken: (commit: Commit, world: SeedWorld, by: Invocation) => readonly string[],
): Law => ({ sentence, broken: (seen, world) => (seen.kind === 'commit' ? broken(seen.commit, world, seen.by) : []) })

/** A law about each message that a sender takes. */
export const ofClaims = (
  sentence: string,
  broken: (claim: { readonly message: Message; readonly commit: Commit }, world: SeedWorld) => readonly string[],
): Law =>
  ofCommits(sentence, (commit, world) =>
    commit.messages.flatMap(({ message }) => (message.status === 'claimed' ? broken({ message, commit }, world) : [])),
  )

/** A law about everything once it has come to rest. */
export const ofRest = (sentence: string, broken: (world: SeedWorld) => readonly string[]): Law => ({
  sentence,
  broken: (seen, world) => (seen.kind === 'rest' ? broken(world) : []),
})

/** A law about what reaches a provider. */
export const ofMails = (
  sentence: string,
  broken: (outgoing: Outgoing, world: SeedWorld, by: Invocation) => readonly string[],
): Law => ({ sentence, broken: (seen, world) => (seen.kind === 'mail' ? broken(seen.outgoing, world, seen.by) : []) })
