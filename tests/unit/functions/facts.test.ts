import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { LINK_NAMES, messageLinks } from '#engagement/content/links.ts'
import { FACTS, FUNCTION_NAMES, factsOf, startedBy } from '#functions/facts.ts'
import type { FunctionFacts } from '#functions/function-facts.ts'
import type { CountOf } from '#functions/middleware/metrics.ts'
import { metered } from '#functions/middleware/metrics.ts'
import { ALL_ROUTES, parameterIn, ROUTES, type Route, routesOf } from '#functions/routes.ts'
import { QUEUES, queuesOf } from '#functions/topology.ts'
import { OPEN } from '#functions/wiring.ts'

const functions = new URL('../../../functions/', import.meta.url)

/** Members that may be left out. */
type LeftOut<Entry> = { [member in keyof Entry]: object extends Pick<Entry, member> ? member : never }[keyof Entry]

describe('a function', () => {
  it('does not compile while something of it is not said', () => {
    const { memory: _, ...rest } = FACTS.wake
    // @ts-expect-error its memory is not said
    const entry: FunctionFacts = rest
    expect(entry).not.toHaveProperty('memory')
    const nothingElse: [LeftOut<FunctionFacts>] extends [never] ? true : false = true
    expect(nothingElse).toBe(true)
  })

  it('does not compile where nothing opens it, but for what a deployment alone starts', () => {
    const { wake: _, ...rest } = OPEN
    // @ts-expect-error nothing opens wake
    const missing: { readonly [name in keyof typeof OPEN]: unknown } = rest
    expect(Object.keys(missing)).not.toContain('wake')
    expect([...Object.keys(OPEN), ...startedBy('deployment')].toSorted()).toEqual(FUNCTION_NAMES.toSorted())
  })

  it('counts what its facts name, and a count of anything else does not compile', () => {
    const counted: unknown[] = []
    metered(
      (values) => void counted.push(values),
      (count: CountOf<'wake'>) => async () => {
        count('SweepLagSeconds')
        // @ts-expect-error wake sends nothing
        count('Sent')
      },
    )
    expect(FACTS.wake.counts).toEqual(['SweepLagSeconds'])
  })

  it('is a folder with a handler, and every handler is a function of the facts', () => {
    const folders = readdirSync(functions).filter((name) => existsSync(new URL(`${name}/handler.ts`, functions)))
    expect(folders.toSorted()).toEqual(FUNCTION_NAMES.toSorted())
  })

  it.each(FUNCTION_NAMES.filter((name) => factsOf(name).secrets.length > 0))(
    '%s fetches the secrets of its facts',
    (name) => {
      const handler = readFileSync(new URL(`${name}/handler.ts`, functions), 'utf8')
      expect(handler).toContain(`FACTS.${name}.secrets`)
    },
  )

  it.each(FUNCTION_NAMES)('%s sends to queues that somebody consumes', (name) => {
    const known = QUEUES.map((queue) => queue.name)
    expect(factsOf(name).sendsTo.filter((queue) => !known.includes(queue))).toEqual([])
    const { trigger } = factsOf(name)
    expect(queuesOf(name).map((queue) => queue.name)).toEqual(
      trigger.kind === 'queues' ? trigger.queues.map((queue) => queue.name) : [],
    )
  })
})

describe('a route from outside', () => {
  it('is there for every kind of link that we sign, or it does not compile', () => {
    const links = messageLinks({
      baseUrl: 'https://pages.example.jp',
      secret: 'a secret of thirty-two characters',
      customerId: 'c1',
      messageId: 'm1',
      class: 'marketing',
      topic: 'letter',
      locale: 'en',
      now: 0,
    })
    expect(Object.keys(links)).toEqual(LINK_NAMES)
    for (const name of LINK_NAMES) {
      const { pathname } = new URL(links[name] ?? '')
      expect(parameterIn(pathname, [ROUTES[name]])).toMatch(/^[^/]+$/)
    }
    const { unsubscribe: _, ...rest } = ROUTES
    // @ts-expect-error nobody answers the links by which customers leave
    const missing: { readonly [link in (typeof LINK_NAMES)[number]]: Route } = rest
    expect(missing).not.toHaveProperty('unsubscribe')
  })

  it('is answered by a function that HTTP starts, and none of those is without one', () => {
    // @ts-expect-error a schedule starts wake
    const wrong: Route = { ...ROUTES.preferences, function: 'wake' }
    expect(startedBy('http')).not.toContain(wrong.function)
    for (const name of startedBy('http')) expect(routesOf(name)).not.toEqual([])
    expect(new Set(ALL_ROUTES.map(({ deployedAs }) => deployedAs)).size).toBe(ALL_ROUTES.length)
  })

  it.each([
    ['/u/1.abc.def', '1.abc.def'],
    ['/prod/preferences/1.abc.def', '1.abc.def'],
    ['/u/', undefined],
    ['/u/a/b', undefined],
    ['/c/1.abc.def', undefined],
    ['/', undefined],
  ])('%s has the parameter %s', (path, parameter) => {
    expect(parameterIn(path, ALL_ROUTES)).toBe(parameter)
  })
})
