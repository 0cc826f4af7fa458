import { PermanentError } from '../errors.ts'

/** What a layout leaves open, each exactly once. */
export const LAYOUT_SLOTS = {
  preheader: '[[preheader]]',
  body: '[[body]]',
  buttons: '[[buttons]]',
  footer: '[[footer]]',
} as const

/** What a layout may name wherever it needs it. Everything else about the brand it reads as Liquid: `{{ brand.name }}`. */
export const LAYOUT_LOOKS = { locale: '[[locale]]', font: '[[font]]', color: '[[color]]' } as const

/** The plainest layout there is: all slots, no looks. */
export const BARE_LAYOUT = `<!doctype html><html><body>${Object.values(LAYOUT_SLOTS).join('\n')}</body></html>`

export type LayoutParts = { readonly [name in keyof typeof LAYOUT_SLOTS | keyof typeof LAYOUT_LOOKS]: string }

/** Puts the parts into the layout; a slot that is to be filled later stands for itself. Throws `PermanentError` `bad-layout` where a slot is not there exactly once. */
export function fillLayout(layout: string, parts: LayoutParts): string {
  for (const [name, slot] of Object.entries(LAYOUT_SLOTS)) {
    const times = layout.split(slot).length - 1
    if (times !== 1) throw new PermanentError('bad-layout', `the layout has the slot ${name} ${times} times, not once`)
  }
  // A function, for `$` in a message is only a dollar; one pass, for a message may itself say [[body]].
  return layout.replace(/\[\[([a-z]+)\]\]/g, (slot, name: string) => (isPart(name) ? parts[name] : slot))
}

/** Puts what was filled into the slots that are left. */
export const fillSlots = (frame: string, filled: { readonly [slot: string]: string }): string =>
  frame.replace(/\[\[([a-z]+)\]\]/g, (slot, name: string) =>
    Object.hasOwn(filled, name) ? (filled[name] ?? slot) : slot,
  )

const isPart = (name: string): name is keyof LayoutParts =>
  Object.hasOwn(LAYOUT_SLOTS, name) || Object.hasOwn(LAYOUT_LOOKS, name)
