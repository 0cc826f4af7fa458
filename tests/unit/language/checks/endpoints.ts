import { type Check, endpoint } from './check.ts'

export const ENDPOINTS: readonly Check[] = [
  {
    says: 'an endpoint on an address that calls never reach',
    code: 'endpoint',
    severity: 'error',
    planted: [endpoint('https://10.0.0.8/hook')],
    clean: [],
  },
  {
    says: 'an endpoint on this machine',
    code: 'endpoint',
    severity: 'error',
    planted: [endpoint('https://localhost/hook')],
    clean: [],
  },
  {
    says: 'an endpoint on an address written as one number',
    code: 'endpoint',
    severity: 'error',
    planted: [endpoint('https://2130706433/hook')],
    clean: [endpoint('https://134744072/hook')],
  },
  {
    says: 'an endpoint inside a network',
    code: 'endpoint',
    severity: 'error',
    planted: [endpoint('https://crm.corp.internal/hook')],
    clean: [endpoint('https://internal.example.jp/hook')],
  },
  {
    says: 'an endpoint without encryption',
    code: 'endpoint',
    severity: 'error',
    planted: [endpoint('http://crm.example.jp/hook')],
    clean: [],
  },
  {
    says: 'an endpoint with a password in its address',
    code: 'endpoint',
    severity: 'error',
    planted: [endpoint('https://me:secret@crm.example.jp/hook')],
    clean: [],
  },
]
