import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import * as z from 'zod'
import { warningText } from '#engagement/customer/event-warning.ts'
import type { Catalogue } from '#engagement/definition/catalogue.ts'
import { judgeEnvelope } from '#stages/judge-envelope.ts'
import { compile, readFiles } from '../language/small-shop.ts'
import { envelope } from './ingest-bench.ts'

const Case = z.strictObject({
  case: z.string(),
  event: z.string(),
  detail: z.record(z.string(), z.unknown()).default({}),
  unknown: z.enum(['keep', 'refuse']).default('keep'),
  told: z.array(z.string()).optional(),
  refused: z.string().optional(),
})
const FILE = join(import.meta.dirname, '..', '..', 'cases', 'events', 'told.yaml')
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
    const judged = judgeEnvelope(
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
          const judged = judgeEnvelope(envelope(name, JSON.parse(JSON.stringify(detail))), shop, {
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
