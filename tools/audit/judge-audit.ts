import * as z from 'zod'

/** `unavailable`: the registry has no audit endpoint, or could not be reached. */
export type AuditVerdict = { readonly kind: 'clean' | 'findings' | 'unavailable'; readonly text: string }

const Report = z.object({
  metadata: z.object({ vulnerabilities: z.object({ high: z.int(), critical: z.int() }) }),
  vulnerabilities: z.record(
    z.string(),
    z.object({ name: z.string(), severity: z.string(), range: z.string().optional() }),
  ),
})

/** Reads `npm audit --json`. An answer that is no report is never taken for a clean one. */
export function judgeAudit(stdout: string, stderr: string): AuditVerdict {
  const report = Report.safeParse(parseJson(stdout))
  if (!report.success) return { kind: 'unavailable', text: `No audit: ${reason(stdout, stderr)}` }
  const { high, critical } = report.data.metadata.vulnerabilities
  if (high + critical === 0)
    return { kind: 'clean', text: 'No known high or critical vulnerabilities in what is shipped.' }
  const grave = Object.values(report.data.vulnerabilities).filter(
    ({ severity }) => severity === 'high' || severity === 'critical',
  )
  return {
    kind: 'findings',
    text: grave.map((one) => `${one.severity}: ${one.name} ${one.range ?? ''}`.trimEnd()).join('\n'),
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not JSON is not a report: judged by the schema like any other answer.
    return undefined
  }
}

function reason(stdout: string, stderr: string): string {
  const said = z.object({ message: z.string() }).safeParse(parseJson(stdout))
  if (said.success) return said.data.message
  const line = stderr.split('\n').find((one) => one.startsWith('npm error'))
  return line ?? 'the registry gave no report.'
}
