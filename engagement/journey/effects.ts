import type { Decision } from '../decision/decision.ts'
import type { LapsedMessage, MessageChange } from './message-change.ts'
import type { PutAside } from './put-aside.ts'

/** What a piece of a reaction leaves beside the customer as they are then. */
export interface Effects {
  readonly decisions: readonly Decision[]
  readonly changes: readonly MessageChange[]
  /** Messages that no run waits for and whose lease has ended. */
  readonly lapsed: readonly LapsedMessage[]
  readonly reached: readonly { readonly workflow: string; readonly step: string }[]
  /** What threw, and was taken out so that the rest goes on. */
  readonly putAside: readonly PutAside[]
}

export const NO_EFFECTS: Effects = { decisions: [], changes: [], lapsed: [], reached: [], putAside: [] }

/** The effects of pieces that were done one after the other. */
export const together = (pieces: readonly Effects[]): Effects => ({
  decisions: joined(pieces, (each) => each.decisions),
  changes: joined(pieces, (each) => each.changes),
  lapsed: joined(pieces, (each) => each.lapsed),
  reached: joined(pieces, (each) => each.reached),
  putAside: joined(pieces, (each) => each.putAside),
})

function joined<Item>(pieces: readonly Effects[], of: (effects: Effects) => readonly Item[]): readonly Item[] {
  const all: Item[] = []
  for (const piece of pieces) for (const item of of(piece)) all.push(item)
  return all
}
