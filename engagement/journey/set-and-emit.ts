import { createHash } from 'node:crypto'
import { MOST_TRAITS, putTraits, traitsLeftOut } from '../customer/apply-traits.ts'
import type { Json } from '../customer/json.ts'
import type { Step } from '../model/workflow.ts'
import type { Desk } from './desk.ts'
import { limitReached } from './entries.ts'
import { resolveWithin } from './plan-send.ts'
import { type Run, runId } from './run.ts'

/** The id tells apart what the same run raises after it was re-armed; hashed, or a loop's ids would grow without end. */
export function emit(desk: Desk, run: Run, step: Extract<Step, { kind: 'emit' }>): void {
  const entry = createHash('sha256').update(run.entry.messageId).digest('base64url').slice(0, 12)
  const properties = resolveWithin(desk, run, step.properties)
  desk.raised.push({
    id: `emit:${runId(run)}:${step.id}:${entry}`,
    name: step.event,
    properties,
    hops: run.entry.hops ?? 0,
  })
}

export function setTraits(desk: Desk, traits: { readonly [name: string]: Json }): void {
  const set = Object.entries(traits).map(([name, value]) => [name, { value, at: desk.now }] as const)
  desk.profile = putTraits(desk.profile, new Map(set))
  tellLeftOut(desk, Object.keys(traits), desk.now)
}

/** Says which traits a full profile has not taken. */
export function tellLeftOut(desk: Desk, names: readonly string[], at: number): void {
  const left = traitsLeftOut(desk.profile, names, at)
  if (left.length === 0) return
  const asked = `at most ${MOST_TRAITS.count} traits of ${MOST_TRAITS.bytes} bytes; left out: ${left.slice(0, 10).join(', ')}`
  desk.decisions.push(
    limitReached(desk.now, 'too-many-traits', asked.slice(0, 300), Object.keys(desk.profile.traits).length),
  )
}
