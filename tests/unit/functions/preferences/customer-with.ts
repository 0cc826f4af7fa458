import { EMPTY_PROFILE } from '#engagement/customer/profile.ts'
import type { CustomerState } from '#engagement/journey/customer-state.ts'

export const NOW = Date.parse('2026-11-21T10:00:00Z')

/** A customer with an address and a telephone, who agreed to this by what a system told us. */
export function customerWith(consent: { readonly [scope: string]: 'granted' | 'denied' }): CustomerState {
  const told = Object.entries(consent).map(([scope, status]) => [
    scope,
    { status, at: 0, source: 'identify' as const, evidence: 'e0' },
  ])
  const traits = { email: 'hana@example.jp', phone: '+819012345678', firstName: 'Hana', locale: 'en' }
  return {
    schema: 1,
    customerId: 'c1',
    version: 1,
    head: {
      createdAt: 0,
      anonymousIds: [],
      absorbed: [],
      consent: Object.fromEntries(told),
      slots: [],
      incidents: [],
      timerGeneration: 0,
    },
    profile: {
      ...EMPTY_PROFILE,
      traits: Object.fromEntries(Object.entries(traits).map(([name, value]) => [name, { value, at: 0 }])),
    },
    memory: { runs: [], promises: [], exits: [] },
    runs: [],
    promises: [],
  }
}
