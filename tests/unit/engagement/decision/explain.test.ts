import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluate } from '#engagement/decision/evaluate.ts'
import { explain } from '#engagement/decision/explain.ts'
import type { Scope } from '#engagement/decision/scope.ts'
import type { Condition } from '#engagement/model/condition.ts'
import { always, anyCondition, anyScope, NOW } from './arbitrary-conditions.ts'

const same = (left: Condition, right: Condition): void =>
  always(
    fc.property(anyScope, (scope) => void expect(evaluate(left, scope)).toBe(evaluate(right, scope))),
    5,
  )
const not = (condition: Condition): Condition => ({ kind: 'not', condition })
const all = (...conditions: Condition[]): Condition => ({ kind: 'all_of', conditions })
const any = (...conditions: Condition[]): Condition => ({ kind: 'any_of', conditions })

describe('explaining a condition', () => {
  it('comes to the verdict of the evaluation, whatever is asked of whatever is known', () => {
    always(
      fc.property(
        anyCondition,
        anyScope,
        (condition, scope) => void expect(explain(condition, scope).verdict).toBe(evaluate(condition, scope)),
      ),
      2000,
    )
  })

  it('tells every leaf, with what was asked and seen, in the order written', () => {
    const scope: Scope = {
      event: { total: 8000, currency: 'JPY', products: [{ price: 900 }, {}] },
      profile: {},
      history: {
        k: {
          kind: 'recent',
          occurrences: [
            { at: NOW, known: 1 },
            { at: NOW, known: 0 },
          ],
        },
      },
      now: NOW,
      zone: 'Asia/Tokyo',
    }
    const condition = any(
      {
        kind: 'compare',
        field: { root: 'event', path: ['total'] },
        comparison: 'at_least',
        operands: [{ kind: 'money', amounts: { JPY: 7000, USD: 50 } }],
      },
      {
        kind: 'compare',
        field: { root: 'profile', path: ['country'] },
        comparison: 'in',
        operands: [{ kind: 'value', value: ['JP', 'US'] }],
      },
      not({
        kind: 'compare',
        field: { root: 'profile', path: ['seen_at'] },
        comparison: 'older_than',
        operands: [{ kind: 'value', value: 129_600_000 }],
      }),
      {
        kind: 'list',
        quantifier: 'every',
        field: { root: 'event', path: ['products'] },
        where: {
          kind: 'compare',
          field: { root: 'item', path: ['price'] },
          comparison: 'above',
          operands: [{ kind: 'value', value: 500 }],
        },
      },
      {
        kind: 'history',
        measure: 'count',
        event: 'Payment Failed',
        counter: 'k',
        atLeast: 2,
        within: 86_400_000,
        since: { kind: 'event', event: 'Payment Succeeded', counter: 'none' },
        match: [{ index: 0, field: { root: 'entry', path: ['order_id'] } }],
      },
    )
    expect(explain(condition, scope)).toEqual({
      verdict: 'matched',
      values: [
        { asked: 'event.total at least 7000 JPY / 50 USD', saw: 8000, verdict: 'matched' },
        { asked: 'profile.country in [JP, US]', verdict: 'unknown' },
        { asked: 'not (profile.seen_at older than 1d 12h)', verdict: 'unknown' },
        { asked: 'every of event.products', saw: '2 items', verdict: 'unknown' },
        { asked: 'event.products.0.price above 500', saw: 900, verdict: 'matched' },
        { asked: 'event.products.1.price above 500', verdict: 'unknown' },
        {
          asked: 'at least 2 x Payment Failed within 1d since Payment Succeeded with the same entry.order_id',
          saw: '0 to 2',
          verdict: 'unknown',
        },
      ],
    })
  })

  it('tells what stands below a `not` as it was asked, so that a reason never reads like its opposite', () => {
    const size: Condition = {
      kind: 'compare',
      field: { root: 'computed', path: ['cart', 'size'] },
      comparison: 'equals',
      operands: [{ kind: 'value', value: 0 }],
    }
    const scope: Scope = { computed: { cart: { size: 2 } }, history: {}, now: NOW, zone: 'Asia/Tokyo' }
    expect(explain(not(size), scope)).toEqual({
      verdict: 'matched',
      values: [{ asked: 'not (computed.cart.size equals 0)', saw: 2, verdict: 'matched' }],
    })
    expect(explain(not(not(size)), scope).values).toEqual([
      { asked: 'computed.cart.size equals 0', saw: 2, verdict: 'unmatched' },
    ])
  })

  it('tells the first ten items of a longer list and counts the rest', () => {
    const items = Array.from({ length: 14 }, (_, price) => ({ price }))
    const condition: Condition = {
      kind: 'list',
      quantifier: 'some',
      field: { root: 'event', path: ['items'] },
      where: {
        kind: 'compare',
        field: { root: 'item', path: ['price'] },
        comparison: 'equals',
        operands: [{ kind: 'value', value: 13 }],
      },
    }
    const { verdict, values } = explain(condition, { event: { items }, history: {}, now: NOW, zone: 'UTC' })
    expect(verdict).toBe('matched')
    expect(values).toHaveLength(11)
    expect(values[0]).toEqual({ asked: 'some of event.items', saw: '14 items', verdict: 'matched' })
  })
})

describe('three values', () => {
  it('obey the laws of Kleene', () => {
    always(
      fc.property(anyCondition, anyCondition, anyCondition, (a, b, c) => {
        same(not(not(a)), a)
        same(not(all(a, b)), any(not(a), not(b)))
        same(not(any(a, b)), all(not(a), not(b)))
        same(all(a, b), all(b, a))
        same(any(a, any(b, c)), any(any(a, b), c))
        same(all(a, any(b, c)), any(all(a, b), all(a, c)))
        same(any(a, all(a, b)), a)
        same(all(a, any()), any())
        same(all(a, all()), a)
      }),
      200,
    )
  })

  it('do not know the excluded middle: unknown or not unknown is unknown', () => {
    const unknown: Condition = {
      kind: 'compare',
      field: { root: 'profile', path: ['country'] },
      comparison: 'equals',
      operands: [{ kind: 'value', value: 'JP' }],
    }
    const scope = { profile: {}, history: {}, now: NOW, zone: 'UTC' }
    expect(evaluate(any(unknown, not(unknown)), scope)).toBe('unknown')
    expect(evaluate(all(unknown, not(unknown)), scope)).toBe('unknown')
  })

  it('learn more and never change their mind: what is added to what is missing cannot flip a known verdict', () => {
    const plain = anyCondition.filter(
      (condition) => !/"(exists|list|history)"|ifMissing|length/.test(JSON.stringify(condition)),
    )
    always(
      fc.property(plain, anyScope, anyScope, (condition, scope, more) => {
        const before = evaluate(condition, scope)
        if (before === 'unknown') return
        const { event, profile, entry, computed } = scope
        // Fields that are null are missing: they are left out, so that the other scope may fill them.
        const known = (root: object | undefined): object =>
          Object.fromEntries(Object.entries(root ?? {}).filter(([, value]) => value !== null))
        const fuller = {
          ...scope,
          event: { ...more.event, ...known(event) },
          profile: { ...more.profile, ...known(profile) },
          entry: { ...more.entry, ...known(entry) },
          computed: { ...more.computed, ...known(computed) },
        }
        expect(evaluate(condition, fuller)).toBe(before)
      }),
      1000,
    )
  })
})
