import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { readSesFeedback } from '#adapters/feedback/ses-feedback.ts'
import { inSns, NOW } from '../../stages/record/record-bench.ts'

const SHARED_DATA = process.env['SHARED_DATA'] ?? fileURLToPath(new URL('../../../../../shared/data', import.meta.url))
const FILE = `${SHARED_DATA}/ses-events/ses_events.json`

type Told =
  | { readonly kind?: string; readonly detail?: string; readonly suppress: readonly string[]; readonly link?: string }
  | 'ignored'

/** Every fixture, by name, and what it must come to. */
const EXPECTED: { readonly [name: string]: Told } = {
  'test_bounce_event:raw_ses_event': { kind: 'bounced', detail: 'permanent', suppress: ['jane@example.com'] },
  'test_multiple_bounce_event:raw_ses_event': {
    kind: 'bounced',
    detail: 'permanent',
    suppress: ['jane@example.com', 'richard@example.com'],
  },
  'test_complaint_event:raw_ses_event': { kind: 'complained', detail: 'abuse', suppress: ['richard@example.com'] },
  'test_delivery_event:raw_ses_event': { kind: 'delivered', suppress: [] },
  'test_send_event:raw_ses_event': { suppress: [] },
  'test_reject_event:raw_ses_event': { kind: 'rejected', detail: 'bad-content', suppress: [] },
  'test_open_event:raw_ses_event': { kind: 'opened', suppress: [] },
  'test_click_event:raw_ses_event': {
    kind: 'clicked',
    suppress: [],
    link: 'https://docs.aws.amazon.com/ses/latest/DeveloperGuide/',
  },
  'test_rendering_failure_event:raw_ses_event': { kind: 'failed', detail: 'rendering-failure', suppress: [] },
  'test_incorrect_received_event:raw_sns_message': 'ignored',
}

function told(body: unknown): Told {
  const read = readSesFeedback(body, { receivedAt: NOW })
  if (read.kind === 'ignored') return 'ignored'
  const { outcome, suppress, link } = read.feedback
  return {
    ...(outcome === undefined
      ? {}
      : { kind: outcome.kind, ...(outcome.detail === undefined ? {} : { detail: outcome.detail }) }),
    suppress,
    ...(link === undefined ? {} : { link }),
  }
}

describe.skipIf(!existsSync(FILE))(`notifications recorded from SES (skipped where ${FILE} is absent)`, () => {
  const fixtures = existsSync(FILE)
    ? z.record(z.string(), z.looseObject({})).parse(JSON.parse(readFileSync(FILE, 'utf8')))
    : {}

  it('are all known to this test', () => {
    expect(Object.keys(fixtures).sort()).toEqual(Object.keys(EXPECTED).sort())
  })

  it.each(Object.keys(EXPECTED))('%s', (name) => {
    const fixture = fixtures[name] ?? {}
    expect(told(fixture)).toEqual(EXPECTED[name])
    // SNS without raw delivery wraps the same text.
    if (!('Type' in fixture)) expect(told(inSns(fixture))).toEqual(EXPECTED[name])
  })

  it('have times that are theirs where they tell one', () => {
    const at = (name: string) => {
      const read = readSesFeedback(fixtures[name], { receivedAt: NOW })
      return read.kind === 'feedback' && read.feedback.at
    }
    expect(at('test_bounce_event:raw_ses_event')).toBe(Date.parse('2016-01-27T14:59:44.101Z'))
    expect(at('test_complaint_event:raw_ses_event')).toBe(NOW)
  })
})
