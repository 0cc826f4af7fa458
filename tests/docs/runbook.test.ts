import { readFileSync } from 'node:fs'
import { Template } from 'aws-cdk-lib/assertions'
import { describe, expect, it } from 'vitest'
import { deploy } from '#infra/deployment.ts'
import { newApp } from '#tests/synth/synthesised.ts'
import { anchorOf, headingsOf } from './markdown.ts'

const runbook = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8')

/** Headings of the third level below `## Alarms`. */
const sections = headingsOf(runbook)
  .slice(headingsOf(runbook).findIndex(({ text }) => text === 'Alarms') + 1)
  .reduce<{ done: boolean; found: string[] }>(
    ({ done, found }, { level, text }) =>
      done || level < 3 ? { done: true, found } : { done, found: level === 3 ? [...found, text] : found },
    { done: false, found: [] },
  ).found

/** Where the descriptions of the alarms of a deployment lead, in every stack of it. */
function ledTo(): readonly (string | undefined)[] {
  const { data, engine, edge } = deploy(newApp())
  return [data, engine, edge]
    .flatMap((stack) => Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm')))
    .map((alarm) => /docs\/runbook\.md#([a-z-]+)/.exec(String(alarm['Properties']?.AlarmDescription))?.[1])
}

describe('the runbook', () => {
  it('has a section for each alarm that is deployed, and none for one that is not', { timeout: 120_000 }, () => {
    const leads = ledTo()
    expect(leads.length).toBeGreaterThan(20)
    expect(leads).not.toContain(undefined)
    expect([...new Set(leads)].sort()).toEqual(sections.map(anchorOf).sort())
  })

  it.each(sections)('says of "%s" what it means, what to look at and what to do', (title) => {
    const from = runbook.indexOf(`### ${title}\n`)
    const section = runbook.slice(from, runbook.indexOf('\n##', from + 4))
    for (const part of ['**What it means.**', '**Look at**', '**Do.**']) expect(section).toContain(part)
  })
})
