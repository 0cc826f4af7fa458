import { expect, it } from 'vitest'
import { keptLayout } from '#local/publish/kept-layout.ts'

it('compiles the layout once for a store, and again where it was made of other MJML', async () => {
  const stored = new Map<string, string>()
  const settings = {
    get: (name: string) => stored.get(name),
    set: (name: string, value: string) => void stored.set(name, value),
  }
  let compiled = 0
  const compile = async (): Promise<string> => {
    compiled += 1
    return `<html>${compiled}</html>`
  }
  expect([await keptLayout(settings, compile), await keptLayout(settings, compile)]).toEqual([
    '<html>1</html>',
    '<html>1</html>',
  ])
  stored.set('layout.of', 'what an earlier version compiled')
  expect(await keptLayout(settings, compile)).toBe('<html>2</html>')
})
