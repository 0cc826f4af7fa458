import type { Catalogue } from '#engagement/model/catalogue.ts'
import { uniteCounters } from '#engagement/model/counter-book.ts'
import type { Settings } from '#engagement/model/settings.ts'
import type { Workflow } from '#engagement/model/workflow.ts'
import { compileTriggers } from '#engagement/possible-triggers.ts'

/** What is live at first, and what may be published later. */
export interface Catalogues {
  readonly shipped: Catalogue
  readonly others: readonly [Catalogue, ...Catalogue[]]
}

/** The shipped workflows, and what a shop might make of them: some gone, some edited, other settings. */
export function cataloguesOf(shipped: Catalogue): Catalogues {
  return {
    shipped,
    others: [
      without(shipped, 'fewer', (_, n) => n % 3 === 0),
      without(shipped, 'fewer-still', (_, n) => n % 2 === 1),
      edited(shipped, 'edited', (workflow) => workflow),
      { ...edited(shipped, 'louder', (workflow) => workflow), settings: stricter(shipped.settings) },
      { ...shipped, hash: `${shipped.hash}-stricter`, settings: stricter(shipped.settings) },
    ],
  }
}

function without(catalogue: Catalogue, name: string, isGone: (workflow: Workflow, n: number) => boolean): Catalogue {
  return rebuilt(
    catalogue,
    name,
    catalogue.workflows.filter((workflow, n) => !isGone(workflow, n)),
  )
}

/** Every workflow under another version: whoever is inside finishes on their own. */
function edited(catalogue: Catalogue, name: string, edit: (workflow: Workflow) => Workflow): Catalogue {
  return rebuilt(
    catalogue,
    name,
    catalogue.workflows.map((workflow) => edit({ ...workflow, version: `${workflow.version}-${name}` })),
  )
}

const rebuilt = (catalogue: Catalogue, name: string, workflows: readonly Workflow[]): Catalogue => ({
  ...catalogue,
  hash: `${catalogue.hash}-${name}`,
  workflows,
  rules: compileTriggers(workflows),
  counters: uniteCounters([
    catalogue.settings.counters,
    ...catalogue.promises.map((each) => each.counters),
    ...workflows.map((each) => each.counters),
  ]),
})

const stricter = (settings: Settings): Settings => ({
  ...settings,
  caps: settings.caps.map((cap) => ({ ...cap, count: Math.max(1, cap.count - 1) })),
  quietHours: Object.fromEntries(
    Object.entries(settings.quietHours).map(([channel, quiet]) => [channel, { ...quiet, from: quiet.from - 60 }]),
  ),
})
