import fc from 'fast-check'
import { expect } from 'vitest'
import type { ConsentHost } from './consent-host.ts'
import { CHANNELS, type ConsentChange, type ConsentModel, type Person, REACHED, TOPICS } from './consent-model.ts'

/** A page that somebody has open: what it shows, and what it hands back unseen. */
interface Tab {
  readonly of: Person
  /** Boxes that it has, and those that are on. */
  readonly had: readonly string[]
  readonly shown: readonly string[]
  readonly hidden: readonly [string, string][]
}

/** The model, what waits on the queue with what it will change, and the pages that are open. */
export class ConsentAtWork {
  readonly model: ConsentModel
  /** By place on the queue. */
  readonly sent: (readonly ConsentChange[] | 'link')[] = []
  readonly delivered = new Set<number>()
  readonly tabs: Tab[] = []

  constructor(model: ConsentModel) {
    this.model = model
  }
}

type Command = fc.AsyncCommand<ConsentAtWork, ConsentHost>
const command = (name: string, run: (work: ConsentAtWork, host: ConsentHost) => Promise<void>): Command => ({
  check: () => true,
  run,
  toString: () => name,
})

const person = fc.constantFrom<Person>('hana', 'browser')
const status = fc.constantFrom<'granted' | 'denied'>('granted', 'denied')
const topic = fc.constantFrom(...TOPICS, 'marketing')
const channel = fc.option(fc.constantFrom(...CHANNELS), { nil: undefined, freq: 2 })
const scopeOf = (about: string, on: string | undefined): string => (on === undefined ? about : `${about}/${on}`)
/** Milliseconds before now: few, so that instants meet. */
const ago = fc.nat(4)

/** What is on the queue now carries these changes, one a message. */
function put(work: ConsentAtWork, host: ConsentHost, changes: readonly (readonly ConsentChange[] | 'link')[]): void {
  work.sent.push(...changes)
  expect(host.sent.length).toBe(work.sent.length)
}

const TOLD = fc
  .tuple(
    person,
    fc.dictionary(
      fc.tuple(topic, channel).map(([a, b]) => scopeOf(a, b)),
      status,
      { maxKeys: 2 },
    ),
    ago,
  )
  .map(([of, consent, before]) =>
    command(`a system says of ${of} ${JSON.stringify(consent)}, ${before} ms ago`, async (work, host) => {
      const at = work.model.now - before
      await host.say(of, { name: 'identify', at, traits: { consent } })
      const changes = Object.entries(consent).map(([scope, each]) => ({
        of,
        scope,
        status: each,
        at,
        by: 'system' as const,
      }))
      put(work, host, [changes])
    }),
  )

/** From then on a page has boxes for more channels. */
const REACHED_ON = fc.tuple(person, fc.constantFrom('email', 'phone')).map(([of, trait]) =>
  command(`the ${trait} of ${of} becomes known`, async (work, host) => {
    const traits = { [trait]: trait === 'email' ? 'hana@example.jp' : '+819012345678' }
    await host.say(of, { name: 'identify', at: work.model.now, traits })
    put(work, host, [[]])
  }),
)

/** Who reports it does not matter, nor what they call it. */
const DENIED = fc
  .record({
    of: person,
    name: fc.constantFrom('Unsubscribed', 'Email Marked as Spam'),
    about: fc.option(topic, { nil: undefined }),
    on: channel,
    source: fc.constantFrom('stop', 'page', 'somewhere else', undefined),
    before: ago,
  })
  .map(({ of, name, about, on, source, before }) => {
    const properties = {
      ...(about === undefined ? {} : { topic: about }),
      ...(on === undefined ? {} : { channel: on }),
      ...(source === undefined ? {} : { source }),
    }
    return command(`${name} of ${of} ${JSON.stringify(properties)}, ${before} ms ago`, async (work, host) => {
      const at = work.model.now - before
      await host.say(of, { name, at, properties })
      put(work, host, [[{ of, scope: scopeOf(about ?? 'marketing', on), status: 'denied', at, by: 'customer' }]])
    })
  })

/** Only our own pages can take a denial back. */
const FORGED = person.map((of) =>
  command(`a producer says that ${of} has resubscribed`, async (work, host) => {
    await host.say(of, { name: 'Resubscribed', at: work.model.now, properties: { topic: 'shopping', source: 'page' } })
    put(work, host, [[]])
  }),
)

/** A mail client's one click, and the buttons of the page behind the link. */
const CLICK = fc
  .tuple(person, topic, fc.constantFrom('one-click', 'unsubscribe', 'unsubscribe-all', 'resubscribe', 'only looks'))
  .map(([of, about, button]) =>
    command(`${of} ${button} at the link of ${about}`, async (work, host) => {
      const body = button === 'one-click' ? 'List-Unsubscribe=One-Click' : `action=${button}`
      await host.visit(of, { topic: about }, button === 'only looks' ? 'GET' : 'POST', body)
      const scope = button === 'unsubscribe-all' ? 'marketing' : about
      const said = button === 'resubscribe' ? ('granted' as const) : ('denied' as const)
      const change = { of, scope, status: said, at: work.model.now, by: 'customer' as const }
      put(work, host, button === 'only looks' ? [] : [[change]])
    }),
  )

/** The page shows what is allowed by now, on the channels that reach somebody. */
const OPEN = person.map((of) =>
  command(`${of} opens the page of preferences`, async (work, host) => {
    const { html } = await host.visit(of, 'preferences', 'GET')
    put(work, host, [])
    const tab = tabOf(of, html)
    expect(tab.shown).toEqual(work.model.allowed(of, reachedBy(html)))
    work.tabs.push(tab)
  }),
)

const BOXES = fc.subarray(TOPICS.flatMap((about) => REACHED.map((on) => `${about}/${on}`)))

/** Boxes are turned round on a page that somebody opened some time ago. Each is an act of their own, and nothing else is. */
const SAVE = fc.tuple(fc.nat(2), BOXES).map(([which, turned]) =>
  command(`${turned} are turned on the page opened ${which} ago, and saved`, async (work, host) => {
    const place = work.tabs.length - 1 - which
    const tab = work.tabs[place]
    if (tab === undefined) return
    const { of, shown, hidden } = tab
    const turnable = turned.filter((box) => tab.had.includes(box))
    const wanted = [...shown.filter((box) => !turned.includes(box)), ...turnable.filter((box) => !shown.includes(box))]
    const fields: [string, string][] = [
      ['action', 'save'],
      ...hidden,
      ...wanted.map((box): [string, string] => [`on:${box}`, 'on']),
    ]
    const { html } = await host.visit(of, 'preferences', 'POST', new URLSearchParams(fields).toString())
    put(work, host, savedBy(tab, wanted, html, work.model))
    work.tabs[place] = tabOf(of, html)
  }),
)

/** What was turned, and what the page said was off though it is on by now: a page's off is believed. */
function savedBy({ of, shown, had }: Tab, wanted: readonly string[], answer: string, model: ConsentModel) {
  const stored = model.allowed(of, CHANNELS)
  return boxesIn(answer)
    .map(({ scope }) => scope)
    .filter((scope) => had.includes(scope))
    .flatMap((scope): readonly (readonly ConsentChange[])[] => {
      const change = { of, scope, at: model.now, by: 'customer' as const }
      if (wanted.includes(scope)) return shown.includes(scope) ? [] : [[{ ...change, status: 'granted' }]]
      return shown.includes(scope) || stored.includes(scope) ? [[{ ...change, status: 'denied' }]] : []
    })
}

const NONE = fc.nat(2).map((which) =>
  command(`all off on the page opened ${which} ago`, async (work, host) => {
    const place = work.tabs.length - 1 - which
    const tab = work.tabs[place]
    if (tab === undefined) return
    const { of, shown, hidden } = tab
    const fields: [string, string][] = [
      ['action', 'none'],
      ...hidden,
      ...shown.map((box): [string, string] => [`on:${box}`, 'on']),
    ]
    const { html } = await host.visit(of, 'preferences', 'POST', new URLSearchParams(fields).toString())
    put(work, host, [[{ of, scope: 'marketing', status: 'denied', at: work.model.now, by: 'customer' }]])
    work.tabs[place] = tabOf(of, html)
    expect(work.tabs[place]?.shown).toEqual([])
  }),
)

const LINK = fc.constant(
  command('the browser says who it is', async (work, host) => {
    await host.say('both', { name: 'identify', at: work.model.now })
    put(work, host, ['link'])
  }),
)

/** Anything that was ever sent, for the first or a second time, in any order. */
const DELIVER = fc
  .nat(12)
  .map((which) =>
    command(`what was sent ${which} ago is delivered`, (work, host) =>
      deliver(work.sent.length - 1 - which, work, host),
    ),
  )

async function deliver(place: number, work: ConsentAtWork, host: ConsentHost): Promise<void> {
  const changes = work.sent[place]
  if (changes === undefined) return
  await host.deliver(place)
  if (!work.delivered.has(place)) {
    work.delivered.add(place)
    if (changes === 'link') work.model.linked = true
    else work.model.changes = [...work.model.changes, ...changes]
  }
  await look(work, host)
}

async function look({ model }: ConsentAtWork, host: ConsentHost): Promise<void> {
  for (const each of ['hana', 'browser'] as const) {
    const expected = TOPICS.flatMap((about) =>
      CHANNELS.map((on) => [`${about}/${on}`, model.answer(each, about, on)] as const),
    )
    expect({ of: each, ...(await host.standing(each)) }).toEqual({ of: each, ...Object.fromEntries(expected) })
  }
}

const WAIT = fc.integer({ min: 1, max: 3 }).map((ms) =>
  command(`${ms} ms pass`, async ({ model }, { clock }) => {
    clock.advance(ms)
    model.now += ms
  }),
)

export const consentCommands = (maxCommands: number) =>
  fc.commands(
    [
      TOLD,
      TOLD,
      REACHED_ON,
      DENIED,
      FORGED,
      CLICK,
      CLICK,
      OPEN,
      SAVE,
      SAVE,
      NONE,
      LINK,
      DELIVER,
      DELIVER,
      DELIVER,
      WAIT,
      WAIT,
    ],
    {
      maxCommands,
      size: 'max',
    },
  )

/** In the end everything arrives, the last first, and some of it again. */
export async function deliverAll(work: ConsentAtWork, host: ConsentHost): Promise<void> {
  for (let place = work.sent.length - 1; place >= 0; place -= 1)
    if (!work.delivered.has(place) || place % 3 === 0) await deliver(place, work, host)
}

const boxesIn = (html: string) =>
  [...html.matchAll(/<input type="checkbox" name="on:([^"]+)" value="on"( checked)?>/g)].map(([, scope = '', on]) => ({
    scope,
    isOn: on !== undefined,
  }))
const tabOf = (of: Person, html: string): Tab => ({
  of,
  had: boxesIn(html).map(({ scope }) => scope),
  shown: boxesIn(html).flatMap(({ scope, isOn }) => (isOn ? [scope] : [])),
  hidden: [...html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)].map(
    ([, name = '', value = '']): [string, string] => [name, value],
  ),
})
const reachedBy = (html: string): readonly string[] => [
  ...new Set(boxesIn(html).map(({ scope }) => scope.split('/')[1] ?? '')),
]
