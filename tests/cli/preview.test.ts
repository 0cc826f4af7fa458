import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { cutLine, preheaderOf } from '#cli/preview/inbox-line.ts'
import { run } from './run.ts'

const written = async (...args: readonly string[]) => {
  const file = join(await mkdtemp(join(tmpdir(), 'preview-')), 'deep', 'page.html')
  const done = await run(['preview', ...args, '--out', file])
  return { ...done, page: done.code === 0 ? await readFile(file, 'utf8') : '' }
}

describe('beforehand preview', () => {
  it('writes every message of a workflow in each language on one page, and says where', async () => {
    const { code, out, page } = await written('payment-deadline')
    expect(code).toBe(0)
    expect(out).toMatch(/^2 messages, \d+ previews: file:\/\/\/.*page\.html/)
    for (const locale of ['ja', 'en'])
      for (const channel of ['email', 'sms'])
        expect(page).toContain(`<figure data-locale="${locale}" data-channel="${channel}">`)
    expect(page.match(/<h3>/g)).toHaveLength(2)
    expect(page).toContain('お支払い期限は')
    expect(page).toContain('<p class="bubble sms">')
  })

  it('needs nothing beside itself, and lets no mail run a script', async () => {
    const { page } = await written('cart-abandonment')
    const frames = page.match(/<iframe [^>]*>/g) ?? []
    expect(frames.length).toBeGreaterThan(3)
    for (const frame of frames) {
      expect(frame).toContain(' sandbox="allow-same-origin"')
      // The mail itself may show pictures; the frame around it leads nowhere.
      expect(frame.replace(/srcdoc="[^"]*"/, '')).not.toMatch(/allow-scripts| src=/)
    }
    const own = page.replace(/srcdoc="[^"]*"/g, '')
    expect(own).not.toMatch(/<(?:link|img|script src)/)
  })

  it('has a switch for the language, the screen, dark looks and the text part', async () => {
    const { page } = await written('login-failing')
    for (const [name, value] of [
      ['lang', 'ja'],
      ['width', 'desktop'],
      ['looks', 'dark'],
      ['part', 'text'],
    ])
      expect(page).toContain(`<input type="radio" name="${name}" value="${value}">`)
    expect(page).toContain('<pre class="text" lang="en">')
  })

  it('knows no workflow of another name', async () => {
    const { code, err } = await written('cart-abandonement')
    expect(code).toBe(2)
    expect(err).toContain('There is no workflow cart-abandonement; there are')
  })

  it('cuts a subject where a phone does, kanji and kana being twice as wide', () => {
    expect(cutLine('Your cart is saved')).toEqual({ shown: 'Your cart is saved', lost: '' })
    const english = cutLine('Sorry: your order may be late, now expected Tuesday, 24 November')
    expect(english).toEqual({ shown: 'Sorry: your order may be late, now expec', lost: 'ted Tuesday, 24 November' })
    expect(cutLine('お客様のアカウントで、ログインの失敗が続いています').shown).toBe(
      'お客様のアカウントで、ログインの失敗が続',
    )
    expect(cutLine('茶👍🏽'.repeat(30)).shown.endsWith('\ud83d')).toBe(false)
  })

  it('shows the words after the subject that the layout hides', async () => {
    const { page } = await written('login-failing')
    expect(page).toContain('<span class="preheader">None has worked so far. There&#39;s no link in this email.</span>')
    expect(preheaderOf('<div style="display:none;font-size:1px">Tea &amp; cups</div>')).toBe('Tea & cups')
  })
})
