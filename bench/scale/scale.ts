import { report } from '#bench/report.ts'
import { atRest, type Line, monthOf, total } from './cost.ts'
import { type ClassDrained, Drain, type Drained, TIMES } from './drain/drain.ts'
import { limitsOf } from './limits.ts'
import { ASSUMED, profileMonth } from './load.ts'
import prices from './prices.json' with { type: 'json' }
import quotas from './quotas.json' with { type: 'json' }
import { countPaid } from './template.ts'

/**
 * `npm run bench:scale [-- --json]`: what a month costs, which limit is met first, and a million timers of one minute. With
 * `--json` one line for each table.
 */
const SIZES = [
  ['1 M profiles', 1e6],
  ['100 M profiles', 1e8],
  ['1 B profiles', 1e9],
] as const
const SEED = 20_261_121
const MILLION = 1_000_000
const SEND_RATE = 500
const SERVICE_SHARE = 0.2

const happenings = await profileMonth()

report({
  isCalculated: true,
  title: 'A profile and a month: assumed how often, measured what it costs the table',
  columns: ['what happens', 'times', 'reads', 'writes'],
  rows: happenings.map(({ what, times, reads, writes }) => [what, times, reads, writes]),
  notes: [
    `Assumed: ${ASSUMED.events} events a profile and month, of which ${percent(ASSUMED.dropped)} are dropped by settings, ${percent(ASSUMED.kept)} only kept, ${percent(ASSUMED.moving)} move a live run and ${percent(ASSUMED.entering)} enter one; ${ASSUMED.messages} messages a run; the busiest second ${ASSUMED.peak} times the average one.`,
    'Reads and writes: npm run bench -- capacity, through the real stages onto the engine.',
  ],
})

const months = SIZES.map(([, profiles]) => monthOf(profiles, happenings))
const amounts = (months[0] ?? []).map(({ what, unit }, at) => [
  what,
  unit,
  ...months.flatMap((month) => [inWords(month[at]?.amount ?? 0), Math.round(month[at]?.dollars ?? 0)]),
])
report({
  isCalculated: true,
  title: `Resources and dollars a month (${prices.region}, prices of ${prices.date})`,
  columns: ['what', 'unit', ...SIZES.flatMap(([size]) => [size, '$'])],
  rows: [
    ...amounts,
    ['all', '', ...months.flatMap((month) => ['', Math.round(total(month))])],
    ['without mails', '', ...months.flatMap((month) => ['', Math.round(total(month) - dollarsOf(month, 'SES'))])],
  ],
  notes: [
    prices.note,
    `Storage is that of a full house: ${ASSUMED.keptDays} days of kept events. Not in it: logs, backups beyond point-in-time recovery, and what alarms and dashboards cost.`,
  ],
})

const events = 20 + ASSUMED.identifies + ASSUMED.entering * ASSUMED.events * ASSUMED.leaving
report({
  isCalculated: true,
  title: 'Dollars for a million events and a million mails',
  columns: ['what', '$'],
  rows: [
    ['a million events, with the timers, messages and notifications that follow, without mails', perMillionEvents()],
    ['a million mails handed to SES', prices.perMillion.mail],
    ...restRows(await countPaid()),
  ],
})

for (const [size, profiles] of SIZES)
  report({
    isCalculated: true,
    title: `${size}: the limit that is met first stands first (${quotas.region}, quotas of ${quotas.date})`,
    columns: ['limit', 'asked', 'there is', '', 'used', 'what moves it'],
    rows: limitsOf(profiles, happenings).map(({ what, asked, limit, unit, setting }) => [
      what,
      inWords(asked),
      inWords(limit),
      unit,
      asked / limit >= 10 ? `${Math.round(asked / limit)} x` : percent(asked / limit),
      setting,
    ]),
    notes: [quotas.note],
  })

const drains: readonly (readonly [name: string, drained: Drained, took: number])[] = [
  await drain('as deployed: 1 shard, react 8 at once', { shards: 1 }),
  await drain('16 shards, react 32 at once', { shards: 16, reactConcurrency: 32 }),
]
report({
  isCalculated: true,
  title: `A million timers of one minute, ${percent(SERVICE_SHARE)} service, SES taking ${SEND_RATE} mails a second (seed ${SEED})`,
  columns: ['', ...drains.map(([name]) => name)],
  rows: [
    row('last message planned', ({ woken }) => clock(woken)),
    row('last service message sent', ({ service }) => clock(service.last)),
    row('last marketing message sent', ({ marketing }) => clock(marketing.last)),
    row('service: planned to sent, middle / slowest', ({ service }) => waits(service)),
    row('marketing: planned to sent, middle / slowest', ({ marketing }) => waits(marketing)),
    row('deepest: react, FIFO', ({ deepestReact }) => inWords(deepestReact)),
    row('deepest: send, service', ({ service }) => inWords(service.deepest)),
    row('deepest: send, marketing', ({ marketing }) => inWords(marketing.deepest)),
    row('sweeps, cut short by their timeout', ({ sweeps, cutShort }) => `${sweeps}, ${cutShort}`),
    row('reactions (1 M where nothing is asked twice)', ({ reactions }) => inWords(reactions)),
    row('throttled: by a partition, by SES', (of) => `${inWords(of.throttledByTable)}, ${inWords(of.throttledBySes)}`),
    row('records in the dead letters', ({ deadLetters }) => inWords(deadLetters)),
    row('sent; twice; never', ({ sent, twice, never }) => `${inWords(sent)}; ${twice}; ${inWords(never)}`),
  ],
  goals: drains.flatMap(([name, of, took]) => [
    {
      goal: `${name}: every timer led to one message`,
      met: of.sent === MILLION && of.twice === 0 && of.never === 0,
      seen: `${of.sent} sent, ${of.twice} twice, ${of.never} never`,
    },
    {
      goal: `${name}: service is never behind marketing`,
      met:
        of.service.last <= of.marketing.last &&
        of.service.middle <= of.marketing.middle &&
        of.service.slowest <= of.marketing.slowest,
      seen: `slowest ${clock(of.service.slowest)} to ${clock(of.marketing.slowest)}`,
    },
    { goal: `${name}: played within a minute`, met: took < 60_000, seen: `${Math.round(took / 1000)} s` },
  ]),
  notes: [
    `The sweep is the real stage; queues, batches, concurrency, visibility and pace are those that are deployed. Assumed (ms): ${Object.entries(
      TIMES,
    )
      .map(([what, ms]) => `${what} ${ms}`)
      .join(', ')}.`,
    'A partition is taken at its bare 1,000 units a second: what DynamoDB gives beyond (burst, adaptive capacity) is left out.',
  ],
})

async function drain(name: string, how: { readonly shards: number; readonly reactConcurrency?: number }) {
  const began = performance.now()
  const drained = await new Drain({
    customers: MILLION,
    serviceShare: SERVICE_SHARE,
    sendRate: SEND_RATE,
    seed: SEED,
    ...how,
  }).run()
  return [name, drained, performance.now() - began] as const
}

function row(what: string, say: (drained: Drained) => string): readonly string[] {
  return [what, ...drains.map(([, drained]) => say(drained))]
}

function restRows(paid: Parameters<typeof atRest>[0]): readonly (readonly [string, number])[] {
  const lines = atRest(paid)
  return [['a month in which nothing happens (an estimate)', total(lines)], ...lines.map(lineRow)]
}

function lineRow({ what, amount, unit, dollars }: Line): readonly [string, number] {
  return [`  ${what}: ${inWords(amount)} ${unit}`, dollars]
}

function perMillionEvents(): number {
  const month = monthOf(1e6, happenings)
  const kept = ['DynamoDB storage, full', 'DynamoDB backup, full', 'EventBridge archive', 'CloudWatch metrics', 'SES']
  return (total(month) - kept.reduce((sum, what) => sum + dollarsOf(month, what), 0)) / events
}

function dollarsOf(month: readonly Line[], what: string): number {
  const line = month.find((each) => each.what === what)
  if (line === undefined) throw new Error(`a month has no line "${what}"`)
  return line.dollars
}

function waits({ middle, slowest }: ClassDrained): string {
  return `${clock(middle)} / ${clock(slowest)}`
}

/** `0:03`, `1:12:40`: minutes and seconds, hours where there are any. */
function clock(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000)
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  const two = (n: number): string => String(n).padStart(2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}

function percent(share: number): string {
  return `${share < 0.1 ? Math.round(share * 1000) / 10 : Math.round(share * 100)} %`
}

/** `1,235`, `12.3 M`, `4.1 G`. */
function inWords(amount: number): string {
  if (amount >= 1e9) return `${(amount / 1e9).toFixed(1)} G`
  if (amount >= 1e7) return `${(amount / 1e6).toFixed(1)} M`
  return amount >= 10
    ? Math.round(amount).toLocaleString('en-US')
    : amount.toFixed(amount === Math.round(amount) ? 0 : 2)
}
