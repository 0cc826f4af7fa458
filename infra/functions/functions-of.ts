import type { EngagementEdge } from '../engagement-edge.ts'
import type { EngagementEngine } from '../engagement-engine.ts'
import type { EngagementFunction } from './engagement-function.ts'

/** Every function of a deployment; each has a role of its own (`role`), whatever stack it stands in. */
export const functionsOf = (parts: {
  readonly engine: EngagementEngine
  readonly edge: EngagementEdge
}): readonly EngagementFunction[] => [...parts.engine.functions, ...parts.edge.functions]
