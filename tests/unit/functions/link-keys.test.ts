import { describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import { LinkKeys } from '#functions/link-keys.ts'

const [newest, earlier] = ['n'.repeat(32), 'e'.repeat(64)]

describe('the keys of links', () => {
  it('are one, or several with the newest first', () => {
    expect(z.parse(LinkKeys, newest)).toEqual([newest])
    expect(z.parse(LinkKeys, `${newest}\n${earlier}\n`)).toEqual([newest, earlier])
  })

  it.each(['', ' ', 'short', `${newest}\nshort`])('are each long enough: not "%s"', (text) => {
    expect(z.safeParse(LinkKeys, text).success).toBe(false)
  })
})
