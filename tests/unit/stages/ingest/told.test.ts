import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import * as z from 'zod'
import { judgeBusEvent } from '#adapters/aws/bus-event.ts'
import { warningText } from '#engagement/customer/event-warning.ts'
import type { Catalogue } from '#engagement/model/catalogue.ts'
import { nearEvent } from '#engagement/model/name-warnings.ts'
import { compile, readFiles } from '../../language/small-shop.ts'
import { envelope } from './ingest-bench.ts'

const Case = z.strictObject({
  case: z.string(),
  event: z.string(),
  detail: z.record(z.string(), z.unknown()).default({}),
  unknown: z.enum(['keep', 'refuse']).default('keep'),
  told: z.array(z.string()).optional(),
  refused: z.string().optional(),
})
const FILE = join(import.meta.dirname, '..', '..', '..', 'cases', 'events', 'told.yaml')
const { cases } = z.strictObject({ cases: z.array(Case).min(1) }).parse(parse(readFileSync(FILE, 'utf8')))
const NOW = Date.parse('2026-11-21T12:00:00Z')

let shop: Catalogue
beforeAll(() => {
  const { catalogue } = compile(readFiles('workflows'))
  if (catalogue === undefined) throw new Error('the shop has errors')
  shop = catalogue
})

describe('of an event from outside is told', () => {
  it.each(cases)('what is wrong with $case', (given) => {
    const present = Object.entries({ messageId: 'm-1', userId: 'hana', ...given.detail }).filter(
      ([, value]) => value !== null,
    )
    const judged = judgeBusEvent(
      envelope(given.event, Object.fromEntries(present)),
      { ...shop, settings: { ...shop.settings, unknownEvents: given.unknown } },
      { now: NOW, idSecret: 'a secret of thirty-two characters' },
    )
    const seen =
      judged.kind === 'refused'
        ? { refused: `${judged.refusal.code}: ${judged.refusal.reason}` }
        : { told: (judged.event.warnings ?? []).map(warningText) }
    expect(seen).toEqual(given.refused === undefined ? { told: given.told } : { refused: given.refused })
  })

  it('the described name, whatever form of it was sent', () => {
    const names = Object.values(shop.events).flatMap(({ name, engine }) => (engine ? [] : [name]))
    const forms: readonly ((words: readonly string[]) => string)[] = [
      (words) => words.join('.').toLowerCase(),
      (words) => words.join('_').toLowerCase(),
      (words) => words.join('-').toUpperCase(),
      (words) => words.join(''),
      (words) => words.join(':'),
      (words) => `shop/${words.join('/')}`.toLowerCase(),
      (words) => words.map((word, n) => (n === 0 ? word.toLowerCase() : word)).join(''),
      (words) => words.join('  ').toLowerCase(),
      (words) => words.toReversed().join('_').toLowerCase(),
    ]
    const wrong = names.flatMap((name) =>
      forms.flatMap((form) => {
        const sent = form(name.split(' '))
        const near = nearEvent(sent, shop)
        return near === name || sent === name ? [] : [`${sent} -> ${near}, not ${name}`]
      }),
    )
    expect(wrong).toEqual([])
  })

  it('the described name where one letter is missing, doubled or swapped', async () => {
    const names = Object.values(shop.events).flatMap(({ name, engine }) => (engine ? [] : [name]))
    await fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.nat(),
        fc.constantFrom('missing', 'doubled', 'swapped'),
        (name, seed, how) => {
          // The letter of a word of more than three: of short ones a letter makes another word.
          const places = [...name.matchAll(/[A-Za-z]{4,}/g)].flatMap(({ index, 0: word }) =>
            [...word].slice(0, -1).map((_, n) => index + n),
          )
          const at = places[seed % places.length] ?? 0
          const [one = '', other = ''] = [name[at], name[at + 1]]
          const slip = { missing: other, doubled: one + one + other, swapped: other + one }[how]
          const sent = name.slice(0, at) + slip + name.slice(at + 2)
          if (sent.toLowerCase() !== name.toLowerCase() && !Object.hasOwn(shop.events, sent))
            expect(nearEvent(sent, shop)).toBe(name)
        },
      ),
    )
  })

  it('at most twenty things, of bounded length, and never a value', async () => {
    // Letters outside the Basic Latin block do not occur in our own words.
    const secret = fc.string({ minLength: 3, unit: fc.constantFrom('ж', '𝟘', 'é') })
    const value = fc.letrec((tie) => ({
      json: fc.oneof(
        { maxDepth: 3 },
        secret,
        fc.double(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('json')),
        tie('object'),
      ),
      object: fc.dictionary(fc.string(), tie('json')),
    }))
    const names = fc.constantFrom('Order Completed', 'identify', 'track', 'Product Aded', 'Payment Failed')
    await fc.assert(
      fc.property(
        names,
        value.object,
        value.object,
        value.object,
        secret,
        (name, properties, traits, others, event) => {
          const detail = {
            ...others,
            event,
            messageId: 'm',
            userId: 'hana',
            properties,
            traits,
            context: others,
            timestamp: null,
            anonymousId: null,
          }
          const judged = judgeBusEvent(envelope(name, JSON.parse(JSON.stringify(detail))), shop, {
            now: NOW,
            idSecret: 'a secret of thirty-two characters',
          })
          if (judged.kind === 'refused') return
          const { warnings = [] } = judged.event
          expect(warnings.length).toBeLessThanOrEqual(20)
          expect(JSON.stringify(warnings).length).toBeLessThan(12_000)
          expect(warnings.map(warningText).join('\n')).not.toMatch(/[ж𝟘é]/u)
        },
      ),
    )
  })
})
