import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { signToken, TOKEN_LIFE_MS, type TokenClaims, verifyToken } from '#engagement/content/token.ts'

const DAY = 86_400_000
const NOW = Date.parse('2026-11-21T10:00:00Z')
const SECRET = 'a-secret-of-at-least-thirty-two-bytes'
const CLAIMS: TokenClaims = {
  purpose: 'unsubscribe',
  customerId: 'cust_1',
  topic: 'shopping',
  messageId: 'm1',
  locale: 'ja',
  expiresAt: NOW + TOKEN_LIFE_MS,
}
const TOKEN = signToken(CLAIMS, SECRET)

describe('a signed token', () => {
  it('gives its claims back', () => {
    expect(verifyToken(TOKEN, [SECRET], NOW)).toEqual({ kind: 'valid', claims: CLAIMS })
  })

  it('fits a path segment', () => {
    expect(encodeURIComponent(TOKEN)).toBe(TOKEN)
  })

  it('lives at least sixty days', () => {
    expect(verifyToken(TOKEN, [SECRET], NOW + 60 * DAY).kind).toBe('valid')
  })

  it('is too old at the instant of its expiry, and says in which language to say so', () => {
    expect(verifyToken(TOKEN, [SECRET], CLAIMS.expiresAt - 1).kind).toBe('valid')
    expect(verifyToken(TOKEN, [SECRET], CLAIMS.expiresAt)).toEqual({ kind: 'invalid', reason: 'expired', locale: 'ja' })
  })

  it('outlives a change of key while the old key is still listed', () => {
    const next = 'the-next-secret-of-thirty-two-bytes!!'
    expect(verifyToken(TOKEN, [next, SECRET], NOW).kind).toBe('valid')
    expect(verifyToken(TOKEN, [next], NOW)).toEqual({ kind: 'invalid', reason: 'forged' })
    expect(verifyToken(TOKEN, [], NOW)).toEqual({ kind: 'invalid', reason: 'forged' })
  })

  it('is refused after any change of a single character', () => {
    fc.assert(
      fc.property(fc.nat(TOKEN.length - 1), fc.constantFrom(...'ABCabc019-_.'), (at, char) => {
        fc.pre(TOKEN[at] !== char)
        const changed = TOKEN.slice(0, at) + char + TOKEN.slice(at + 1)
        expect(verifyToken(changed, [SECRET], NOW).kind).toBe('invalid')
      }),
      { numRuns: 500 },
    )
  })

  it('cannot be given other claims under its signature', () => {
    const other = signToken({ ...CLAIMS, customerId: 'cust_2' }, 'not-our-secret-not-our-secret-not-ours')
    const forged = [...other.split('.').slice(0, 2), TOKEN.split('.')[2]].join('.')
    expect(verifyToken(forged, [SECRET], NOW)).toEqual({ kind: 'invalid', reason: 'forged' })
  })

  it.each(['', '.', '..', '1..', '1.e30.', 'x'.repeat(5000), '2.e30.e30', '%00'])(
    'is malformed or forged: %j',
    (token) => {
      expect(verifyToken(token, [SECRET], NOW).kind).toBe('invalid')
    },
  )
})
