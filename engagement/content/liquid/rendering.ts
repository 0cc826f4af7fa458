import type { Context } from 'liquidjs'

/** What filters and outputs know of the rendering that they are part of. */
export interface Rendering {
  readonly locale: string
  readonly zone: string
  readonly now: number
  readonly escape: boolean
  /** Names of facts that were to be shown and are missing; filled while rendering. */
  readonly missing: Set<string>
  /** Inside a `capture`, whose text is escaped and marked when it is shown. */
  capturing: boolean
}

const KEY = 'rendering'

export function setRendering(context: Context, rendering: Rendering): void {
  context.setRegister(KEY, rendering)
}

export function renderingOf(context: Context): Rendering {
  // Registers are untyped; only `setRendering` writes this one.
  return context.getRegister(KEY) as Rendering
}
