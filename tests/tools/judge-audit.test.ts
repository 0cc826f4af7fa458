import { describe, expect, it } from 'vitest'
import { judgeAudit } from '#tools/audit/judge-audit.ts'

const report = (high: number, critical: number): string =>
  JSON.stringify({
    auditReportVersion: 2,
    vulnerabilities:
      high + critical === 0 ? {} : { bad: { name: 'bad', severity: high ? 'high' : 'critical', range: '<2' } },
    metadata: { vulnerabilities: { info: 0, low: 3, moderate: 1, high, critical, total: 4 } },
  })

describe('the audit', () => {
  it('passes where nothing grave is known', () => {
    expect(judgeAudit(report(0, 0), '').kind).toBe('clean')
  })

  it.each([
    [1, 0, 'high: bad <2'],
    [0, 1, 'critical: bad <2'],
  ])('fails on %i high and %i critical', (high, critical, text) => {
    expect(judgeAudit(report(high, critical), '')).toEqual({ kind: 'findings', text })
  })

  it('says so where the registry has no audit endpoint', () => {
    const answer = judgeAudit('{"message":"404 Not Found - POST /-/npm/v1/security/audits/quick"}', '')
    expect(answer).toEqual({
      kind: 'unavailable',
      text: 'No audit: 404 Not Found - POST /-/npm/v1/security/audits/quick',
    })
  })

  it('does not take an answer that it cannot read for a clean one', () => {
    expect(judgeAudit('', 'npm error code ENOTFOUND')).toEqual({
      kind: 'unavailable',
      text: 'No audit: npm error code ENOTFOUND',
    })
    expect(judgeAudit('{}', '').kind).toBe('unavailable')
  })
})
