import { PermanentError } from '../errors.ts'

/** What a layout leaves open. */
export const LAYOUT_SLOTS = {
  preheader: '[[preheader]]',
  body: '[[body]]',
  buttons: '[[buttons]]',
  footer: '[[footer]]',
} as const

/** The plainest layout there is: all slots, no looks. */
export const BARE_LAYOUT = `<!doctype html><html><body>${Object.values(LAYOUT_SLOTS).join('\n')}</body></html>`

export type LayoutParts = { readonly [slot in keyof typeof LAYOUT_SLOTS]: string }

/** Puts the parts into the layout. Throws `PermanentError` `bad-layout` where a slot is not there exactly once. */
export function fillLayout(layout: string, parts: LayoutParts): string {
  let html = layout
  for (const [name, slot] of Object.entries(LAYOUT_SLOTS)) {
    const pieces = layout.split(slot).length - 1
    if (pieces !== 1)
      throw new PermanentError('bad-layout', `the layout has the slot ${name} ${pieces} times, not once`)
  }
  // A function, for `$` in a message is only a dollar.
  html = html.replace(/\[\[(preheader|body|buttons|footer)\]\]/g, (_slot, name: keyof LayoutParts) => parts[name])
  return html
}
