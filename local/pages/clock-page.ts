import type { Hono } from 'hono'
import * as z from 'zod'
import { LAST_INSTANT } from '#engagement/customer/instant.ts'
import { ClockGoesForward, type Conductor } from '../clock/conductor.ts'
import type { HostClock } from '../clock/host-clock.ts'
import { Problem } from './problem.ts'

const UNITS: { readonly [unit: string]: number } = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
}
const Move = z.union([
  z.strictObject({ advance: z.string() }),
  z.strictObject({ to: z.iso.datetime({ offset: true }) }),
])
/** The furthest instant that a Date can hold is 8.64e15; a century ahead is far enough. */
const FURTHEST = 100 * 366 * 86_400_000

export interface ClockParts {
  readonly clock: HostClock
  readonly conductor: Pick<Conductor, 'moveTo'>
  /** Whether anything is published: before that nothing moves. */
  readonly live: () => boolean
}

/** `GET /clock`, `POST /clock` as JSON, or as a form from our own pages (which then go back to where they were). */
export function clockPages(app: Hono, { clock, conductor, live }: ClockParts): void {
  app.get('/clock', (context) => context.json({ now: iso(clock.now()) }))
  app.post('/clock', async (context) => {
    if (!live()) throw new Problem(503, 'nothing-published', 'nothing is published yet: put the workflows right first')
    const text = await context.req.text()
    // `curl -d` calls everything a form that is not said to be something else.
    const isForm = context.req.header('content-type')?.startsWith('application/x-www-form-urlencoded') === true
    const form = isForm && !text.trimStart().startsWith('{')
    const now = await move(form ? formOf(text) : jsonOf(text), conductor)
    if (!form) return context.json({ now: iso(now) })
    return context.redirect(pageAt(context.req.query('back') ?? ''), 303)
  })
}

async function move(request: unknown, conductor: Pick<Conductor, 'moveTo'>): Promise<number> {
  const parsed = Move.safeParse(request)
  if (!parsed.success) {
    const place = typeof request === 'object' && request !== null && 'to' in request ? 'to' : 'advance'
    throw new Problem(400, 'bad-clock-move', 'say { "advance": "1h" } or { "to": "2026-11-22T09:00:00Z" }', place)
  }
  const wanted = parsed.data
  const target = 'to' in wanted ? () => Date.parse(wanted.to) : (now: number) => now + durationOf(wanted.advance)
  try {
    return await conductor.moveTo((now) => inReach(target(now), now))
  } catch (error) {
    if (error instanceof ClockGoesForward) throw backwards(error)
    throw error
  }
}

function inReach(target: number, now: number): number {
  if (target > LAST_INSTANT) throw new Problem(400, 'bad-clock-move', 'calendars end with the year 9999', 'to')
  if (target - now > FURTHEST) throw new Problem(400, 'bad-clock-move', 'at most a hundred years at a time', 'advance')
  return target
}

/** Longer than anybody writes a duration. */
const LONGEST = 100
const DURATION = /^\d+\s*(?:ms|s|m|h|d|w)(?:\s*\d+\s*(?:ms|s|m|h|d|w))*$/

/** `1h`, `1d 12h`: milliseconds. */
function durationOf(text: string): number {
  const written = text.trim()
  if (written.length > LONGEST || !DURATION.test(written))
    throw new Problem(400, 'bad-duration', 'a duration reads like 30s, 10m, 1h, 7d, 2w or 1d 12h', 'advance')
  const parts = [...written.matchAll(/(\d+)\s*(ms|s|m|h|d|w)/g)]
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (UNITS[unit ?? ''] ?? 0), 0)
}

/** A page of ours to go back to; anything else leads to the mailbox. */
function pageAt(back: string): string {
  const own = 'http://own.invalid'
  const url = URL.parse(back, own)
  return url !== null && url.origin === own && /^\/[a-z]/.test(back) && /^\/[a-z]/.test(url.pathname)
    ? url.pathname + url.search
    : '/mailbox'
}

const backwards = (cause: ClockGoesForward): Problem =>
  new Problem(409, 'clock-goes-forward', cause.message, 'to', { cause })
const badJson = (cause: unknown): Problem => new Problem(400, 'bad-json', 'the body is not JSON', 'body', { cause })

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw badJson(cause)
  }
}

const formOf = (text: string): unknown =>
  Object.fromEntries([...new URLSearchParams(text)].filter(([name]) => name === 'advance' || name === 'to'))

const iso = (instant: number): string => new Date(instant).toISOString()
