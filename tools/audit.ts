import { execFile } from 'node:child_process'
import { judgeAudit } from './audit/judge-audit.ts'

/** `npm run audit`: known vulnerabilities, high or critical, in what is shipped. A registry without the endpoint is said, not failed. */
const args = ['audit', '--omit=dev', '--audit-level=high', '--json']
execFile('npm', args, { maxBuffer: 64e6 }, (_error, stdout, stderr) => {
  const verdict = judgeAudit(stdout, stderr)
  console.log(verdict.text)
  switch (verdict.kind) {
    case 'clean':
      console.log('1 passed, 0 failed')
      break
    case 'unavailable':
      console.log('0 passed, 0 failed, 1 skipped')
      break
    case 'findings':
      console.log('0 passed, 1 failed')
      process.exitCode = 1
  }
})
