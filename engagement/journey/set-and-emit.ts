import { createHash } from 'node:crypto'
import type { Json } from '../customer/json.ts'
import type { Step } from '../definition/workflow.ts'
import { type Desk, runScope } from './desk.ts'
import { resolveAll } from './plan-send.ts'
import { type Run, runId } from './run.ts'

/** The id tells apart what the same run raises after it was re-armed; hashed, or a loop's ids would grow without end. */
export function emit(desk: Desk, run: Run, step: Extract<Step, { kind: 'emit' }>): void {
  const entry = createHash('sha256').update(run.entry.messageId).digest('base64url').slice(0, 12)
  const properties = resolveAll(step.properties, runScope(desk, run))
  desk.raised.push({
    id: `emit:${runId(run)}:${step.id}:${entry}`,
    name: step.event,
    properties,
    hops: run.entry.hops ?? 0,
  })
}

export function setTraits(desk: Desk, traits: { readonly [name: string]: Json }): void {
  const set = Object.fromEntries(Object.entries(traits).map(([name, value]) => [name, { value, at: desk.now }]))
  desk.profile = { ...desk.profile, traits: { ...desk.profile.traits, ...set } }
}
