import { createHash } from 'node:crypto'
import type { Catalogue } from '#engagement/model/catalogue.ts'
import type { Workflow } from '#engagement/model/workflow.ts'
import { compileTriggers } from '#engagement/possible-triggers.ts'

export function workflow(id: string, version: string, name = id): Workflow {
  return {
    id,
    version,
    name,
    class: 'service',
    trigger: { events: ['Payment Failed'], maxAge: 86_400_000 },
    whenRunning: 'ignore',
    reentry: { kind: 'always' },
    exitWhen: [],
    holdout: 0,
    first: '1',
    steps: { '1': { kind: 'end', id: '1', reason: 'done' } },
    messages: {},
    counters: [],
  }
}

export function catalogue(workflows: readonly Workflow[]): Catalogue {
  const brand = {
    name: 'Kotori Tea',
    postalAddress: 'Kyoto',
    supportEmail: 'help@example.jp',
    siteUrl: 'https://example.jp',
    color: '#2f5d50',
    links: {},
  }
  const sender = { email: 'tea@example.jp', name: 'Kotori Tea' }
  const settings: Catalogue['settings'] = {
    brand,
    brandByLocale: {},
    senders: { marketing: sender, service: sender },
    locales: ['en'],
    fallbackLocale: 'en',
    topics: { shopping: { name: {} }, news: { name: {} }, all: { name: {} } },
    caps: [],
    quietHours: {},
    defaultZone: 'Asia/Tokyo',
    plausibleZones: ['Asia/Tokyo'],
    incidents: [],
    complaints: [],
    unreferencedEvents: 'keep',
    dropEvents: [],
    timelineMs: 400 * 86_400_000,
    endpoints: {},
    counters: [],
  }
  const hash = createHash('sha256').update(JSON.stringify(workflows)).digest('hex')
  return {
    format: 1,
    hash,
    workflows,
    promises: [],
    computed: [],
    settings,
    events: {},
    counters: [],
    rules: compileTriggers(workflows),
  }
}

/** Text that no compression makes small: base64url of hashes, `kilobytes` long. */
export function noise(kilobytes: number): string {
  return Array.from({ length: Math.ceil((kilobytes * 1024) / 43) }, (_, n) =>
    createHash('sha256').update(String(n)).digest('base64url'),
  ).join('')
}
