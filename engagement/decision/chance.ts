import { createHash } from 'node:crypto'
import type { Step, Workflow } from '#engagement/model/workflow.ts'

/** A number in [0, 100), the same for the same parts for ever: any run can be repeated exactly. */
export function percentile(...parts: readonly string[]): number {
  const digest = createHash('sha256').update(parts.join('\u0000')).digest()
  return (digest.readUInt32BE(0) / 0x1_0000_0000) * 100
}

/** Whether the customer is in the workflow's holdout. Each workflow draws for itself, or the same people would never be written to. */
export const isHeldOut = (customerId: string, { id, holdout }: Pick<Workflow, 'id' | 'holdout'>): boolean =>
  holdout > 0 && percentile(customerId, id, 'holdout') < holdout

type Split = Extract<Step, { kind: 'split' }>

/** The way of a split that the customer goes. */
export function drawnWay(
  customerId: string,
  { id }: Pick<Workflow, 'id'>,
  split: Split,
): Split['ways'][number] | undefined {
  const drawn = percentile(customerId, id, split.id)
  let upTo = 0
  for (const way of split.ways) {
    upTo += way.percent
    if (drawn < upTo) return way
  }
  return split.ways.at(-1)
}
