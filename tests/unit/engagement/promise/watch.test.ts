import { describe, expect, it } from 'vitest'
import type { JsonObject } from '#engagement/customer/json.ts'
import { LIMITS } from '#engagement/model/limits.ts'
import type { EndedPromise, Incident, PromiseState } from '#engagement/promise/promise-state.ts'
import {
  closeIncident,
  joinIncidents,
  judge,
  lastOpening,
  openIncident,
  type Watched,
  watchEvent,
} from '#engagement/promise/watch.ts'
import { at, DELIVERY, event, OPEN } from './promise-samples.ts'

const NOTHING: Watched = { promises: [], ended: [], incidents: [], raised: [], refused: [] }

const incident = (key: string, openedAt: string, endsAt: string): Incident => ({
  rule: 'delivery',
  key,
  openedAt: at(openedAt),
  endsAt: at(endsAt),
  about: {},
})

const watch = (watched: Partial<Watched>, name: string, when: string, properties: JsonObject = {}) =>
  watchEvent(
    { ...NOTHING, ...watched },
    DELIVERY,
    event(name, when, { order_id: 'o1', ...properties }),
    'UTC',
    at(when),
    true,
  )

const names = ({ raised }: Watched): readonly string[] => raised.map(({ name }) => name)
const OTHER: PromiseState = { ...OPEN, key: 'o2' }
const ended = (key: string): EndedPromise => ({ name: 'delivery', key, how: 'kept', at: at('19 10:00'), parts: [] })

describe('the promises of a customer', () => {
  it('are followed by the events that name them, and no other is touched', () => {
    const after = watch({ promises: [OTHER] }, 'Order Placed', '20 10:00', { due: '2026-11-25T12:00:00Z' })
    expect(after.promises.map(({ key, wakeAt }) => [key, wakeAt])).toEqual([
      ['o2', undefined],
      ['o1', at('23 12:00')],
    ])
    expect(watch({ promises: [OTHER] }, 'Order Placed', '20 10:00', { order_id: null }).promises).toEqual([OTHER])
  })

  it('of another kind with the same key are others', () => {
    const invoice = { ...OPEN, name: 'invoice' }
    expect(watch({ promises: [invoice] }, 'Order Cancelled', '21 10:00').promises).toEqual([invoice])
  })

  it('are not followed where all is over long before we hear of it', () => {
    const late = (when: string) =>
      watchEvent(
        NOTHING,
        DELIVERY,
        event('Order Placed', '20 10:00', { order_id: 'o1', due: '2026-11-10T12:00:00Z' }),
        'UTC',
        at(when),
        true,
      )
    expect(late('20 12:00').promises).toEqual([])
    expect(late('20 11:59').promises).toHaveLength(1)
  })

  it('are as many as there may be, and one more is told', () => {
    const many = Array.from({ length: LIMITS.promises }, (_, number) => ({ ...OPEN, key: `p${number}` }))
    const due = { due: '2026-11-25T12:00:00Z' }
    const full = watch({ promises: many }, 'Order Placed', '20 10:00', due)
    expect(full.promises).toEqual(many)
    expect(full.refused).toEqual([{ what: 'promises', name: 'delivery', key: 'o1' }])
    expect(watch({ promises: many.slice(1) }, 'Order Placed', '20 10:00', due).promises).toHaveLength(LIMITS.promises)
    const known = [...many.slice(1), OPEN]
    expect(watch({ promises: known }, 'Order Placed', '21 10:00', { due: '2026-11-26T12:00:00Z' }).refused).toEqual([])
  })

  it.each([
    ['Parcel Delivered', 'kept', ['Promise Kept']],
    ['Order Cancelled', 'released', []],
  ])('end with %s, once, and what they raised an incident for is over', (name, how, raised) => {
    const watched = {
      promises: [OTHER, OPEN],
      ended: [ended('o1'), ended('o2')],
      incidents: [incident('o1', '20 12:00', '30 12:00'), incident('o2', '20 12:00', '30 12:00')],
    }
    const after = watch(watched, name, '21 10:00')
    expect(after.promises).toEqual([OTHER])
    expect(after.ended.map((each) => [each.key, each.how])).toEqual([
      ['o2', 'kept'],
      ['o1', how],
    ])
    expect(after.incidents.map(({ key }) => key)).toEqual(['o2'])
    expect(names(after)).toEqual([...raised, 'Incident Closed'])
    expect(after.raised.at(-1)?.properties).toMatchObject({ reason: how, key: 'o1' })
  })

  it('that end without having been known raise nothing', () => {
    expect(watch({}, 'Parcel Delivered', '21 10:00')).toMatchObject({ raised: [], ended: [{ key: 'o1', how: 'kept' }] })
  })
})

describe('a promise that is judged', () => {
  const judged = (promise: PromiseState, now: number, watched: Partial<Watched> = {}) =>
    judge({ ...NOTHING, promises: [OTHER, promise], ...watched }, DELIVERY, promise, 'UTC', now)

  it('takes its place among the others, and tells that it is at risk', () => {
    const after = judged(OPEN, at('24 12:00'))
    expect(after.promises.map(({ key, status }) => [key, status])).toEqual([
      ['o2', 'open'],
      ['o1', 'at_risk'],
    ])
    expect(names(after)).toEqual(['Promise At Risk'])
    expect(after.incidents).toEqual([])
  })

  it('opens an incident where it is broken, until it is given up', () => {
    const carrying = { ...OPEN, about: { carrier: 'Yamato' } }
    const after = judged(carrying, at('26 12:00'))
    expect(names(after)).toEqual(['Promise Broken', 'Incident Opened'])
    expect(after.raised.at(-1)?.properties).toMatchObject({ reason: 'broken', carrier: 'Yamato' })
    expect(after.incidents).toEqual([
      {
        rule: 'delivery',
        key: 'o1',
        openedAt: at('26 12:00'),
        endsAt: OPEN.due + DELIVERY.givesUpAfter,
        about: { carrier: 'Yamato' },
      },
    ])
  })

  it('is over where nobody waits for it any longer, with the parcels that were seen', () => {
    const now = OPEN.due + DELIVERY.givesUpAfter
    const after = judged({ ...OPEN, status: 'broken', parts: { p1: { keptAt: null } } }, now)
    expect(names(after)).toEqual(['Promise Given Up'])
    expect(after.promises).toEqual([OTHER])
    expect(after.ended).toEqual([{ name: 'delivery', key: 'o1', how: 'gave_up', at: now, parts: ['p1'] }])
  })
})

describe('an incident', () => {
  const open = (incidents: readonly Incident[], added: Incident) =>
    openIncident({ ...NOTHING, incidents }, added, 'broken')

  it('is told when it opens', () => {
    const one = incident('o1', '20 12:00', '30 12:00')
    const after = open([incident('o2', '20 12:00', '30 12:00')], one)
    expect(after.incidents).toHaveLength(2)
    expect(names(after)).toEqual(['Incident Opened'])
  })

  it('that is open already is the same one, with the later end and the later opening, and is not told again', () => {
    const [known, other] = [incident('o1', '20 12:00', '30 12:00'), incident('o2', '20 12:00', '30 12:00')]
    const after = open([other, known], incident('o1', '21 12:00', '29 12:00'))
    expect(after.incidents).toEqual([other, { ...known, openedAgainAt: at('21 12:00') }])
    expect(after.raised).toEqual([])
    const longer = open([known], incident('o1', '20 12:00', '30 13:00'))
    expect(longer.incidents).toEqual([{ ...known, endsAt: at('30 13:00') }])
  })

  it('that is told of once more, and not later, changes nothing', () => {
    const watched = { ...NOTHING, incidents: [incident('o1', '20 12:00', '30 12:00')] }
    expect(openIncident(watched, incident('o1', '19 12:00', '29 12:00'), 'broken')).toBe(watched)
  })

  it('of another rule with the same key is another', () => {
    const other = { ...incident('o1', '20 12:00', '30 12:00'), rule: 'lost' }
    expect(open([other], incident('o1', '21 12:00', '29 12:00')).incidents).toHaveLength(2)
  })

  it('was opened last when it was opened again, or the first time', () => {
    const once = incident('o1', '20 12:00', '30 12:00')
    expect(lastOpening(once)).toBe(at('20 12:00'))
    expect(lastOpening({ ...once, openedAgainAt: at('21 12:00') })).toBe(at('21 12:00'))
    const again = { ...once, openedAgainAt: at('22 12:00') }
    expect(joinIncidents(again, incident('o1', '21 12:00', '29 12:00'))).toEqual(again)
  })

  it('beyond the limit is not kept, is told, and the last to end ends no earlier', () => {
    const many = Array.from({ length: LIMITS.incidents }, (_, number) =>
      incident(`k${number}`, '20 12:00', `${10 + (number % 15)} 12:00`),
    )
    const longest = many.reduce((last, each) => (each.endsAt > last.endsAt ? each : last))
    const after = open(many, incident('o1', '21 12:00', '29 12:00'))
    expect(after.refused).toEqual([{ what: 'incidents', name: 'delivery', key: 'o1' }])
    expect(after.raised).toEqual([])
    expect(after.incidents).toEqual(many.map((each) => (each === longest ? { ...each, endsAt: at('29 12:00') } : each)))
    expect(open(many, incident('o1', '21 12:00', '11 12:00')).incidents).toEqual(many)
    expect(open(many.slice(1), incident('o1', '21 12:00', '29 12:00')).refused).toEqual([])
    expect(open(many, { ...(many[0] ?? longest), openedAt: at('21 12:00') }).refused).toEqual([])
  })

  it('is closed by its rule and key, and told, unless it was opened again since', () => {
    const [one, other] = [incident('o1', '20 12:00', '30 12:00'), incident('o2', '20 12:00', '30 12:00')]
    const watched = { ...NOTHING, incidents: [one, other] }
    const after = closeIncident(watched, 'delivery', 'o1', 'found', at('20 12:00'))
    expect(after.incidents).toEqual([other])
    expect(after.raised.map(({ name, properties }) => [name, properties['reason']])).toEqual([
      ['Incident Closed', 'found'],
    ])
    expect(closeIncident(watched, 'delivery', 'o1', 'found', at('20 11:59'))).toBe(watched)
    expect(closeIncident(watched, 'lost', 'o1', 'found')).toBe(watched)
    expect(closeIncident(watched, 'delivery', 'o3', 'found')).toBe(watched)
  })
})
