import { afterAll, beforeAll, describe } from 'vitest'
import { FixedClock } from '#adapters/memory/fixed-clock.ts'
import { describeAttemptStore } from './attempt-store.ts'
import { describeCustomerStore } from './customer-store.ts'
import { describePublicationStores } from './publication-stores.ts'
import { NOW } from './state-samples.ts'
import { inMemory, OnEngine } from './stores-under-test.ts'
import { describeTimerStore } from './timer-store.ts'

describe.each([inMemory, new OnEngine()])('$name', (place) => {
  beforeAll(() => place.start())
  afterAll(() => place.stop())
  const fresh = () => place.fresh(new FixedClock(NOW))
  describe('customers', () => describeCustomerStore(fresh))
  describe('tries', () => describeAttemptStore(fresh))
  describe('timers', () => describeTimerStore(fresh))
  describe('publication', () => describePublicationStores(fresh))
})
